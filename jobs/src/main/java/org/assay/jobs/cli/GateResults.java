package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assay.exact.Rational;
import org.assay.jobs.conf.Gate;
import org.assay.jobs.report.Interval;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.table.GateRow;

/** What the gates of a plan say of its runs. */
record GateResults(List<Result> results) {

  /** A gate and a figure that it looks at. */
  record Result(Gate gate, Measure measure) {

    Share share() {
      return measure.share(gate);
    }

    /** Nothing of nothing is no figure, but neither is it a change for the worse. */
    boolean holds() {
      Share share = share();
      return share.whole() == 0
          ? gate.figure().looksBack()
          : gate.holds(Rational.of(share.part(), share.whole()));
    }

    String line() {
      return "%s, but is %s: %s"
          .formatted(gate.text(), figure(), measure.run().planned().title(measure.question()));
    }

    /** What was found against an earlier run, in a line that no column cuts short. */
    Optional<String> remark() {
      return Optional.ofNullable(measure.back())
          .map(back -> "%s, %s: %s".formatted(gate.text(), measure.question(), back.remark()));
    }

    String figure() {
      Measure.Back back = measure.back();
      return back == null ? share().toString() : share() + " (" + back.remark() + ")";
    }
  }

  /** Some of a whole, counted. */
  record Share(long part, long whole) {

    @Override
    public String toString() {
      return whole == 0
          ? "0 of 0"
          : String.format(Locale.ROOT, "%,d of %,d, %.4g %%", part, whole, 100.0 * part / whole);
    }
  }

  GateResults {
    results = List.copyOf(results);
  }

  /** Holds every gate against every run that has its figure. */
  static GateResults of(List<Gate> gates, List<Measure> measures) {
    return new GateResults(
        measures.stream()
            .flatMap(m -> gates.stream().filter(m::answers).map(gate -> new Result(gate, m)))
            .toList());
  }

  /** As table {@code gates} holds them. */
  List<GateRow> rows(String plan) {
    return results.stream().map(result -> result.measure().row(plan, result)).toList();
  }

  boolean breached() {
    return results.stream().anyMatch(result -> !result.holds());
  }

  /** The breached gates, a line each; empty if there are none. */
  String breaches() {
    return results.stream()
        .filter(result -> !result.holds())
        .map(Result::line)
        .map(line -> "gate breached: " + line)
        .collect(Collectors.joining("\n"));
  }

  /** Every gate with its figure; nothing where the plan has none. */
  void print(PrintStream terminal) {
    if (results.isEmpty()) {
      return;
    }
    List<List<String>> cells = new ArrayList<>();
    for (Result result : results) {
      Measure measure = result.measure();
      cells.add(
          List.of(
              result.holds() ? "holds" : "BREACHED",
              result.gate().text(),
              result.share().toString(),
              measure.interval().map(Interval::toString).orElse(Sheet.NONE),
              measure.question(),
              measure.network(),
              measure.run().planned().images()));
    }
    boolean sample = results.stream().anyMatch(r -> r.measure().interval().isPresent());
    terminal.print(
        TerminalTables.text(
            new Sheet(
                "Gates",
                List.of(
                    Sheet.Column.text("result"),
                    Sheet.Column.text("gate"),
                    Sheet.Column.text("figure"),
                    Sheet.Column.text("95 % interval"),
                    Sheet.Column.text("question"),
                    Sheet.Column.text("network"),
                    Sheet.Column.text("images")),
                cells,
                sample ? Interval.MEANING : "")));
    results.forEach(result -> result.remark().ifPresent(terminal::println));
    terminal.println();
  }
}
