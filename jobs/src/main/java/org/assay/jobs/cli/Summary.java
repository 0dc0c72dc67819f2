package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assay.importance.Metric;
import org.assay.jobs.report.AttackFigures;
import org.assay.jobs.report.LanesSummary;
import org.assay.jobs.report.NoiseFigures;
import org.assay.jobs.report.RobustnessFigures;
import org.assay.jobs.report.SwitchFigures;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.NoiseRow;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/** What a run found, in a screenful, read from the tables that it wrote. */
record Summary(Runner runner, String out) {

  /** Prints what was asked and found by a run of accuracy or pixels. */
  void print(Runner.Finished finished) {
    heading(finished.row());
    terminal()
        .print(
            finished.row().command().equals("accuracy")
                ? AccuracySummary.read(runner, out, finished.run()).text()
                : PixelsSummary.read(runner, out, finished).text());
    ending(finished);
  }

  /** Prints how many images keep their true label within each radius. */
  void printRobustness(Runner.Finished finished, RobustnessAnswers.Asked asked) {
    heading(finished.row());
    List<RobustnessFigures.ByRadius> radii =
        RobustnessFigures.byRadius(
            RobustnessAnswers.of(runner.spark(), out, finished.row(), asked));
    terminal().print(TerminalTables.text(RobustnessFigures.sheet(radii)));
    engines(finished.row());
    ending(finished);
  }

  /** Prints how many instances got which answer, and which could not be read. */
  void printVerify(Runner.Finished finished) {
    terminal().print(VerifySummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Prints how far images are from another label. */
  void printDistance(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(DistanceSummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Prints how small changes of biases can be. */
  void printPatch(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(PatchSummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Prints how little biases must change to flip images. */
  void printImplants(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(ImplantSummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Prints what putting images right does to images that were held out. */
  void printRepair(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(RepairSummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Prints how a network predicts with fewer and fewer bits. */
  void printRounding(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(RoundingSummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Prints which arithmetics differ on how many images or witnesses. */
  void printLanes(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(LanesSummary.read(runner.spark(), out, finished.run()).text());
    ending(finished);
  }

  /** Prints how perturbed copies of a network predict. */
  void printNoise(Runner.Finished finished) {
    heading(finished.row());
    List<NoiseRow> rows = Tables.NOISE.read(runner.spark(), out, finished.run()).collectAsList();
    terminal().print(TerminalTables.text(NoiseFigures.sheet(rows)));
    ending(finished);
  }

  /** Prints what perturbed copies of forged switches are. */
  void printSwitches(Runner.Finished finished, double detect) {
    terminal()
        .print(
            TerminalTables.text(
                SwitchFigures.sheet(
                    SwitchFigures.byKind(
                        Tables.NOISE_SWITCHES.read(runner.spark(), out, finished.run())),
                    detect)));
    ending(finished);
  }

  /** Prints how often a heuristic attack found another label. */
  void printAttacks(Runner.Finished finished) {
    heading(finished.row());
    terminal()
        .print(
            TerminalTables.text(
                AttackFigures.sheet(
                    AttackFigures.of(Tables.ATTACKS.read(runner.spark(), out, finished.run())))));
    ending(finished);
  }

  /** Prints the sums at which rounding decides most. */
  void printNumerics(Runner.Finished finished) {
    if (finished.row().imageCount() > 0) {
      heading(finished.row());
    } else {
      terminal()
          .printf(
              Locale.ROOT,
              "%nScan-numerics  %s over inputs from %s to %s%n%n",
              finished.row().networkTitle(),
              finished.row().domainLow(),
              finished.row().domainHigh());
    }
    terminal().print(NumericsSummary.read(runner, out, finished.run()).text());
    ending(finished);
  }

  /** Says on how many questions the engines agree, where they were held against each other. */
  private void engines(RunRow row) {
    if (row.engineChecks() > 0) {
      terminal()
          .printf(
              Locale.ROOT,
              "%nEngines %s on %,d questions that both decided%n",
              row.engineDifferences() == 0
                  ? "agree"
                  : "DIFFER on %,d".formatted(row.engineDifferences()),
              row.engineChecks());
    }
  }

  /** Prints how much of all scores the best pixels have. */
  void printImportance(Runner.Finished finished, Set<Metric> metrics, List<String> tops) {
    heading(finished.row());
    terminal().print(ImportanceSummary.text(runner, out, finished, metrics, tops));
    ending(finished);
  }

  /** Prints which pixels are triggers. */
  void printTriggers(Runner.Finished finished) {
    heading(finished.row());
    terminal().print(TriggersSummary.read(runner, out, finished).text());
    ending(finished);
  }

  private PrintStream terminal() {
    return runner.console().out();
  }

  void heading(RunRow row) {
    String command = row.command();
    terminal()
        .printf(
            Locale.ROOT,
            "%n%s%s  %s on %s, %,d images%n%n",
            command.substring(0, 1).toUpperCase(Locale.ROOT),
            command.substring(1),
            row.networkTitle(),
            row.images(),
            row.imageCount());
  }

  /** Says where the tables of a run are, and what to do next. */
  void ending(Runner.Finished finished) {
    RunRow row = finished.row();
    terminal()
        .printf(
            Locale.ROOT,
            "%nTables  %s  (run %s, %,d units in %.1f s)%n",
            out,
            finished.run(),
            row.units(),
            row.seconds());
    terminal().println("Next    scripts/assay report --out " + out);
  }
}
