package org.assay.verify;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.ImageCheck;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * The smallest L-infinity change of an image that changes its label.
 *
 * <p>Question: how far must some input move from the image, every position by at most that much and
 * within the domain, before another label's logit is strictly greater than that of the predicted
 * one, or a given label's strictly greater than every other? Method: a witness close by ({@link
 * NearestFlip}), then bisection over balls, each decided completely ({@link Robustness}, or for a
 * given label {@link PropertySearch}) and each witness drawn closer. Guarantee: a bracket, sound in
 * exact arithmetic over real inputs at any time: nothing of size up to its low end exists; a
 * witness of the size of its high end was run again. As wide as the precision if the budget
 * suffices. The true answer is an infimum that no point need attain. Cost: some ten balls, of which
 * those just below the answer take longest. Source: Lantern, section 3.1.
 *
 * <p>For one thread.
 */
public final class Distance {

  /**
   * Without a domain changes are looked for up to so many times one more than the largest value.
   */
  private static final long REACH = 1024;

  private final Robustness robustness;
  private final PropertySearch properties;
  private @Nullable WitnessCheck check;
  private @Nullable Network checked;

  /**
   * What is asked of an image.
   *
   * @param label the predicted label
   * @param target the label to be reached; null for any other than the predicted one
   * @param domain of every value; null where values have no bounds
   * @param precision how wide the bracket may be in the end; greater than zero
   */
  public record Question(
      Network network,
      Tensor image,
      int label,
      @Nullable Integer target,
      @Nullable PixelDomain domain,
      Rational precision) {

    public Question {
      if (precision.signum() <= 0) {
        throw new IllegalArgumentException("precision must be greater than 0, not " + precision);
      }
      if (label < 0
          || label >= network.labels()
          || (target != null && (target < 0 || target >= network.labels()))) {
        throw new IllegalArgumentException(
            "labels %d and %s: the network has %d".formatted(label, target, network.labels()));
      }
      if (image.size() != network.inputs()) {
        throw new IllegalArgumentException(
            "image has %d values where the network takes %d"
                .formatted(image.size(), network.inputs()));
      }
    }
  }

  /**
   * An answer.
   *
   * @param open why the bracket is wider than the precision, or was never opened; null where
   *     neither
   * @param method what found the ends: names for people and for the tables
   */
  public record Answer(
      Bracket bracket, Verdict.@Nullable Undecided open, String method, Duration elapsed) {}

  /**
   * An analysis that decides its smallest cases by a solver.
   *
   * @param session opened and closed by the caller
   */
  public Distance(Z3Session session) {
    this.robustness = new Robustness(session);
    this.properties = new PropertySearch(session);
  }

  /** The answer to a question that nothing is known of. */
  public Answer answer(Question question, Budget budget) {
    return answer(question, Bracket.UNKNOWN, List.of(), budget);
  }

  /**
   * The answer to a question, never a wider bracket than is known.
   *
   * @param known ends that were proved before of the same question; its witness is not looked at
   * @param changes a claimed witness, which is run again; none where none is known
   */
  public Answer answer(
      Question question, Bracket known, List<Witness.Change> changes, Budget budget) {
    Budget.Timer timer = budget.start();
    Rational[] logits = ExactSemantics.logits(question.network(), question.image());
    if (tied(logits)) {
      return refused(Reason.TIED, "the two largest logits are equal", timer);
    }
    PixelDomain domain = domain(question);
    if (!contains(domain, question.image())) {
      return refused(Reason.OUT_OF_DOMAIN, "the image leaves " + domain, timer);
    }
    if (Integer.valueOf(question.label()).equals(question.target())) {
      return new Answer(Bracket.THERE, null, "image", timer.elapsed());
    }
    Aim aim = new Aim(question.label(), question.target());
    ImageCheck images = check(question.network()).on(question.image(), question.label());
    WitnessCheck.Terms terms = WitnessCheck.Terms.exact(domain, Scope.FULL);
    Witness unchanged = new Witness(question.image(), List.of());
    if (aim.judge(images, unchanged, terms) instanceof Verdict.Violated violated) {
      return new Answer(
          Bracket.UNKNOWN.lowered(violated.witness()), null, "image", timer.elapsed());
    }
    Bracket start = Bracket.UNKNOWN.raised(Rational.ZERO, Proof.EXHAUSTED).and(known);
    if (!changes.isEmpty()
        && aim.judge(images, new Witness(question.image(), changes), terms)
            instanceof Verdict.Violated violated) {
      start = start.lowered(violated.witness());
    }
    NearestFlip nearest =
        new NearestFlip(question.network(), question.image(), aim, domain, images);
    return new Bisection(
            balls(question, domain, images),
            nearest,
            question.precision(),
            reach(question, domain),
            timer)
        .answer(start);
  }

  private WitnessCheck check(Network network) {
    WitnessCheck known = check;
    if (known == null || !network.equals(checked)) {
      known = WitnessCheck.of(network);
      check = known;
      checked = network;
    }
    return known;
  }

  /** The decider of the balls of a question. */
  private Bisection.Balls balls(Question question, PixelDomain domain, ImageCheck images) {
    if (question.target() != null) {
      return new TargetBalls(properties, question, question.target(), domain, images);
    }
    return (radius, budget) ->
        robustness.decide(
            new Query(
                question.network(),
                question.image(),
                question.label(),
                new Perturbation.LInfinity(radius, domain),
                Scope.FULL,
                Arithmetic.EXACT,
                Inputs.REAL),
            budget);
  }

  private static boolean tied(Rational[] logits) {
    Rational most = logits[ExactSemantics.label(logits)];
    return Arrays.stream(logits).filter(most::equals).count() > 1;
  }

  private static boolean contains(PixelDomain domain, Tensor image) {
    for (int i = 0; i < image.size(); i++) {
      if (!domain.contains(Rational.of(image.at(i)))) {
        return false;
      }
    }
    return true;
  }

  /** The domain asked for, or one that no change within reach leaves. */
  private static PixelDomain domain(Question question) {
    if (question.domain() != null) {
      return question.domain();
    }
    Rational most = most(question.image()).plus(reach(question.image())).plus(Rational.ONE);
    return new PixelDomain(most.negate(), most);
  }

  private static Rational most(Tensor image) {
    double most = 0;
    for (int i = 0; i < image.size(); i++) {
      most = Math.max(most, Math.abs(image.at(i)));
    }
    return Rational.of(most);
  }

  private static Rational reach(Tensor image) {
    return Rational.of(REACH, 1).times(most(image).plus(Rational.ONE));
  }

  /** The largest changes that are looked for. */
  private static Bisection.Reach reach(Question question, PixelDomain domain) {
    if (question.domain() == null) {
      return new Bisection.Reach(reach(question.image()), false);
    }
    Rational most = Rational.ZERO;
    for (int i = 0; i < question.image().size(); i++) {
      Rational x = Rational.of(question.image().at(i));
      most = most.max(x.minus(domain.low())).max(domain.high().minus(x));
    }
    return new Bisection.Reach(most, true);
  }

  private static Answer refused(Reason reason, String detail, Budget.Timer timer) {
    return new Answer(
        Bracket.UNKNOWN, new Verdict.Undecided(reason, detail), "image", timer.elapsed());
  }
}
