package org.assay.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.LeadSearch;
import org.assay.bounds.LeadSearch.Found;
import org.assay.bounds.Subproblem;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Analysis;
import org.assay.query.Answer;
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
 * Robustness within an L-infinity ball.
 *
 * <p>Question: is there an input within the radius of the image and within the domain, a real
 * number (or a member of the query's inputs, or the image's own value) at every position, at which
 * another label's logit is strictly greater than that of the label asked about? Method, cheapest
 * first: the image itself; linear bounds, then raised ones ({@link LeadSearch}); an attack along
 * gradients; branch and bound over the units that bend. Guarantee: sound in exact arithmetic, the
 * rounding of every bound included; Violated only by a witness that was run again, which is a
 * member of the inputs. Complete within the budget, ties included, for networks that are small
 * enough to be put to the exact solver case by case; for others branch and bound goes on by halving
 * boxes, which need not end at an exact tie. Cost: a lead's bound takes one pass over the weights;
 * at worst exponential in the number of units that can bend. Source: CROWN, alpha-CROWN and
 * beta-CROWN, cited where they are used; Bunel, Turkaslan, Torr, Kohli, Mudigonda, NeurIPS 2018,
 * arXiv:1711.00455.
 *
 * <p>Keeps what it has prepared for the last network it was asked about. For one thread.
 */
public final class Robustness implements Analysis {

  private static final int STEPS = 20;

  private final Z3Session session;
  private @Nullable Prepared prepared;

  /** What all images of a network share. */
  private record Prepared(Network network, LeadSearch search, WitnessCheck check) {}

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
   * @throws IllegalArgumentException if the query is not about an L-infinity ball in full scope in
   *     exact arithmetic
   */
  @Override
  public Answer decide(Query query, Budget budget) {
    return answer(query, budget).answer();
  }

  /** The answer to a query, with the margin that was proved. */
  public BallAnswer answer(Query query, Budget budget) {
    if (query.scope() != Scope.FULL
        || query.arithmetic() != Arithmetic.EXACT
        || !(query.perturbation() instanceof Perturbation.LInfinity perturbation)) {
      throw new IllegalArgumentException(
          "robustness answers FULL, EXACT queries about L-infinity balls, not " + query);
    }
    Budget.Timer timer = budget.start();
    if (!contains(perturbation.domain(), query.image())) {
      return end(
          new Verdict.Undecided(Reason.OUT_OF_DOMAIN, "the image leaves " + perturbation.domain()),
          "image",
          timer);
    }
    Prepared known = prepare(query.network());
    ImageCheck check = known.check.on(query.image(), query.label());
    WitnessCheck.Terms terms =
        new WitnessCheck.Terms(Arithmetic.EXACT, query.inputs(), perturbation.domain(), Scope.FULL);
    if (check.check(new Witness(query.image(), List.of()), terms) instanceof Verdict.Violated v) {
      return end(v, "image", timer);
    }
    if (timer.expired()) {
      return end(new Verdict.Undecided(Reason.TIMEOUT, "no time left"), "image", timer);
    }
    Ball ball = new Ball(query.image(), perturbation, members(query));
    if (ball.isPoint()) {
      return end(new Verdict.Robust(Proof.EXHAUSTED, Arithmetic.EXACT, false), "image", timer);
    }
    Candidates candidates = new Candidates(query.network(), ball, query.label(), check, terms);
    return new Question(known, candidates, query.label(), timer).answer();
  }

  private static @Nullable Members members(Query query) {
    return query.inputs() == Inputs.REAL
        ? null
        : Members.of(query.inputs(), query.network().elementType());
  }

  private Prepared prepare(Network network) {
    Prepared known = prepared;
    if (known == null || !known.network.equals(network)) {
      known =
          new Prepared(
              network, new LeadSearch(BoundedNetwork.of(network)), WitnessCheck.of(network));
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

  /** One image that has its label. */
  private final class Question {

    private final Prepared known;
    private final Candidates candidates;
    private final int label;
    private final Budget.Timer timer;
    private double least = Double.POSITIVE_INFINITY;

    Question(Prepared known, Candidates candidates, int label, Budget.Timer timer) {
      this.known = known;
      this.candidates = candidates;
      this.label = label;
      this.timer = timer;
    }

    /** A lead that the bounds leave open. */
    private record Open(int other, Found found) {}

    BallAnswer answer() {
      List<Open> open = bounded();
      if (open.isEmpty()) {
        return end(new Verdict.Robust(Proof.BOUNDS, Arithmetic.EXACT, false), "bounds");
      }
      double closed = least;
      for (Open lead : open) {
        least = Math.min(least, lead.found.least());
      }
      GradientAttack attack = new GradientAttack(known.network, candidates, label);
      for (Open lead : open) {
        Verdict found = attack.search(lead.found.corner().toDoubles(), lead.other, timer);
        if (found != null) {
          return end(found, "attack");
        }
      }
      least = closed;
      return MemberSearch.isShort(candidates.ball()) ? members(open) : cases(open);
    }

    /** The leads that raised bounds leave open, least first. */
    private List<Open> bounded() {
      Subproblem root = known.search.enclose(candidates.ball().box(), timer::expired);
      List<Open> open = new ArrayList<>();
      for (int other = 0; other < known.network.labels(); other++) {
        if (other == label) {
          continue;
        }
        double bound = known.search.leastLead(root, label, other);
        if (bound >= 0) {
          least = Math.min(least, bound);
          continue;
        }
        Found found = known.search.raise(root, label, other, timer.expired() ? 0 : STEPS);
        if (found.least() >= 0) {
          least = Math.min(least, found.least());
        } else {
          open.add(new Open(other, found));
        }
      }
      open.sort(Comparator.comparingDouble(lead -> lead.found.least()));
      return open;
    }

    private BallAnswer cases(List<Open> open) {
      Verdict undecided = null;
      for (Open lead : open) {
        CaseSearch search =
            new CaseSearch(
                known.search,
                candidates,
                new ExactCase.LeadOf(label, lead.other),
                new ExactCase.Solver(session, timer));
        Verdict verdict = search.decide(lead.found);
        least = Math.min(least, search.least());
        if (verdict instanceof Verdict.Undecided && candidates.realWitness()) {
          return members(open);
        }
        if (verdict instanceof Verdict.Violated) {
          return end(verdict, "cases");
        }
        undecided = verdict instanceof Verdict.Undecided ? verdict : undecided;
      }
      return end(
          undecided == null
              ? new Verdict.Robust(Proof.EXHAUSTED, Arithmetic.EXACT, false)
              : undecided,
          "cases");
    }

    /** Member by member, where a search among real numbers cannot tell. */
    private BallAnswer members(List<Open> open) {
      List<Integer> others = open.stream().map(Open::other).toList();
      MemberSearch search = new MemberSearch(known.search, candidates, label, timer);
      Verdict verdict = search.decide(others);
      least = Math.min(least, search.least());
      return end(verdict, "members");
    }

    private BallAnswer end(Verdict verdict, String method) {
      return new BallAnswer(new Answer(verdict, method, timer.elapsed()), least);
    }
  }
}
