package org.assay.repair;

import java.time.Duration;
import java.util.Objects;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * One bracket narrowed. Patterns around the unpatched network first; then, with a patch, the middle
 * of what is left, and without one the bound itself. A radius that its share of the time leaves
 * open is passed by below; once nothing is left below it, it gets all the time that remains. For
 * one thread.
 */
final class PatchBisection {

  /** Which part of the remaining time one radius may take at first. */
  private static final int SHARES = 5;

  private static final Rational HALF = Rational.of(1, 2);

  private final BiasPatch.Question question;
  private final PatchTask task;
  private final Z3Session session;
  private final Budget.Timer timer;
  private final PatchPace pace;
  private Rational low = Rational.ZERO;
  private @Nullable Patch patch;
  private boolean impossible;
  private @Nullable Rational stuck;
  private Verdict.@Nullable Undecided why;
  private long parts;

  PatchBisection(BiasPatch.Question question, Z3Session session, Budget.Timer timer) {
    this.question = question;
    this.task = new PatchTask(question);
    this.session = session;
    this.timer = timer;
    this.pace = new PatchPace(timer);
  }

  BiasPatch.Answer answer() {
    improve(Patch.NONE, question.bound());
    boolean retried = false;
    while (!isDone() && !timer.expired() && !(retried && stuck != null)) {
      Rational radius = next();
      retried = stuck != null && radius.compareTo(stuck) == 0;
      ask(radius, retried ? 1 : radius.equals(question.bound()) ? 2 : SHARES);
    }
    Verdict.Undecided open = null;
    if (!isDone()) {
      open = why != null ? why : new Verdict.Undecided(Reason.TIMEOUT, "no time left");
    }
    return new BiasPatch.Answer(low, impossible, patch, open, parts, pace.times());
  }

  private boolean isDone() {
    return impossible || (patch != null && isClose(patch.size()));
  }

  private boolean isClose(Rational high) {
    return high.minus(low).compareTo(question.precision()) <= 0;
  }

  private Rational next() {
    if (patch == null && stuck == null) {
      return question.bound();
    }
    if (stuck == null) {
      return middle(Objects.requireNonNull(patch).size());
    }
    // What is left below a radius that stayed open is little by now.
    return stuck.minus(low).compareTo(question.precision().times(HALF)) <= 0
        ? stuck
        : middle(stuck);
  }

  private Rational middle(Rational high) {
    return middle(low, high);
  }

  /** A double between two ends, so that numbers stay short. */
  static Rational middle(Rational low, Rational high) {
    Rational middle = low.plus(high).times(HALF);
    Rational near = Rational.of((double) (float) middle.nearestDouble());
    return near.compareTo(low) > 0 && near.compareTo(high) < 0 ? near : middle;
  }

  private void ask(Rational radius, int shares) {
    long share = Math.max(1, timer.remainingMillis() / shares);
    Budget budget = new Budget(Duration.ofMillis(share), timer.solverSteps());
    RadiusSearch.Answer answer = new RadiusSearch(task, radius, session, budget.start()).decide();
    parts += answer.parts();
    if (answer.isNone()) {
      raise(radius);
      impossible = radius.equals(question.bound());
    } else if (answer.patch() != null) {
      stuck = null;
      found(answer.patch());
      improve(answer.patch(), answer.patch().size());
    } else {
      stuck = radius;
      why = answer.why();
    }
  }

  private void raise(Rational radius) {
    if (patch != null && radius.compareTo(patch.size()) >= 0) {
      throw new IllegalStateException(
          "no patch up to %s is proved, but there is one of size %s"
              .formatted(radius, patch.size()));
    }
    low = radius;
    pace.note(low, patch);
    stuck = stuck == null || stuck.compareTo(low) <= 0 ? null : stuck;
  }

  /** Looks for smaller patches within a radius, around one. */
  private void improve(Patch around, Rational radius) {
    NearModel model = new NearModel(PatchModel.of(task, radius));
    Patch better = new PatternSearch(task, model, timer).from(task.changes(around));
    if (better != null && (patch == null || better.size().compareTo(patch.size()) < 0)) {
      found(better);
    }
  }

  private void found(Patch better) {
    patch = better;
    pace.note(low, patch);
  }
}
