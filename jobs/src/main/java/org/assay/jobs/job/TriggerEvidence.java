package org.assay.jobs.job;

import java.util.List;
import java.util.Optional;
import org.assay.dataset.Example;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.network.Network;
import org.assay.pixels.LaneGrid;
import org.assay.pixels.ValueInterval;
import org.assay.query.Arithmetic;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.triggers.Lane;

/**
 * Finds a value of a trigger's range for an image and runs the image again with it: in EXACT and
 * BIAS_LAST through {@link WitnessCheck}, in BIAS_FIRST, which that does not know, by the plain run
 * in this order.
 */
final class TriggerEvidence {

  private final Network network;
  private final WitnessCheck check;
  private final Setting setting;
  private final Rational[] grid;

  TriggerEvidence(SharedNetwork network, Setting setting) {
    this.network = network.network();
    this.check = WitnessCheck.of(this.network);
    this.setting = setting;
    this.grid = LaneGrid.values(this.network);
  }

  /** What running again says of a flip, whose values are the trigger's range. */
  TriggerEvidenceRow of(Example example, StoredFlip flip) {
    Rational original = Rational.of(example.image().at(flip.position()));
    Lane lane = Lane.valueOf(flip.lane());
    Optional<Rational> value = value(lane, flip.flip().values(), original);
    Optional<Verdict.Undecided> rejection =
        value.isEmpty()
            ? undecided(Reason.NO_REPRESENTABLE_WITNESS, "no 8-bit value lies in the range")
            : rejection(lane, example, flip, value.get());
    ScanTask.Place place =
        ScanTask.Place.of(
            flip.position(),
            example.image().shape().dimension(1),
            example.image().shape().dimension(2));
    Optional<Rational> witness = rejection.isPresent() ? Optional.empty() : value;
    return new TriggerEvidenceRow(
        place.pixel(),
        place.channel(),
        place.row(),
        place.column(),
        flip.lane(),
        flip.image(),
        flip.from(),
        flip.to(),
        original.toString(),
        rejection.isPresent() ? "Undecided" : "Violated",
        rejection.map(r -> r.reason().name()).orElse(null),
        rejection.map(Verdict.Undecided::detail).orElse(null),
        witness.map(Rational::toString).orElse(null),
        witness.map(Rational::nearestDouble).orElse(null),
        witness.map(w -> w.isFloat() ? "FLOAT" : "RATIONAL").orElse(null));
  }

  private static Optional<Verdict.Undecided> undecided(Reason reason, String detail) {
    return Optional.of(new Verdict.Undecided(reason, detail));
  }

  /** The value of a range that lies closest to the original, among those of few digits. */
  private Optional<Rational> value(Lane lane, ValueInterval range, Rational original) {
    if (lane == Lane.EXACT) {
      return Optional.of(range.nearestFloat(original).orElseGet(range::roundMember));
    }
    Rational best = null;
    for (Rational member : grid) {
      if (range.contains(member)
          && (best == null
              || member.minus(original).abs().compareTo(best.minus(original).abs()) < 0)) {
        best = member;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Why the run at a value does not confirm a flip; empty where it does. */
  private Optional<Verdict.Undecided> rejection(
      Lane lane, Example example, StoredFlip flip, Rational value) {
    if (lane == Lane.BIAS_FIRST) {
      return plainRun(example, flip, value);
    }
    Arithmetic arithmetic = lane == Lane.EXACT ? Arithmetic.EXACT : Arithmetic.ORDERED;
    Witness witness =
        new Witness(example.image(), List.of(new Witness.Change(flip.position(), value)));
    return check
        .on(example.image(), flip.from())
        .check(
            witness,
            new WitnessCheck.Terms(arithmetic, lane.inputs(), setting.domain(), Scope.FULL))
        .match(
            robust -> undecided(Reason.WITNESS_REJECTED, "said to be robust"),
            violated -> otherLabel(flip, violated.witness().label()),
            Optional::of);
  }

  private Optional<Verdict.Undecided> plainRun(Example example, StoredFlip flip, Rational value) {
    try {
      double[] logits =
          new OrderedSemantics(network.elementType(), Lane.BIAS_FIRST.order())
              .run(network, example.image().with(flip.position(), value.nearestDouble()));
      int label = OrderedSemantics.label(logits);
      return logits[label] > logits[flip.from()]
          ? otherLabel(flip, label)
          : undecided(Reason.WITNESS_REJECTED, "no other logit is strictly greater");
    } catch (ArithmeticException e) {
      return undecided(Reason.OVERFLOW, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Verdict.Undecided> otherLabel(StoredFlip flip, int label) {
    return label == flip.to()
        ? Optional.empty()
        : undecided(Reason.WITNESS_REJECTED, "the label at the witness is " + label);
  }
}
