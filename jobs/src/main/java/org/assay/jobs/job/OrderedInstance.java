package org.assay.jobs.job;

import java.util.List;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.query.Reason;
import org.assay.verify.OrderedSearch;
import org.assay.verify.OrderedVerdict;
import org.jspecify.annotations.Nullable;

/**
 * An instance that is about what floats compute in one order. Its verdict is about that arithmetic
 * alone, so that the competition's word for Holds is not {@code unsat}, nor {@code sat} the one for
 * a violation that the stated order does not show.
 */
record OrderedInstance(
    VerifyInstance instance,
    VerifyTask.ReadNetwork read,
    VerifyTask.ReadProperty asked,
    Decider by) {

  /** The row, and what it took. */
  VerifyTask.Decided decide() {
    Budget budget = Budget.of(instance.timeout());
    Budget.Timer timer = budget.start();
    OrderedVerdict verdict =
        new OrderedSearch(read.network(), by.lane().order()).decide(asked.property(), budget);
    double seconds = timer.elapsed().toNanos() / 1e9;
    return new VerifyTask.Decided(row(verdict, seconds), Effort.of(1), List.of());
  }

  private VerifyRow row(OrderedVerdict verdict, double seconds) {
    OrderedVerdict.@Nullable Violated violated =
        verdict instanceof OrderedVerdict.Violated v ? v : null;
    OrderedVerdict.@Nullable Undecided undecided =
        verdict instanceof OrderedVerdict.Undecided u ? u : null;
    @Nullable FloatRun run =
        violated == null ? null : FloatRun.of(read.network(), violated.input());
    Network network = read.network();
    return new VerifyRow(
        instance.row(),
        instance.network().path(),
        read.hash(),
        instance.property(),
        asked.hash(),
        asked.property().cases().size(),
        verdict.getClass().getSimpleName(),
        answer(undecided, run),
        undecided != null ? null : by.arithmetic(network),
        undecided != null ? null : by.inputs(network, Inputs.REAL),
        verdict instanceof OrderedVerdict.Holds holds ? holds.proof().name() : null,
        undecided == null ? null : undecided.reason().name(),
        undecided == null ? null : undecided.detail(),
        by.lane().name(),
        seconds,
        VerifyRows.seconds(instance),
        run == null ? List.of() : run.input(),
        null,
        violated == null ? null : VerifyRows.text(violated.output()),
        run == null ? List.of() : run.output(),
        run == null ? null : replay(run).name());
  }

  private Replay replay(FloatRun run) {
    return run.violates(asked.property()) ? Replay.HOLDS : Replay.FAILS;
  }

  private String answer(OrderedVerdict.@Nullable Undecided undecided, @Nullable FloatRun run) {
    if (run != null && replay(run) == Replay.HOLDS) {
      return "sat";
    }
    boolean late = undecided != null && undecided.reason() == Reason.TIMEOUT;
    return late ? "timeout" : "unknown";
  }
}
