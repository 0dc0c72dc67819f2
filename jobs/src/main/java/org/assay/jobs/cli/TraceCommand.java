package org.assay.jobs.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.TraceJob;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes traces. */
@Command(
    name = "trace",
    description = "Writes the path condition and every unit's and logit's expression of images.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and images; --select 3 for one of them.",
      "Output:  for each image traces/run=.../image-N.txt, .csv and .smt2 (SMT-LIB 2) in --out, all",
      "         with exact numbers p/q, and tables runs and images; on the terminal, for one image,",
      "         its path.",
      "Example: assay trace --network bundled:deepcheck --images bundled:digits --select 3 --out out"
    })
final class TraceCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private RunOptions run = new RunOptions();

  TraceCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "trace",
        folder -> {
          Subject subject = data.subject(runner, network);
          Setting setting = new Setting("trace", invocation.arguments(), data.domain(), run.seed());
          Runner.Finished finished = runner.run(folder, new TraceJob(subject, setting));
          String files =
              folder.path() + "/" + TraceJob.FOLDER + "/run=" + finished.run() + "/image-";
          if (subject.images().count() == 1) {
            print(runner, files + subject.images().example(0).id() + ".txt");
          }
          Summary summary = new Summary(runner, folder.path());
          summary.heading(finished.row());
          summary.ending(finished);
          invocation.console().out().println("Traces  " + files + "*.txt, .csv, .smt2");
          return finished.row().exitCode();
        });
  }

  /** The lines of a trace, each cut to a terminal's width. */
  private void print(Runner runner, String file) {
    if (runner.files().exists(file)) {
      new String(runner.files().read(file), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.length() <= 100 ? line : line.substring(0, 97) + "...")
          .forEach(invocation.console().out()::println);
    }
  }
}
