package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.ImageCheck;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that a perturbation allows, and the judge of those at which another label wins. The
 * image, which lies in the domain, is one of them. Of FLOAT and GRID inputs a position holds the
 * image's own value or a member, and lies between the least and the greatest of these. For one
 * thread.
 */
final class Ball implements Judge {

  /** After so many points that depend on the order one is not expected to do without. */
  private static final int MOST_DEPENDENT = 10;

  private final Tensor image;
  private final Region region;
  private final ImageCheck check;
  private final WitnessCheck.Terms terms;
  private Verdict.@Nullable Violated violated;
  private Verdict.@Nullable Undecided dependent;
  private int dependents;
  private boolean realWitness;

  Ball(Query query, Perturbation.LInfinity perturbation, ImageCheck check) {
    this.image = query.image();
    this.check = check;
    this.terms =
        new WitnessCheck.Terms(
            query.arithmetic(), query.inputs(), perturbation.domain(), query.scope());
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      Rational x = Rational.of(image.at(i));
      low.add(x.minus(perturbation.radius()).max(perturbation.domain().low()));
      high.add(x.plus(perturbation.radius()).min(perturbation.domain().high()));
    }
    this.region =
        query.inputs() == Inputs.REAL
            ? new Region(image.shape(), low, high)
            : Region.discrete(new Allowed(image, members(query)), low, high);
  }

  private static Members members(Query query) {
    return Members.of(query.inputs(), query.network().elementType());
  }

  Region region() {
    return region;
  }

  /** What the point that was accepted shows, or null. */
  Verdict.@Nullable Violated violated() {
    return violated;
  }

  /** What the first point shows at which not all orders are known to agree, or null. */
  Verdict.@Nullable Undecided dependent() {
    return dependent;
  }

  /** Whether some point would have been accepted if all real numbers counted. */
  boolean realWitness() {
    return realWitness;
  }

  /** Judges the image itself. */
  boolean acceptsImage() {
    return judge(new Witness(image, List.of()));
  }

  @Override
  public boolean accepts(List<Rational> point) {
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      if (!point.get(i).equals(Rational.of(image.at(i)))) {
        changes.add(new Witness.Change(i, point.get(i)));
      }
    }
    return judge(new Witness(image, changes));
  }

  private boolean judge(Witness witness) {
    Verdict verdict = check.check(witness, terms);
    if (verdict instanceof Verdict.Violated v) {
      violated = v;
    } else if (verdict instanceof Verdict.Undecided u
        && u.reason() == Reason.NO_REPRESENTABLE_WITNESS
        && !realWitness) {
      realWitness =
          check.check(witness, WitnessCheck.Terms.exact(terms.domain(), terms.scope()))
              instanceof Verdict.Violated;
    } else if (verdict instanceof Verdict.Undecided u
        && (u.reason() == Reason.ORDER_DEPENDENT || u.reason() == Reason.OVERFLOW)) {
      dependent = dependent == null ? u : dependent;
      dependents++;
    }
    return violated != null || dependents >= MOST_DEPENDENT;
  }
}
