package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.GapSearch;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Analysis;
import org.assay.query.Answer;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * Robustness within an L-infinity ball.
 *
 * <p>Question: is there an input within the radius of the image and within the domain, a real
 * number (or a member of the query's inputs, or the image's own value) at every position, at which
 * another label's logit is strictly greater than that of the label asked about? Method, cheapest
 * first: the image itself; linear bounds, then raised ones ({@link GapSearch}); an attack along
 * gradients; branch and bound over the units that bend, or over the inputs where few can move.
 * Guarantee: sound in exact arithmetic, the rounding of every bound included; Violated only by a
 * witness that was run again. In ANY_ORDER the same of numbers computed in the element type in
 * every order, as {@link org.assay.eval.OrderErrors} bounds them: Robust for all of them, Violated
 * in all of them, or Undecided. Complete within the budget, ties included, for networks that are
 * small enough to be put to the exact solver case by case; for others branch and bound goes on by
 * halving boxes, which need not end at an exact tie. Cost: a lead's bound takes one pass over the
 * weights; at worst exponential in the number of units that can bend. Source: CROWN, alpha-CROWN
 * and beta-CROWN, cited where they are used; Bunel, Turkaslan, Torr, Kohli, Mudigonda, NeurIPS
 * 2018, arXiv:1711.00455.
 *
 * <p>Keeps what it has prepared for the last network it was asked about. For one thread.
 */
public final class Robustness implements Analysis {

  private final Z3Session session;
  private @Nullable Prepared prepared;

  /** What all images of a network share. */
  private record Prepared(Network network, GapSearch search, WitnessCheck check) {}

  /**
   * An answer with what the bounds have shown.
   *
   * @param leastMargin no more than the least lead of the label over any other in the ball;
   *     negative infinity where none was proved
   */
  public record BallAnswer(Answer answer, double leastMargin) {}

  /**
   * An analysis that decides its smallest cases by a solver.
   *
   * @param session opened and closed by the caller
   */
  public Robustness(Z3Session session) {
    this.session = session;
  }

  /**
   * The answer to a query.
   *
   * @throws IllegalArgumentException if the query is not about an L-infinity ball in full scope, in
   *     EXACT or ANY_ORDER
   */
  @Override
  public Answer decide(Query query, Budget budget) {
    return answer(query, budget).answer();
  }

  /** The answer to a query, with the margin that was proved. */
  public BallAnswer answer(Query query, Budget budget) {
    if (query.scope() != Scope.FULL
        || query.arithmetic() == Arithmetic.ORDERED
        || !(query.perturbation() instanceof Perturbation.LInfinity perturbation)) {
      throw new IllegalArgumentException(
          "robustness answers FULL queries about L-infinity balls in EXACT or ANY_ORDER, not "
              + query);
    }
    Budget.Timer timer = budget.start();
    if (!contains(perturbation.domain(), query.image())) {
      return end(
          new Verdict.Undecided(Reason.OUT_OF_DOMAIN, "the image leaves " + perturbation.domain()),
          "image",
          timer);
    }
    Prepared known = prepare(query.network());
    Ball ball = new Ball(query, perturbation, known.check.on(query.image(), query.label()));
    if (ball.acceptsImage()) {
      return end(Objects.requireNonNull(ball.violated()), "image", timer);
    }
    if (timer.expired()) {
      return end(new Verdict.Undecided(Reason.TIMEOUT, "no time left"), "image", timer);
    }
    if (ball.region().free() == 0) {
      return end(verdict(new Decision.Closed(Proof.EXHAUSTED), query, ball), "image", timer);
    }
    return around(query, known, ball, timer);
  }

  private Prepared prepare(Network network) {
    Prepared known = prepared;
    if (known == null || !known.network.equals(network)) {
      known =
          new Prepared(
              network, new GapSearch(BoundedNetwork.of(network)), WitnessCheck.of(network));
      prepared = known;
    }
    return known;
  }

  private static boolean contains(PixelDomain domain, Tensor image) {
    for (int i = 0; i < image.size(); i++) {
      if (!domain.contains(Rational.of(image.at(i)))) {
        return false;
      }
    }
    return true;
  }

  private static BallAnswer end(Verdict verdict, String method, Budget.Timer timer) {
    return new BallAnswer(new Answer(verdict, method, timer.elapsed()), Double.NEGATIVE_INFINITY);
  }

  /** The region around an image that any other label, having a greater logit, violates. */
  private BallAnswer around(Query query, Prepared known, Ball ball, Budget.Timer timer) {
    List<Target> targets = new ArrayList<>();
    for (int other = 0; other < query.network().labels(); other++) {
      if (other != query.label()) {
        targets.add(Target.beats(query.network(), query.label(), other));
      }
    }
    RegionSearch search =
        new RegionSearch(
            known.search,
            new Candidates(query.network(), ball.region(), targets, ball),
            new ExactCase.Solver(session, timer),
            query.arithmetic());
    Decision decision = search.begin(targets, query.image().toDoubles());
    decision = decision == null ? search.finish(targets) : decision;
    if (decision instanceof Decision.Open && ball.realWitness() && !timer.expired()) {
      decision = search.members();
    }
    return new BallAnswer(
        new Answer(verdict(decision, query, ball), search.method(), timer.elapsed()),
        search.least());
  }

  private static Verdict verdict(Decision decision, Query query, Ball ball) {
    Verdict.Violated violated = ball.violated();
    if (violated != null) {
      return violated;
    }
    Verdict.Undecided dependent = ball.dependent();
    boolean late = decision instanceof Decision.Open open && open.reason() == Reason.TIMEOUT;
    if (dependent != null && !late) {
      return dependent;
    }
    return decision instanceof Decision.Open open
        ? undecided(open, ball)
        : new Verdict.Robust(
            decision instanceof Decision.Closed closed ? closed.proof() : Proof.EXHAUSTED,
            query.arithmetic(),
            false);
  }

  private static Verdict undecided(Decision.Open open, Ball ball) {
    return ball.realWitness()
        ? new Verdict.Undecided(
            Reason.NO_REPRESENTABLE_WITNESS, "real numbers win; " + open.detail())
        : new Verdict.Undecided(open.reason(), open.detail());
  }
}
