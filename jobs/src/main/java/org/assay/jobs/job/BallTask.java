package org.assay.jobs.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.dataset.Example;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.RobustnessRow;
import org.assay.network.Network;
import org.assay.query.Answer;
import org.assay.query.Budget;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.verify.Engine;
import org.assay.verify.PlainAudit;
import org.assay.verify.Robustness;
import org.jspecify.annotations.Nullable;

/**
 * What one task needs to ask about balls around images, opened once for all of them. For one
 * thread. Close it.
 */
final class BallTask implements UnitIterator.Closeable {

  private final Network network;
  private final WitnessCheck check;
  private final RobustnessQuestion question;
  private final Setting setting;
  private final Budget budget;
  private final Z3Session session = new Z3Session();
  private final Robustness robustness = new Robustness(session);
  private final PlainBalls plain;

  /**
   * A task.
   *
   * @param budget of each image and radius
   */
  BallTask(SharedNetwork network, RobustnessQuestion question, Setting setting, Budget budget) {
    this.network = network.network();
    this.check = WitnessCheck.of(this.network);
    this.question = question;
    this.setting = setting;
    this.budget = budget;
    this.plain = new PlainBalls(this.network, question.by());
  }

  /** The row of an image and a radius; a fault of the program becomes Undecided(CRASHED). */
  RobustnessRow row(Example example, Rational radius, EffortSum effort) {
    long asked = session.checks();
    try {
      Query query =
          new Query(
              network,
              example.image(),
              example.label(),
              new Perturbation.LInfinity(radius, setting.domain()),
              Scope.FULL,
              question.by().bounded(),
              question.inputs());
      if (question.by().isPlain()) {
        long before = plain.checks();
        RobustnessRow row = plain.row(example, query, radius, budget);
        effort.add(new Effort(1, 0, 0, 0, 0, plain.checks() - before, 0, 0, 0));
        return row;
      }
      Robustness.BallAnswer answer = robustness.answer(query, budget);
      long bounded = answer.answer().verdict() instanceof Verdict.Robust r ? filtered(r) : 0;
      effort.add(new Effort(1, bounded, 0, 0, 0, session.checks() - asked, 0, 0, 0));
      hold(query, example, answer.answer().verdict(), effort);
      return row(example, radius, answer);
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(example, radius, e, effort);
    }
  }

  /** The row of an image and a radius whose decision broke off. */
  RobustnessRow crashed(Example example, Rational radius, Throwable cause, EffortSum effort) {
    effort.add(Crash.effort(1));
    String detail = Crash.detail(cause);
    effort.addDifferences(example.id(), List.of("crashed: " + detail));
    Verdict verdict = new Verdict.Undecided(Reason.CRASHED, detail);
    return row(
        example,
        radius,
        new Robustness.BallAnswer(
            new Answer(verdict, "none", Duration.ZERO), Double.NEGATIVE_INFINITY));
  }

  /** Puts the question to the solver too, if it is sampled. */
  private void hold(Query query, Example example, Verdict verdict, EffortSum effort) {
    if (question.by().engine() == Engine.AUTO) {
      PlainAudit audit = PlainAudit.of(network, setting.seed());
      audit.hold(query, example.id(), verdict);
      effort.add(Effort.of(audit));
      effort.addDifferences(example.id(), audit.differences());
    }
  }

  private static long filtered(Verdict.Robust robust) {
    return switch (robust.proof()) {
      case BOUNDS -> 1;
      case GEOMETRY, UNSAT, EXHAUSTED -> 0;
    };
  }

  private RobustnessRow row(Example example, Rational radius, Robustness.BallAnswer ball) {
    Verdict verdict = ball.answer().verdict();
    Optional<StoredWitness> witness =
        verdict.match(
            robust -> Optional.empty(),
            violated -> Optional.of(new StoredWitness(violated.witness())),
            undecided -> Optional.empty());
    Verdict.@Nullable Undecided undecided = verdict instanceof Verdict.Undecided u ? u : null;
    boolean crashed = undecided != null && undecided.reason() == Reason.CRASHED;
    return new RobustnessRow(
        example.id(),
        example.label(),
        crashed ? Prediction.NONE.label() : predicted(example),
        radius.toString(),
        radius.nearestDouble(),
        verdict.match(robust -> "Robust", violated -> "Violated", none -> "Undecided"),
        question.by().arithmetic(network),
        question.by().inputs(network, question.inputs()),
        verdict instanceof Verdict.Robust robust ? robust.proof().name() : null,
        undecided == null ? null : undecided.reason().name(),
        undecided == null ? null : undecided.detail(),
        crashed ? null : ball.answer().method().toUpperCase(Locale.ROOT),
        ball.answer().elapsed().toNanos() / 1e9,
        Double.isFinite(ball.leastMargin()) ? (Double) ball.leastMargin() : null,
        witness.filter(BallTask::isFloat).map(this::floats).orElse(List.of()),
        witness.filter(w -> !isFloat(w)).map(w -> w.values(positions())).orElse(null),
        StoredWitness.of(witness, StoredWitness::kind),
        StoredWitness.of(witness, StoredWitness::label),
        StoredWitness.of(witness, w -> w.orderedLabel(check.on(example.image(), example.label()))));
  }

  private int predicted(Example example) {
    return Prediction.of(OrderedSemantics.logits(network, example.image())).label();
  }

  private static boolean isFloat(StoredWitness witness) {
    return witness.checked().witness().isFloat();
  }

  private int[] positions() {
    return IntStream.range(0, network.inputs()).toArray();
  }

  private List<Float> floats(StoredWitness witness) {
    List<Float> values = new ArrayList<>();
    for (double value : witness.checked().witness().original().toDoubles()) {
      values.add((float) value);
    }
    witness
        .checked()
        .witness()
        .changes()
        .forEach(change -> values.set(change.index(), change.value().floorFloat()));
    return values;
  }

  @Override
  public void close() {
    session.close();
  }
}
