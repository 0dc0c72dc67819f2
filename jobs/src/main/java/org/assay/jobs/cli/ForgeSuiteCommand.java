package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.assay.forge.Suite;
import org.assay.jobs.job.ForgeSuiteJob;
import org.assay.jobs.job.ForgedNetworks;
import org.assay.jobs.job.Setting;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the paper's set of adversarial networks. */
@Command(
    name = "suite",
    description = "Makes the paper's set of switches, with what is true of each.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a seed: slopes between -15 and -2, each with omega 2^54 to 2^70.",
      "Output:  table forged: a row a switch, with its parameters and truths. With --files also an",
      "         ONNX file and a property each, instances.csv as VNN-COMP has it, and truths.csv.",
      "Example: assay forge suite --out suite",
      "         assay forge suite --out suite --files suite-files --select 0..99,8500..8599"
    })
final class ForgeSuiteCommand implements Callable<Integer> {

  private static final int SECONDS = 60;

  private final Invocation invocation;

  @Option(
      names = "--slopes",
      defaultValue = "" + Suite.PAPER_SLOPES,
      paramLabel = "NUMBER",
      description = "How many slopes sigma; 17 networks each. Default: ${DEFAULT-VALUE}.")
  private int slopes;

  @Option(
      names = "--layers",
      split = ",",
      defaultValue = "0,20,50",
      paramLabel = "NUMBER",
      description = "Layers of the disguises, 0 for none. Default: ${DEFAULT-VALUE}.")
  private List<Integer> layers = Suite.PAPER_LAYERS;

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description = "Where files for other verifiers go. Default: none are written.")
  private @Nullable String folder;

  @Option(
      names = "--select",
      paramLabel = "PLACES",
      description = "Which are written as files, such as 0..99,8500. Default: all.")
  private Selection select = Selection.ALL;

  @Mixin private RunOptions run = new RunOptions();

  ForgeSuiteCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Suite suite;
    try {
      suite = new Suite(run.seed(), slopes, layers);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
    for (Selection.Range range : select.ranges()) {
      if (range.last() >= suite.size()) {
        throw new BadInput(
            "--select %s: the suite's places are 0..%d".formatted(range, suite.size() - 1));
      }
    }
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "forge",
        place -> {
          Setting setting =
              new Setting("forge", invocation.arguments(), PixelDomain.UNIT, run.seed());
          Runner.Finished finished = runner.run(place, new ForgeSuiteJob(suite, setting));
          List<ForgedRow> rows =
              Tables.FORGED
                  .read(runner.spark(), place.path(), finished.run())
                  .orderBy(col("place"))
                  .collectAsList();
          tell(rows);
          if (folder != null) {
            write(runner.files(), folder, rows);
          }
          ending(place.path());
          return finished.exitCode();
        });
  }

  /** How many are sat in each arithmetic, by kind. */
  private void tell(List<ForgedRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (int kind : layers) {
      for (boolean exact : new boolean[] {false, true}) {
        List<ForgedRow> of =
            rows.stream()
                .filter(row -> row.layers() == kind && row.exactProducts() == exact)
                .toList();
        if (!of.isEmpty()) {
          cells.add(
              List.of(
                  kind == 0 ? "simple" : kind + " layers" + (exact ? ", exact products" : ""),
                  number(of.size()),
                  number(of.stream().filter(row -> row.exact().equals("sat")).count()),
                  number(of.stream().filter(row -> row.biasLast().equals("sat")).count()),
                  number(of.stream().filter(row -> row.biasFirst().equals("sat")).count())));
        }
      }
    }
    Sheet sheet =
        new Sheet(
            "",
            List.of(
                Column.text("switches"),
                Column.number("networks"),
                Column.number("sat in EXACT"),
                Column.number("BIAS_LAST"),
                Column.number("BIAS_FIRST")),
            cells,
            "");
    invocation.console().out().print(TerminalTables.text(sheet));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private void write(FileStore files, String to, List<ForgedRow> rows) {
    StringBuilder instances = new StringBuilder();
    StringBuilder truths = new StringBuilder("network,property,exact,bias_last,bias_first\n");
    for (ForgedRow row : rows) {
      if (select.contains(row.place())) {
        String network = "onnx/" + row.name() + ".onnx";
        String property = "vnnlib/" + row.name() + ".vnnlib";
        files.replace(to + "/" + network, ForgedNetworks.file(row));
        files.replace(to + "/" + property, ForgedNetworks.property(row));
        instances.append("%s,%s,%d\n".formatted(network, property, SECONDS));
        truths.append(
            "%s,%s,%s,%s,%s\n"
                .formatted(network, property, row.exact(), row.biasLast(), row.biasFirst()));
      }
    }
    files.replace(to + "/instances.csv", instances.toString());
    files.replace(to + "/truths.csv", truths.toString());
  }

  private void ending(String out) {
    var terminal = invocation.console().out();
    terminal.println();
    terminal.println("Table   " + out + "/forged");
    if (folder != null) {
      terminal.println("Files   " + folder + "/instances.csv");
    }
    terminal.println("Next    scripts/assay forge check --suite " + out + " --out " + out);
  }
}
