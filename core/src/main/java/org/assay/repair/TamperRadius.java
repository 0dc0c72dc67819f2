package org.assay.repair;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * How little a network's biases must be tampered with before an input gets another label while
 * other inputs keep theirs.
 *
 * <p>Question: the least size, in the max norm, of a patch that gives the input any one of the
 * targets and keeps what is to be kept. Method: a {@link BiasPatch} for each target, the one with
 * the least gap of logits first; each looks only for patches smaller than the smallest found.
 * Guarantee: a bracket, sound in exact arithmetic at any time: no such patch of size up to its low
 * end exists for any target, proved; a patch of exactly the size of its high end was run again in
 * rationals on every example. As wide as the precision if the budget suffices. Cost: that of a
 * patch for each target; all but the first are mostly one search and one proof.
 *
 * <p>For one thread.
 */
public final class TamperRadius {

  /** Each target gets an even share of the time, then those left open share what is left. */
  private static final int ROUNDS = 2;

  private final BiasPatch patches;

  /**
   * What is asked.
   *
   * @param keep examples whose labels, or outputs, stay; the input is none of them
   * @param input the example to flip
   * @param targets the labels that it may get; not the one that it has
   * @param free the biases that may move
   * @param bound the most that any of them may change; greater than zero
   * @param precision how wide the bracket may be in the end; greater than zero
   */
  public record Question(
      Network network,
      List<? extends Demand> keep,
      Tensor input,
      List<Integer> targets,
      FreeBiases free,
      Rational bound,
      Rational precision) {

    public Question {
      keep = List.copyOf(keep);
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("no target: name a label that the input may get");
      }
      if (new HashSet<>(targets).size() < targets.size()) {
        throw new IllegalArgumentException("a target is named twice: " + targets);
      }
      for (int target : targets) {
        // Refuses what does not go together.
        new BiasPatch.Question(
            network, keep, List.of(new Demand.Label(input, target)), free, bound, precision);
      }
      int present = Demand.kept(network, input).label();
      if (targets.contains(present)) {
        throw new IllegalArgumentException("target %d is the input's label".formatted(present));
      }
    }

    private BiasPatch.Question to(int target, Rational within) {
      return new BiasPatch.Question(
          network, keep, List.of(new Demand.Label(input, target)), free, within, precision);
    }

    /** The targets, those first whose logits are nearest to the greatest. */
    private List<Integer> nearestFirst() {
      Rational[] logits = ExactSemantics.logits(network, input);
      return targets.stream()
          .sorted(Comparator.comparing((Integer target) -> logits[target].negate()))
          .toList();
    }
  }

  /**
   * An answer.
   *
   * @param low no patch of this size or smaller exists for any target, proved
   * @param impossible whether none within the bound exists, proved: then {@code low} is the bound
   * @param patch the smallest found, checked; its size is the high end; null where none was found
   * @param target the label that the patch gives; null without one
   * @param open why the bracket is wider than the precision; null where it is not
   * @param parts of branch and bound that were looked at
   */
  public record Answer(
      Rational low,
      boolean impossible,
      @Nullable Patch patch,
      @Nullable Integer target,
      Verdict.@Nullable Undecided open,
      long parts) {}

  /**
   * An analysis that decides ties by a solver.
   *
   * @param session opened and closed by the caller
   */
  public TamperRadius(Z3Session session) {
    this.patches = new BiasPatch(session);
  }

  /** The answer to a question. */
  public Answer answer(Question question, Budget budget) {
    Budget.Timer timer = budget.start();
    Search search = new Search(question);
    List<Integer> left = question.nearestFirst();
    for (int round = 0; round < ROUNDS && (round == 0 || !timer.expired()); round++) {
      for (int i = 0; i < left.size(); i++) {
        long share = timer.remainingMillis() / (left.size() - i);
        search.ask(left.get(i), new Budget(Duration.ofMillis(share), timer.solverSteps()));
      }
      left = left.stream().filter(target -> !search.isClosed(target)).toList();
    }
    return search.answer(left);
  }

  /** The targets asked so far. */
  private final class Search {

    private final Question question;
    private final Map<Integer, Rational> lows = new HashMap<>();
    private final Map<Integer, Verdict.Undecided> whys = new HashMap<>();
    private @Nullable Patch patch;
    private @Nullable Integer target;
    private long parts;

    Search(Question question) {
      this.question = question;
      question.targets().forEach(target -> lows.put(target, Rational.ZERO));
    }

    private Rational low(int asked) {
      return lows.getOrDefault(asked, Rational.ZERO);
    }

    void ask(int asked, Budget budget) {
      if (isClosed(asked)) {
        return;
      }
      Rational within = patch == null ? question.bound() : patch.size();
      BiasPatch.Answer answer = patches.answer(question.to(asked, within), budget);
      parts += answer.parts();
      if (answer.low() != null) {
        lows.put(asked, low(asked).max(answer.low()));
      }
      if (answer.open() != null) {
        whys.put(asked, answer.open());
      }
      Patch found = answer.patch();
      if (found != null && (patch == null || found.size().compareTo(patch.size()) < 0)) {
        patch = found;
        target = asked;
      }
    }

    /** Whether nothing more than the precision is to be gained from a target. */
    boolean isClosed(int asked) {
      Rational high = patch == null ? question.bound() : patch.size();
      Rational width = patch == null ? Rational.ZERO : question.precision();
      return high.minus(low(asked)).compareTo(width) <= 0;
    }

    Answer answer(List<Integer> left) {
      Rational low = question.bound();
      for (int asked : question.targets()) {
        low = low.min(low(asked));
      }
      boolean impossible = patch == null && left.isEmpty();
      return new Answer(low, impossible, patch, target, why(left), parts);
    }

    /** Why the target with the least low end is open; null where all are closed. */
    private Verdict.@Nullable Undecided why(List<Integer> left) {
      int least = left.stream().min(Comparator.comparing(this::low)).orElse(-1);
      Verdict.Undecided why = whys.get(least);
      if (why == null && !left.isEmpty()) {
        why = new Verdict.Undecided(Reason.TIMEOUT, "no time left");
      }
      return why == null
          ? null
          : new Verdict.Undecided(why.reason(), "label %d: %s".formatted(least, why.detail()));
    }
  }
}
