package org.assay.pixels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.importance.PixelLayout;
import org.assay.network.Tensor;
import org.assay.query.ImageCheck;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.Trace;
import org.jspecify.annotations.Nullable;

/**
 * An image whose pixels are asked about in exact arithmetic: what the engines share. Remembers what
 * it has computed; for one thread.
 */
public final class AskedImage {

  private static final int NO_LABEL = -1;

  private final Trace trace;
  private final PixelLayout layout;
  private final ImageCheck check;
  private final WitnessCheck.Terms terms;
  private final PathHalfSpaces spaces;
  private final Verdict.@Nullable Undecided refusal;
  private final int label;
  private @Nullable ExactPattern exact;

  /**
   * An image to be asked about.
   *
   * @param check the check of the trace's network
   * @param layout which positions a pixel stands for
   * @param terms what an attack has to be: in which scope, of which inputs, in which domain
   */
  public AskedImage(Trace trace, WitnessCheck check, PixelLayout layout, WitnessCheck.Terms terms) {
    this.trace = trace;
    this.layout = layout;
    this.spaces = PathHalfSpaces.of(trace);
    this.terms = terms;
    int predicted = NO_LABEL;
    Verdict.Undecided reason = null;
    if (trace.tied()) {
      reason = new Verdict.Undecided(Reason.TIED, "the two largest logits are equal");
    } else if (!inside(trace.image(), terms.domain())) {
      reason =
          new Verdict.Undecided(
              Reason.OUT_OF_DOMAIN, "the image has a value outside of its domain");
    }
    try {
      predicted = trace.label();
    } catch (ArithmeticException e) {
      reason = new Verdict.Undecided(Reason.OVERFLOW, String.valueOf(e.getMessage()));
    }
    this.refusal = reason;
    this.label = predicted;
    this.check = check.on(trace.image(), Math.max(predicted, 0));
  }

  private static boolean inside(Tensor image, PixelDomain domain) {
    double low = domain.low().ceilingDouble();
    double high = domain.high().floorDouble();
    for (int i = 0; i < image.size(); i++) {
      if (!(image.at(i) >= low && image.at(i) <= high)) {
        return false;
      }
    }
    return true;
  }

  /** Why nothing can be said about this image, if so. */
  public Optional<Verdict.Undecided> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** The predicted label, which an attack has to leave; -1 where the run overflowed. */
  public int label() {
    return label;
  }

  public Trace trace() {
    return trace;
  }

  public PixelLayout layout() {
    return layout;
  }

  public PixelDomain domain() {
    return terms.domain();
  }

  /** What an attack has to be. */
  public WitnessCheck.Terms terms() {
    return terms;
  }

  /** The check that every witness of this image goes through. */
  public ImageCheck check() {
    return check;
  }

  /**
   * The value of an interval that is nearest to a position's own and can be stored: a float32 of
   * real inputs, a member of grid inputs.
   *
   * @param values with another label than the image's; of grid inputs from member to member
   */
  public Optional<Rational> nearest(int position, ValueInterval values) {
    Rational origin = Rational.of(trace.image().at(position));
    if (terms.inputs() == Inputs.GRID) {
      return Optional.of(origin.compareTo(values.low()) < 0 ? values.low() : values.high());
    }
    return values.nearestFloat(origin);
  }

  PathHalfSpaces spaces() {
    return spaces;
  }

  ExactPattern exact() {
    ExactPattern known = exact;
    if (known == null) {
      known = new ExactPattern(trace, spaces, domain());
      exact = known;
    }
    return known;
  }

  /** Runs the image again with some positions changed: Violated, or Undecided with the reason. */
  Verdict checked(List<Witness.Change> changes) {
    List<Witness.Change> ascending = new ArrayList<>(changes);
    ascending.sort(Comparator.comparingInt(Witness.Change::index));
    return check.check(new Witness(trace.image(), ascending), terms);
  }

  /** Runs the image again with two positions at these doubles. */
  Verdict checked(int first, double x, int second, double y) {
    return checked(
        List.of(
            new Witness.Change(first, Rational.of(x)), new Witness.Change(second, Rational.of(y))));
  }
}
