package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.ImageCheck;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that a perturbation allows, and the judge of those at which another label wins. The
 * image, which lies in the domain, is one of them. For one thread.
 */
final class Ball implements Judge {

  private final Tensor image;
  private final Region region;
  private final ImageCheck check;
  private final WitnessCheck.Terms terms;
  private Verdict.@Nullable Violated violated;

  Ball(Query query, Perturbation.LInfinity perturbation, ImageCheck check) {
    this.image = query.image();
    this.check = check;
    this.terms = WitnessCheck.Terms.exact(perturbation.domain(), query.scope());
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      Rational x = Rational.of(image.at(i));
      low.add(x.minus(perturbation.radius()).max(perturbation.domain().low()));
      high.add(x.plus(perturbation.radius()).min(perturbation.domain().high()));
    }
    this.region = new Region(query.network().input(), low, high);
  }

  Region region() {
    return region;
  }

  /** What the point that was accepted shows, or null. */
  Verdict.@Nullable Violated violated() {
    return violated;
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
    if (check.check(witness, terms) instanceof Verdict.Violated v) {
      violated = v;
    }
    return violated != null;
  }
}
