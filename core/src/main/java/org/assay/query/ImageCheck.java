package org.assay.query;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Checks witnesses that start from one image.
 *
 * <p>Method: the first layer is evaluated once at the image; for a witness only its changes are
 * added. The rest runs in doubles with proved bounds ({@link BoundedRun}). Where a phase or the
 * order of two logits is not certain, the whole witness runs in rationals instead. Guarantee: the
 * answer is that of the exact run. For one thread.
 */
public final class ImageCheck {

  private static final int UNCERTAIN = -1;

  private final Network network;
  private final @Nullable SparseRows firstColumns;
  private final Tensor image;
  private final int label;
  private final double[] baseValues;
  private final double[] baseBounds;
  private final BoundedRun run;
  private @Nullable List<Clip.Phase> phases;
  private @Nullable OrderedLane ordered;
  private long exactRuns;

  ImageCheck(WitnessCheck check, Tensor image, int label) {
    this.network = check.network();
    this.firstColumns = check.firstColumns();
    this.image = image;
    this.label = label;
    this.run = new BoundedRun(network);
    run.start(image.toDoubles(), new double[image.size()]);
    if (firstColumns != null) {
      run.linear((Linear) network.layers().get(0));
    }
    baseValues = new double[run.size()];
    baseBounds = new double[run.size()];
    for (int i = 0; i < baseValues.length; i++) {
      baseValues[i] = run.value(i);
      baseBounds[i] = run.bound(i);
    }
  }

  /** How many runs had to be made in rationals. */
  public long exactRuns() {
    return exactRuns;
  }

  /**
   * Violated with the checked witness, or Undecided with the reason for which it was refused: never
   * Robust. In ANY_ORDER the reason ORDER_DEPENDENT says that neither every order gives another
   * label a greater logit, nor none does, as far as bounds tell.
   */
  public Verdict check(Witness witness, WitnessCheck.Terms terms) {
    Verdict refused = refused(witness, terms);
    if (refused != null) {
      return refused;
    }
    return switch (terms.arithmetic()) {
      case EXACT -> checkExact(witness, terms.scope() == Scope.PATTERN);
      case ORDERED -> checkOrdered(witness);
      case ANY_ORDER -> OrderRun.of(network, List.of(exactState(witness))).judge(witness, label);
    };
  }

  /**
   * Violated where one given label, not the image's own, has a logit that is strictly greater than
   * every other in exact arithmetic; else Undecided with the reason.
   *
   * @throws IllegalArgumentException if the terms ask for another arithmetic
   */
  public Verdict checkTarget(Witness witness, WitnessCheck.Terms terms, int target) {
    if (terms.arithmetic() != Arithmetic.EXACT) {
      throw new IllegalArgumentException("a target is checked in EXACT, not " + terms.arithmetic());
    }
    Verdict refused = refused(witness, terms);
    if (refused != null) {
      return refused;
    }
    if (terms.scope() != Scope.PATTERN) {
      runBounded(witness, null);
    }
    int best = boundedLabel();
    boolean alone = best == target;
    if (best == UNCERTAIN) {
      exactRuns++;
      alone = ExactRun.of(network, exactState(witness)).wins(target);
    }
    return alone && target != label
        ? new Verdict.Violated(new CheckedWitness(witness, Arithmetic.EXACT, target))
        : rejected("label " + target + " is not strictly greatest");
  }

  private @Nullable Verdict refused(Witness witness, WitnessCheck.Terms terms) {
    if (!wellFormed(witness)) {
      return rejected("the witness does not start from this image");
    }
    for (Witness.Change change : witness.changes()) {
      if (!terms.domain().contains(change.value())) {
        return rejected("value " + change.value() + " lies outside the domain");
      }
      if (!member(change.value(), terms.inputs())) {
        return new Verdict.Undecided(
            Reason.NO_REPRESENTABLE_WITNESS,
            "value " + change.value() + " is not a member of " + terms.inputs());
      }
    }
    return terms.scope() == Scope.PATTERN && !keepsPattern(witness)
        ? rejected("the witness leaves the activation pattern")
        : null;
  }

  private boolean wellFormed(Witness witness) {
    int last = -1;
    for (Witness.Change change : witness.changes()) {
      if (change.index() <= last || change.index() >= image.size()) {
        return false;
      }
      last = change.index();
    }
    return witness.original().equals(image);
  }

  private boolean member(Rational value, Inputs inputs) {
    return switch (inputs) {
      case REAL -> true;
      case FLOAT -> isElement(value);
      case GRID -> {
        double grid = Math.rint(value.nearestDouble() * 255);
        yield isElement(value)
            && grid >= 0
            && grid <= 255
            && network.elementType().round(grid / 255) == value.floorDouble();
      }
    };
  }

  private boolean isElement(Rational value) {
    return switch (network.elementType()) {
      case FLOAT32 -> value.isFloat();
      case FLOAT64 -> value.isDouble();
    };
  }

  private static Verdict rejected(String detail) {
    return new Verdict.Undecided(Reason.WITNESS_REJECTED, detail);
  }

  private Verdict checkOrdered(Witness witness) {
    double[] logits = orderedLogits(witness);
    for (double logit : logits) {
      if (!Double.isFinite(logit)) {
        return new Verdict.Undecided(Reason.OVERFLOW, "a logit is " + logit);
      }
    }
    int best = OrderedSemantics.label(logits);
    return logits[best] > logits[label]
        ? new Verdict.Violated(new CheckedWitness(witness, Arithmetic.ORDERED, best))
        : rejected("no other logit is strictly greater in the stated order");
  }

  /**
   * The label that the stated order of additions gives at a witness, its values rounded to the
   * element type.
   *
   * @throws ArithmeticException if the run overflows
   */
  public int orderedLabel(Witness witness) {
    return OrderedSemantics.label(orderedLogits(witness));
  }

  private double[] orderedLogits(Witness witness) {
    OrderedLane lane = ordered;
    if (lane == null) {
      lane = new OrderedLane(network, firstColumns, image);
      ordered = lane;
    }
    return lane.logits(witness);
  }

  private Verdict checkExact(Witness witness, boolean ran) {
    if (!ran) {
      runBounded(witness, null);
    }
    int best = boundedLabel();
    if (best == UNCERTAIN) {
      exactRuns++;
      ExactRun exact = ExactRun.of(network, exactState(witness));
      best = exact.beats(label) ? exact.winner() : label;
    }
    return best == label
        ? rejected("no other logit is strictly greater")
        : new Verdict.Violated(new CheckedWitness(witness, Arithmetic.EXACT, best));
  }

  /**
   * The label of the bounded run where it is certain; the image's own where no other is greater.
   */
  private int boundedLabel() {
    int best = 0;
    for (int i = 1; i < run.size(); i++) {
      best = run.value(i) > run.value(best) ? i : best;
    }
    for (int i = 0; i < run.size(); i++) {
      if (i != best && !run.certainlyGreater(best, i)) {
        return UNCERTAIN;
      }
    }
    return best;
  }

  /** Whether the witness has the phases of the original; leaves the bounded run at the logits. */
  private boolean keepsPattern(Witness witness) {
    List<Clip.Phase> original = phases;
    if (original == null) {
      original = phases(new Witness(image, List.of()));
      phases = original;
    }
    return original.equals(phases(witness));
  }

  private List<Clip.Phase> phases(Witness witness) {
    List<Clip.Phase> here = new ArrayList<>();
    if (runBounded(witness, here)) {
      return here;
    }
    exactRuns++;
    return ExactRun.of(network, exactState(witness)).phases();
  }

  /** Runs in doubles up to the logits; false where a phase that is asked for is uncertain. */
  private boolean runBounded(Witness witness, @Nullable List<Clip.Phase> here) {
    List<Layer> layers = network.layers();
    run.start(baseValues, baseBounds);
    for (Witness.Change change : witness.changes()) {
      apply(change);
    }
    boolean certain = true;
    for (int i = firstColumns == null ? 0 : 1; i < layers.size(); i++) {
      if (layers.get(i) instanceof Linear linear) {
        run.linear(linear);
      } else {
        Clip clip = (Clip) layers.get(i);
        for (int j = 0; here != null && j < run.size(); j++) {
          Clip.Phase phase = run.phase(j, clip);
          certain &= phase != null;
          here.add(phase == null ? Clip.Phase.INSIDE : phase);
        }
        run.clip(clip);
      }
    }
    return certain;
  }

  private void apply(Witness.Change change) {
    int index = change.index();
    double low = change.value().floorDouble();
    double high = change.value().ceilingDouble();
    double difference = low - image.at(index);
    double bound = (high - low) + Math.ulp(difference);
    if (firstColumns == null) {
      run.add(index, 1, difference, bound);
      return;
    }
    for (int k = firstColumns.start(index); k < firstColumns.start(index + 1); k++) {
      run.add(firstColumns.column(k), firstColumns.weight(k), difference, bound);
    }
  }

  private Rational[] exactState(Witness witness) {
    Rational[] state = ExactSemantics.exact(image);
    for (Witness.Change change : witness.changes()) {
      state[change.index()] = change.value();
    }
    return state;
  }
}
