package org.assay.jobs.job;

import java.util.List;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Proof;
import org.assay.query.PropertyVerdict;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;
import org.jspecify.annotations.Nullable;

/**
 * An instance that the plain encoding of the whole network decides. A verdict over floats is about
 * these inputs and their arithmetic alone, so that the competition's word for Holds is then not
 * {@code unsat}.
 */
record PlainInstance(
    VerifyInstance instance,
    VerifyTask.ReadNetwork read,
    VerifyTask.ReadProperty asked,
    Decider by) {

  /** The row, and what it took. */
  VerifyTask.Decided decide() {
    Budget budget = Budget.of(instance.timeout());
    Budget.Timer timer = budget.start();
    PlainSmt plain = new PlainSmt(read.network(), by.sort());
    PlainVerdict verdict = plain.decide(asked.property(), budget);
    double seconds = timer.elapsed().toNanos() / 1e9;
    return new VerifyTask.Decided(
        row(verdict, seconds), new Effort(1, 0, 0, 0, 0, plain.checks(), 0, 0, 0), List.of());
  }

  private VerifyRow row(PlainVerdict verdict, double seconds) {
    PlainVerdict.@Nullable Violated violated =
        verdict instanceof PlainVerdict.Violated v ? v : null;
    PlainVerdict.@Nullable Undecided undecided =
        verdict instanceof PlainVerdict.Undecided u ? u : null;
    @Nullable FloatRun run =
        violated == null ? null : FloatRun.ofMembers(read.network(), violated.input());
    Network network = read.network();
    return new VerifyRow(
        instance.row(),
        instance.network().path(),
        read.hash(),
        instance.property(),
        asked.hash(),
        asked.property().cases().size(),
        verdict.getClass().getSimpleName(),
        answer(verdict, run),
        undecided != null ? null : by.arithmetic(network),
        undecided != null ? null : by.inputs(network, Inputs.REAL),
        verdict instanceof PlainVerdict.Holds ? Proof.UNSAT.name() : null,
        undecided == null ? null : undecided.reason().name(),
        undecided == null ? null : undecided.detail(),
        "SMT",
        seconds,
        VerifyRows.seconds(instance),
        run == null ? List.of() : run.input(),
        violated == null || run != null ? null : VerifyRows.text(violated.input()),
        violated == null ? null : VerifyRows.text(violated.output()),
        run == null ? List.of() : run.output(),
        violated == null ? null : replay(run).name());
  }

  private Replay replay(@Nullable FloatRun run) {
    if (run == null) {
      return Replay.NONE;
    }
    return run.violates(asked.property()) ? Replay.HOLDS : Replay.FAILS;
  }

  private String answer(PlainVerdict verdict, @Nullable FloatRun run) {
    if (verdict instanceof PlainVerdict.Holds && !by.isReal()) {
      return "unknown";
    }
    return VerifyRows.answer(told(verdict, run), run, asked.property());
  }

  /** What the same verdict would be of real numbers. */
  private PropertyVerdict told(PlainVerdict verdict, @Nullable FloatRun run) {
    if (verdict instanceof PlainVerdict.Violated violated) {
      return new PropertyVerdict.Violated(violated.input(), violated.output(), replay(run));
    }
    return verdict instanceof PlainVerdict.Undecided undecided
        ? new PropertyVerdict.Undecided(undecided.reason(), undecided.detail())
        : new PropertyVerdict.Holds(Proof.UNSAT, Arithmetic.EXACT);
  }
}
