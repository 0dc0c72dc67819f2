package org.assay.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.conf.BiasQuestion;
import org.assay.jobs.conf.Question;
import org.assay.jobs.job.ImplantJob;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.network.Network;
import org.assay.query.Scope;

/**
 * The units of work of a plan and what they are likely to cost, without asking anything.
 *
 * @param cores that the plan would run on
 */
record DryRun(List<PlannedRun> runs, int cores) {

  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 24 * HOUR;

  /** What a run is likely to cost, in seconds of one core. */
  private record Cost(long units, double likely, double least, double most) {

    static final Cost NONE = new Cost(0, 0, 0, 0);

    static Cost of(PlannedRun run) {
      Network network = run.subject().network().network();
      UnitCost unit = UnitCost.of(run.question());
      long units = DryRun.units(run);
      return new Cost(
          units,
          UnitCost.RUN + units * unit.likely(network),
          UnitCost.RUN / UnitCost.UNSURE + units * unit.least(network),
          UnitCost.RUN * UnitCost.UNSURE + units * unit.most(network));
    }

    Cost plus(Cost other) {
      return new Cost(
          units + other.units, likely + other.likely, least + other.least, most + other.most);
    }
  }

  DryRun {
    runs = List.copyOf(runs);
  }

  /** How many units of work a run has. */
  static long units(PlannedRun run) {
    long images = run.subject().images().count();
    Question question = run.question();
    if (run.job() instanceof RobustnessJob job) {
      return images * job.asked().radii().size();
    }
    if (run.job() instanceof ImplantJob job) {
      return job.question().units().size();
    }
    if (question instanceof Question.Rounding rounding) {
      return images * (rounding.bits().counts().size() + 1);
    }
    if (question instanceof Question.Noise noise) {
      return images * ((long) noise.asked().epsilons().size() * noise.asked().samples() + 1);
    }
    if (question instanceof Question.Attack attack) {
      return images * attack.asked().radii().size();
    }
    if (question instanceof Question.Pixels pixels
        && pixels.asked().count() == 2
        && pixels.asked().scope() == Scope.FULL) {
      long among =
          pixels.asked().among(run.subject().images().rows() * run.subject().images().columns());
      return images * (among * (among - 1) / 2);
    }
    if (question instanceof BiasQuestion.Patch patch) {
      return patch.sets();
    }
    return question instanceof BiasQuestion.Repair || question instanceof Question.Verify
        ? 1
        : images;
  }

  /** The runs with their units and costs, and what they add up to. */
  String text() {
    List<List<String>> cells = new ArrayList<>();
    Cost all = Cost.NONE;
    for (PlannedRun run : runs) {
      Cost cost = Cost.of(run);
      all = all.plus(cost);
      cells.add(
          List.of(
              run.question().title(),
              run.network(),
              run.images(),
              whole(cost.units),
              UnitCost.of(run.question()).unit(),
              whole(UnitCost.multiplyAdds(run.subject().network().network())),
              time(cost.likely),
              time(cost.least) + " to " + time(cost.most)));
    }
    return TerminalTables.text(
            new Sheet(
                "Units of work and what they are likely to cost, in time of one core",
                List.of(
                    Column.text("question"),
                    Column.text("network"),
                    Column.text("images"),
                    Column.number("units"),
                    Column.text("a unit is"),
                    Column.number("multiply-adds"),
                    Column.number("likely"),
                    Column.text("from, to")),
                cells,
                ""))
        + String.format(
            Locale.ROOT,
            "%nIn all %s units in %d runs: about %s of one core (%s to %s), that is about %s on %d"
                + " cores.%n",
            whole(all.units),
            runs.size(),
            time(all.likely),
            time(all.least),
            time(all.most),
            time(all.likely / cores),
            cores)
        + "How sure: measured with three networks on MNIST, so an order of magnitude. What looks at"
        + " every pixel\nis within a factor of three on networks like these; what searches (robustness,"
        + " distance, verify,\npairs in full scope, changes of biases) takes from a tenth of this up to"
        + " its whole time limit.\nNothing was asked, and nothing was written.\n";
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A span of time in the unit that suits it, with two digits. */
  static String time(double seconds) {
    if (seconds < 2 * MINUTE) {
      return number(seconds) + " s";
    }
    if (seconds < 2 * HOUR) {
      return number(seconds / MINUTE) + " min";
    }
    return seconds < 2 * DAY ? number(seconds / HOUR) + " h" : number(seconds / DAY) + " d";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }
}
