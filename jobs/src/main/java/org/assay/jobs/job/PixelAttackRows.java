package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.pixels.DecidedBy;
import org.assay.pixels.Engine;
import org.assay.pixels.PixelAnswer;
import org.assay.pixels.ValueInterval;
import org.assay.query.CheckedWitness;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/** The rows that an image's answers about single pixels become. */
final class PixelAttackRows {

  private final OpenImage image;
  private final WitnessCheck.Terms terms;
  private final PixelRanking abs;
  private final PixelRanking co;
  private final PixelRanking coi;

  PixelAttackRows(OpenImage image) {
    this.image = image;
    this.terms = image.image().terms();
    this.abs = image.ranking(Metric.ABS);
    this.co = image.ranking(Metric.CO);
    this.coi = image.ranking(Metric.COI);
  }

  /** What an attack on one label looks like. */
  private record Attack(
      int label,
      @Nullable ValueInterval values,
      @Nullable Rational infimum,
      Optional<CheckedWitness> witness) {}

  /**
   * One row where the pixel is Robust or Undecided, else one a wrong label or interval of values.
   */
  List<PixelAttackRow> of(PixelAnswer answer) {
    if (!(answer.verdict() instanceof Verdict.Violated violated)) {
      return List.of(row(answer, null));
    }
    List<PixelAttackRow> rows = new ArrayList<>();
    for (PixelAnswer.Reach reach : answer.reaches()) {
      rows.add(row(answer, attack(answer, reach, violated.witness())));
    }
    if (rows.isEmpty()) {
      int label = violated.witness().label();
      rows.add(row(answer, new Attack(label, null, null, Optional.of(violated.witness()))));
    }
    return rows;
  }

  private Attack attack(PixelAnswer answer, PixelAnswer.Reach reach, CheckedWitness found) {
    Optional<CheckedWitness> witness =
        reach.values().isPresent()
            ? inside(answer.pixel(), reach.values().get(), reach.label())
            : Optional.empty();
    if (witness.isEmpty() && found.label() == reach.label()) {
      witness = Optional.of(found);
    }
    return new Attack(
        reach.label(), reach.values().orElse(null), reach.infimum().orElse(null), witness);
  }

  /** The value closest to the original that can be stored and reaches it, else a rational one. */
  private Optional<CheckedWitness> inside(int pixel, ValueInterval values, int label) {
    int index = image.image().layout().positions(pixel)[0];
    return image
        .image()
        .nearest(index, values)
        .flatMap(value -> checked(index, value, label))
        .or(() -> checked(index, values.roundMember(), label));
  }

  private Optional<CheckedWitness> checked(int index, Rational value, int label) {
    Witness witness =
        new Witness(image.example().image(), List.of(new Witness.Change(index, value)));
    return image.image().check().check(witness, terms) instanceof Verdict.Violated violated
            && violated.witness().label() == label
        ? Optional.of(violated.witness())
        : Optional.empty();
  }

  private PixelAttackRow row(PixelAnswer answer, @Nullable Attack attack) {
    Verdict.@Nullable Robust robust = answer.verdict() instanceof Verdict.Robust r ? r : null;
    Verdict.@Nullable Undecided undecided =
        answer.verdict() instanceof Verdict.Undecided u ? u : null;
    ValueInterval values = attack == null ? null : attack.values();
    Rational infimum = attack == null ? null : attack.infimum();
    Optional<StoredWitness> witness =
        attack == null ? Optional.empty() : attack.witness().map(StoredWitness::new);
    int pixel = answer.pixel();
    return new PixelAttackRow(
        image.example().id(),
        pixel,
        pixel / image.columns(),
        pixel % image.columns(),
        image.question().channel(),
        image.question().scope().name(),
        image.question().inputs().name(),
        robust != null ? "Robust" : undecided != null ? "Undecided" : "Violated",
        robust == null ? null : robust.proof().name(),
        undecided == null ? null : undecided.reason().name(),
        undecided == null ? null : undecided.detail(),
        robust != null && robust.tie(),
        method(answer.decidedBy(), image.question().engine()),
        answer.decidedBy() == DecidedBy.RATIONALS,
        abs.rank(pixel),
        co.rank(pixel),
        coi.rank(pixel),
        image.image().label(),
        attack == null ? null : (Integer) attack.label(),
        values == null ? null : values.low().toString(),
        values == null ? null : (Double) values.low().floorDouble(),
        values == null ? null : (Boolean) !values.lowOpen(),
        values == null ? null : values.high().toString(),
        values == null ? null : (Double) values.high().ceilingDouble(),
        values == null ? null : (Boolean) !values.highOpen(),
        infimum == null ? null : infimum.toString(),
        infimum == null ? null : (Double) infimum.floorDouble(),
        StoredWitness.of(witness, StoredWitness::floatChange),
        StoredWitness.of(witness, w -> w.values(image.image().layout().positions(pixel))),
        StoredWitness.of(witness, StoredWitness::kind),
        StoredWitness.of(witness, w -> w.orderedLabel(image.image().check())));
  }

  /** What decided, or would have. */
  static String method(DecidedBy decidedBy, Engine engine) {
    boolean solver =
        decidedBy == DecidedBy.SOLVER || (decidedBy == DecidedBy.NOTHING && engine == Engine.SMT);
    return solver ? "SMT" : "GEOMETRY";
  }
}
