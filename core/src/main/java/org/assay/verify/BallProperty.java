package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.query.Perturbation;
import org.assay.query.Property;
import org.assay.query.Query;

/** The question of robustness as a property: one case for every other label. */
public final class BallProperty {

  private BallProperty() {}

  /**
   * What violates robustness: within the ball and the domain another label's logit is greater.
   *
   * @throws IllegalArgumentException if the query is not about an L-infinity ball
   */
  public static Property of(Query query) {
    if (!(query.perturbation() instanceof Perturbation.LInfinity perturbation)) {
      throw new IllegalArgumentException("not an L-infinity ball: " + query.perturbation());
    }
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < query.image().size(); i++) {
      Rational x = Rational.of(query.image().at(i));
      low.add(x.minus(perturbation.radius()).max(perturbation.domain().low()));
      high.add(x.plus(perturbation.radius()).min(perturbation.domain().high()));
    }
    Property.Box box = new Property.Box(low, high);
    List<Property.Case> cases = new ArrayList<>();
    for (int other = 0; other < query.network().labels(); other++) {
      if (other != query.label()) {
        cases.add(new Property.Case(box, List.of(greater(other, query.label()))));
      }
    }
    return new Property(cases);
  }

  private static Property.Condition greater(int label, int than) {
    return new Property.Condition(
        List.of(
            new Property.Term(Rational.ONE, false, label),
            new Property.Term(Rational.ONE.negate(), false, than)),
        Rational.ZERO,
        true);
  }
}
