package org.assay.jobs.job;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.assay.dataset.Example;
import org.assay.eval.OrderedSemantics;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.DistanceRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.verify.Distance;
import org.jspecify.annotations.Nullable;

/**
 * What one task needs to ask how far images are from another label, opened once for all of them.
 * For one thread. Close it.
 */
final class DistanceTask implements UnitIterator.Closeable {

  private final Network network;
  private final Asked asked;
  private final Map<String, EarlierBracket> earlier;
  private final QuestionKey key;
  private final DistanceRows rows;
  private final Z3Session session = new Z3Session();
  private final Distance distance = new Distance(session);

  /** What is asked of every image. */
  record Asked(DistanceQuestion question, Setting setting, @Nullable Reduction reduction)
      implements Serializable {

    /** Of every value that the network takes; null for none. */
    @Nullable PixelDomain domain() {
      return reduction == null ? setting.domain() : question.reducedDomain();
    }
  }

  DistanceTask(SharedNetwork network, Asked asked, Map<String, EarlierBracket> earlier) {
    this.network = network.network();
    this.asked = asked;
    this.earlier = earlier;
    this.key = new QuestionKey(this.network, hash(asked.reduction()), asked.domain());
    this.rows = new DistanceRows(asked, WitnessCheck.of(this.network));
  }

  private static @Nullable String hash(@Nullable Reduction reduction) {
    return reduction == null ? null : reduction.hash();
  }

  /** The row of an image; a fault of the program becomes Undecided(CRASHED). */
  DistanceRow row(Example example, EffortSum effort) {
    long queries = session.checks();
    try {
      Tensor input = input(example);
      Prediction predicted = Prediction.of(OrderedSemantics.logits(network, input));
      DistanceRow row =
          predicted.label() < 0
              ? rows.refused(example, Reason.OVERFLOW, "a logit is not finite")
              : row(example, input, predicted.label());
      long bounded = Proof.BOUNDS.name().equals(row.proof()) ? 1 : 0;
      effort.add(new Effort(1, bounded, 0, 0, 0, session.checks() - queries, 0, 0, 0));
      return row;
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(example, e, effort);
    }
  }

  /** The row of an image whose search broke off. */
  DistanceRow crashed(Example example, Throwable cause, EffortSum effort) {
    effort.add(Crash.effort(1));
    String detail = Crash.detail(cause);
    effort.addDifferences(example.id(), List.of("crashed: " + detail));
    return rows.refused(example, Reason.CRASHED, detail);
  }

  /** What earlier runs know of an image; nothing where it cannot be asked about. */
  EarlierBracket known(Example example) {
    try {
      Tensor input = input(example);
      int label = Prediction.of(OrderedSemantics.logits(network, input)).label();
      String hash = key.of(input, label, asked.question().target(example));
      return earlier.getOrDefault(hash, EarlierBracket.NONE);
    } catch (RuntimeException e) {
      return EarlierBracket.NONE;
    }
  }

  private Tensor input(Example example) {
    Reduction reduction = asked.reduction();
    return reduction == null ? example.image() : reduction.of(example.image(), network);
  }

  private DistanceRow row(Example example, Tensor input, int predicted) {
    Distance.Question question =
        new Distance.Question(
            network,
            input,
            predicted,
            asked.question().target(example),
            asked.domain(),
            asked.question().precision());
    String hash = key.of(question);
    EarlierBracket known = earlier.getOrDefault(hash, EarlierBracket.NONE);
    Distance.Answer answer =
        distance.answer(
            question, known.proved(), known.changes(input), Budget.of(asked.question().timeout()));
    return rows.of(example, question, hash, answer);
  }

  @Override
  public void close() {
    session.close();
  }
}
