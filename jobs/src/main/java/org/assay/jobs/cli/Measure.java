package org.assay.jobs.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.jobs.conf.Gate;
import org.assay.jobs.report.Interval;
import org.assay.jobs.table.FigureRow;
import org.assay.jobs.table.GateRow;
import org.assay.jobs.table.RunRow;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a run of a plan.
 *
 * @param question in a few words; of several radii with one of them
 * @param radius exact; null where it is about none
 * @param count what was counted
 * @param back what the run was held against; null where the figure is of this run alone
 */
record Measure(
    Gate.Figure figure,
    PlannedRun.Done run,
    String question,
    @Nullable Rational radius,
    Count count,
    @Nullable Back back) {

  /** What figures count; only images are a sample of what the network is to meet. */
  enum Unit {
    IMAGES,
    PIXELS,
    PAIRS,
    INSTANCES
  }

  /** Some of a whole: how many at least, and at most where some are undecided. */
  record Count(Unit unit, long least, long most, long whole) {

    static Count of(Unit unit, long part, long whole) {
      return new Count(unit, part, part, whole);
    }
  }

  /**
   * An earlier run.
   *
   * @param run its id; null where there is none
   * @param remark what was found against it, for people
   */
  record Back(@Nullable String run, String remark) {}

  /** The network for people, with its bits where they were cut. */
  String network() {
    RunRow row = run.finished().row();
    Integer bits = row.significandBits();
    return row.networkTitle() + (bits == null ? "" : " to %d bits".formatted(bits));
  }

  /** Whether this is what a gate looks at. */
  boolean answers(Gate gate) {
    return figure == gate.figure()
        && (gate.radius() == null || Objects.equals(gate.radius(), radius));
  }

  /** The end of the count that is worse for a gate. */
  GateResults.Share share(Gate gate) {
    long part = gate.comparator().wantsMore() ? count.least() : count.most();
    return new GateResults.Share(part, count.whole());
  }

  Optional<Interval> interval() {
    return count.unit() == Unit.IMAGES && count.whole() > 0 && back == null
        ? Optional.of(Interval.of(count.least(), count.most(), count.whole()))
        : Optional.empty();
  }

  FigureRow row(String plan) {
    return new FigureRow(
        plan,
        run.finished().row().started(),
        figure.word(),
        question,
        network(),
        run.finished().row().networkHash(),
        run.planned().images(),
        count.unit().name().toLowerCase(Locale.ROOT),
        count.least(),
        count.most(),
        count.whole(),
        interval().map(Interval::low).orElse(null),
        interval().map(Interval::high).orElse(null),
        run.finished().run());
  }

  GateRow row(String plan, GateResults.Result result) {
    Gate gate = result.gate();
    GateResults.Share share = result.share();
    return new GateRow(
        plan,
        gate.place().toString(),
        gate.text(),
        result.holds(),
        share.part(),
        share.whole(),
        share.whole() == 0 ? null : Rational.of(share.part(), share.whole()).nearestDouble(),
        gate.bound().toString(),
        interval().map(Interval::low).orElse(null),
        interval().map(Interval::high).orElse(null),
        question,
        network(),
        run.finished().row().networkHash(),
        run.planned().images(),
        run.finished().run(),
        back == null ? null : back.run(),
        back == null ? null : back.remark());
  }
}
