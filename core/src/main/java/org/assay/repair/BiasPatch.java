package org.assay.repair;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change of biases that makes a network do what is prescribed for some examples.
 *
 * <p>Question: how large, in the max norm, must changes of the free biases be, each within a bound,
 * before every example to keep is kept and every example to change has its new label? A label is
 * had where its logit is strictly greater than every other one, so that no patch makes do with
 * equal outputs. Method: patterns solved as linear programs give patches ({@link PatternSearch});
 * radii are decided by branch and bound over convex hulls with checked certificates, ties by Z3
 * ({@link RadiusSearch}); bisection. Guarantee: a bracket, sound in exact arithmetic at any time:
 * no patch of size up to its low end exists, proved; a patch of exactly the size of its high end
 * was run again in rationals on every example. As wide as the precision if the budget suffices. The
 * true answer is an infimum that no patch need attain. Cost: exponential in the units whose phase
 * the changes can move, in all examples; proofs of small radii are cheap. Source: Lantern, section
 * 3.2, equations (13) to (16).
 *
 * <p>For one thread.
 */
public final class BiasPatch {

  private final Z3Session session;

  /**
   * What is asked.
   *
   * @param keep examples whose labels, or outputs, stay; none of them an input of {@code change}
   * @param change examples with their new labels
   * @param free the biases that may move
   * @param bound the most that any of them may change; greater than zero
   * @param precision how wide the bracket may be in the end; greater than zero
   */
  public record Question(
      Network network,
      List<? extends Demand> keep,
      List<Demand.Label> change,
      FreeBiases free,
      Rational bound,
      Rational precision) {

    public Question {
      keep = List.copyOf(keep);
      change = List.copyOf(change);
      if (bound.signum() <= 0 || precision.signum() <= 0) {
        throw new IllegalArgumentException(
            "bound %s and precision %s must be greater than 0".formatted(bound, precision));
      }
      if (free.size() == 0) {
        throw new IllegalArgumentException("no bias may move: name a layer or unit that has some");
      }
      for (FreeBiases.Free one : free.biases()) {
        if (!one.bias().isIn(network)) {
          throw new IllegalArgumentException(
              "network %s has no %s".formatted(network.name(), one.bias()));
        }
      }
      check("keep", network, keep);
      check("change", network, change);
      refuseSharedRows(keep, change);
    }

    private static void check(String set, Network network, List<? extends Demand> rows) {
      for (int row = 0; row < rows.size(); row++) {
        Demand demand = rows.get(row);
        if (demand.input().size() != network.inputs()) {
          throw new IllegalArgumentException(
              "row %d of the %s set has %d values where the network takes %d"
                  .formatted(row, set, demand.input().size(), network.inputs()));
        }
        if (demand instanceof Demand.Label named
            && (named.label() < 0 || named.label() >= network.labels())) {
          throw new IllegalArgumentException(
              "row %d of the %s set wants label %d: the network has %d"
                  .formatted(row, set, named.label(), network.labels()));
        }
      }
    }

    private static void refuseSharedRows(List<? extends Demand> keep, List<Demand.Label> change) {
      for (int c = 0; c < change.size(); c++) {
        double[] input = change.get(c).input().toDoubles();
        for (int k = 0; k < keep.size(); k++) {
          if (same(input, keep.get(k).input().toDoubles())) {
            throw new IllegalArgumentException(
                "row %d of the change set is row %d of the keep set: take one of them out"
                    .formatted(c, k));
          }
        }
        for (int other = 0; other < c; other++) {
          if (change.get(c).label() != change.get(other).label()
              && same(input, change.get(other).input().toDoubles())) {
            throw new IllegalArgumentException(
                "rows %d and %d of the change set want labels %d and %d of the same input"
                    .formatted(other, c, change.get(other).label(), change.get(c).label()));
          }
        }
      }
    }

    /** Equal as numbers: the zeros are one. */
    private static boolean same(double[] a, double[] b) {
      for (int i = 0; i < a.length; i++) {
        if (a[i] != b[i]) {
          return false;
        }
      }
      return true;
    }

    /** Whether a patch does all that is asked, by an exact run of every example. */
    public boolean isMetBy(Patch patch) {
      return Stream.concat(keep.stream(), change.stream())
          .allMatch(
              demand ->
                  demand.isMet(
                      patch.logits(network, demand.input()),
                      Patch.NONE.logits(network, demand.input())));
    }
  }

  /**
   * An answer.
   *
   * @param low no patch of this size or smaller exists, proved; null where the unpatched network
   *     does what is asked
   * @param impossible whether no patch within the bound exists, proved: then {@code low} is the
   *     bound
   * @param patch the smallest found, checked; its size is the high end; null where none was found
   * @param open why the bracket is wider than the precision; null where it is not
   * @param parts of branch and bound that were looked at
   */
  public record Answer(
      @Nullable Rational low,
      boolean impossible,
      @Nullable Patch patch,
      Verdict.@Nullable Undecided open,
      long parts,
      Times times) {}

  /**
   * How long an answer took.
   *
   * @param toPatch until the first checked patch was there; null without one
   * @param toTenth until the bracket was first closed to a tenth of its high end; null where it was
   *     not
   */
  public record Times(Duration elapsed, @Nullable Duration toPatch, @Nullable Duration toTenth) {}

  /**
   * An analysis that decides ties by a solver.
   *
   * @param session opened and closed by the caller
   */
  public BiasPatch(Z3Session session) {
    this.session = session;
  }

  /** The answer to a question. */
  public Answer answer(Question question, Budget budget) {
    Budget.Timer timer = budget.start();
    PatchPace pace = new PatchPace(timer);
    if (question.isMetBy(Patch.NONE)) {
      pace.note(Rational.ZERO, Patch.NONE);
      return new Answer(null, false, Patch.NONE, null, 0, pace.times());
    }
    if (timer.expired()) {
      Verdict.Undecided why = new Verdict.Undecided(Reason.TIMEOUT, "no time left");
      return new Answer(Rational.ZERO, false, null, why, 0, pace.times());
    }
    return new PatchBisection(question, session, timer).answer();
  }
}
