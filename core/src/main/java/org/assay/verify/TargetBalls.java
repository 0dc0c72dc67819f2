package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.Answer;
import org.assay.query.Budget;
import org.assay.query.ImageCheck;
import org.assay.query.PixelDomain;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;

/**
 * Whether within a radius one given label can be strictly ahead of every other: a property of one
 * case, whose conditions hold together. For one thread.
 */
final class TargetBalls implements Bisection.Balls {

  private final PropertySearch search;
  private final Distance.Question question;
  private final int target;
  private final PixelDomain domain;
  private final ImageCheck check;

  TargetBalls(
      PropertySearch search,
      Distance.Question question,
      int target,
      PixelDomain domain,
      ImageCheck check) {
    this.search = search;
    this.question = question;
    this.target = target;
    this.domain = domain;
    this.check = check;
  }

  @Override
  public Answer decide(Rational radius, Budget budget) {
    Property property = new Property(List.of(new Property.Case(box(radius), ahead())));
    PropertyAnswer answer = search.decide(question.network(), property, budget);
    return new Answer(verdict(answer.verdict()), answer.method(), answer.elapsed());
  }

  private Property.Box box(Rational radius) {
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < question.image().size(); i++) {
      Rational x = Rational.of(question.image().at(i));
      low.add(x.minus(radius).max(domain.low()));
      high.add(x.plus(radius).min(domain.high()));
    }
    return new Property.Box(low, high);
  }

  /** That the target's logit is greater than each other one. */
  private List<Property.Condition> ahead() {
    List<Property.Condition> conditions = new ArrayList<>();
    for (int other = 0; other < question.network().labels(); other++) {
      if (other != target) {
        List<Property.Term> lead =
            List.of(
                new Property.Term(Rational.ONE, false, target),
                new Property.Term(Rational.of(-1), false, other));
        conditions.add(new Property.Condition(lead, Rational.ZERO, true));
      }
    }
    return conditions;
  }

  private Verdict verdict(PropertyVerdict verdict) {
    if (verdict instanceof PropertyVerdict.Holds holds) {
      return new Verdict.Robust(holds.proof(), holds.arithmetic(), false);
    }
    if (verdict instanceof PropertyVerdict.Undecided undecided) {
      return new Verdict.Undecided(undecided.reason(), undecided.detail());
    }
    Tensor image = question.image();
    List<Rational> point = ((PropertyVerdict.Violated) verdict).input();
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      if (!point.get(i).equals(Rational.of(image.at(i)))) {
        changes.add(new Witness.Change(i, point.get(i)));
      }
    }
    Verdict judged =
        check.checkTarget(
            new Witness(image, changes), WitnessCheck.Terms.exact(domain, Scope.FULL), target);
    return judged instanceof Verdict.Violated
        ? judged
        : new Verdict.Undecided(Reason.WITNESS_REJECTED, "the property's point is no witness");
  }
}
