package org.assay.jobs.job;

import java.time.Duration;
import java.util.Optional;
import org.assay.jobs.table.PatchRow;
import org.assay.query.Budget;
import org.assay.repair.BiasPatch;
import org.assay.repair.Patch;
import org.assay.repair.PatchWriter;
import org.assay.repair.PlainPatch;
import org.assay.smt.Z3Session;

/** Answers questions one after another, with a solver opened once. For one thread. Close it. */
final class PatchTask implements UnitIterator.Closeable {

  /** Which part of a question's time is left for writing at least. */
  private static final int WRITING = 10;

  private final PatchJob.Asked asked;
  private final Demands demands;
  private final PatchRows rows;
  private final Z3Session session = new Z3Session();
  private final BiasPatch patches = new BiasPatch(session);
  private final PlainPatch plain;

  PatchTask(PatchJob.Asked asked, Demands demands) {
    this.asked = asked;
    this.demands = demands;
    this.rows = new PatchRows(asked, demands);
    this.plain = new PlainPatch(asked.by().sort());
  }

  /** The row of the question at a place; a fault of the program becomes Undecided(CRASHED). */
  PatchRow row(int place, EffortSum effort) {
    try {
      long before = checks();
      PatchRow row = row(place);
      effort.add(new Effort(1, 0, 0, 0, 0, checks() - before, 0, 0, 0));
      return row;
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(place, e, effort);
    }
  }

  /** The row of a question whose search broke off. */
  PatchRow crashed(int place, Throwable cause, EffortSum effort) {
    effort.add(Crash.effort(1));
    effort.addCrash("question " + (place + 1), Crash.detail(cause));
    return rows.crashed(place, Crash.detail(cause));
  }

  private PatchRow row(int place) {
    long before = checks();
    Budget.Timer timer = Budget.of(asked.terms().timeout()).start();
    BiasPatch.Question question = demands.of(asked, asked.questions().get(place));
    Budget budget = Budget.of(asked.terms().timeout());
    BiasPatch.Answer answer =
        asked.by().isPlain() ? plain.answer(question, budget) : patches.answer(question, budget);
    Patch patch = answer.patch();
    Optional<PatchWriter.Written> written =
        patch == null || !asked.by().isReal()
            ? Optional.empty()
            : new PatchWriter(question, rows.bits()).write(patch, Budget.of(left(timer)));
    ProofFolder proofs = asked.proofs();
    Optional<ProofFolder.Stored> proof =
        proofs == null || !answer.impossible()
            ? Optional.empty()
            : Optional.of(proofs.write(name(place), question));
    return rows.of(place, question, new PatchRows.Found(answer, written, proof, checks() - before));
  }

  /** The name of a question's artifact. */
  private String name(int place) {
    Integer bits = demands.quantised();
    return bits == null ? "" + (place + 1) : "%d-%d-bits".formatted(place + 1, bits);
  }

  private long checks() {
    return session.checks() + plain.checks();
  }

  private Duration left(Budget.Timer timer) {
    Duration left = Duration.ofMillis(timer.remainingMillis());
    Duration least = asked.terms().timeout().dividedBy(WRITING);
    return left.compareTo(least) > 0 ? left : least;
  }

  @Override
  public void close() {
    session.close();
  }
}
