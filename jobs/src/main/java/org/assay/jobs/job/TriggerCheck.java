package org.assay.jobs.job;

import java.util.Optional;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.triggers.Lane;
import org.jspecify.annotations.Nullable;

/**
 * Judges the evidence of a scan for triggers again, from the stored network and image alone: the
 * image and its witness are run plainly in the row's own arithmetic.
 */
record TriggerCheck(RunRow run, Network network) {

  /**
   * What is found of a row.
   *
   * @param stored the row of its image; null where there is none
   */
  Judged judge(TriggerEvidenceRow row, @Nullable ImageRow stored) {
    Optional<String> wrong =
        stored == null ? Optional.of("the image has no row in images") : wrong(row, image(stored));
    return new Judged(
        Tables.TRIGGER_EVIDENCE.name(),
        row.image(),
        false,
        wrong.isEmpty() ? "RIGHT" : "WRONG",
        wrong.map(w -> "pixel %d, %s: %s".formatted(row.pixel(), row.arithmetic(), w)).orElse(""));
  }

  private Tensor image(ImageRow stored) {
    double[] values = stored.pixels().stream().mapToDouble(Float::doubleValue).toArray();
    return Tensor.of(Shape.of(run.channels(), run.rows(), run.columns()), values);
  }

  private Optional<String> wrong(TriggerEvidenceRow row, Tensor image) {
    Rational value = Rational.parse(String.valueOf(row.witness()));
    int position = row.pixel() + row.channel() * run.rows() * run.columns();
    boolean inside =
        Rational.parse(run.domainLow()).compareTo(value) <= 0
            && value.compareTo(Rational.parse(run.domainHigh())) <= 0;
    if (!inside) {
      return Optional.of("value " + value + " leaves the domain");
    }
    Rational[] original = ExactSemantics.exact(image);
    Rational[] changed = original.clone();
    changed[position] = value;
    int before = label(row, original);
    int after = label(row, changed);
    return before == row.predicted() && after == row.label()
        ? Optional.empty()
        : Optional.of(
            "the labels are %d and %d, not %d and %d"
                .formatted(before, after, row.predicted(), row.label()));
  }

  /** The lowest index among the largest logits in the arithmetic of a row. */
  private int label(TriggerEvidenceRow row, Rational[] values) {
    Lane lane = Lane.valueOf(row.arithmetic());
    if (lane == Lane.EXACT) {
      return ExactSemantics.label(network.run(new ExactSemantics(), values));
    }
    double[] floats = new double[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i].nearestDouble();
    }
    BiasOrder order = lane.order();
    OrderedSemantics semantics = new OrderedSemantics(network.elementType(), order);
    return OrderedSemantics.label(semantics.run(network, Tensor.of(network.input(), floats)));
  }
}
