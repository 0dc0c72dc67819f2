package org.assay.jobs.cli;

import java.util.concurrent.Callable;
import org.assay.jobs.job.AccuracyJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a network over a data set. */
@Command(
    name = "accuracy",
    description = "Predicts every image and counts how often the true label is predicted.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set.",
      "Output:  tables runs, images (with pixels, prediction, margin) and accuracy (overall and per",
      "         class, with the confusion matrix) in --out; a summary on the terminal.",
      "Example: assay accuracy --network bundled:deepcheck --images bundled:digits --out out"
    })
final class AccuracyCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--onnxruntime",
      description = "Ask onnxruntime too; its label is a column of the table images.")
  private boolean onnxruntime;

  @Mixin private RunOptions run = new RunOptions();

  AccuracyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "accuracy",
        folder -> {
          Setting setting =
              new Setting("accuracy", invocation.arguments(), data.domain(), run.seed());
          Runner.Finished finished =
              runner.run(
                  folder, new AccuracyJob(data.subject(runner, network), setting, onnxruntime));
          new Summary(runner, folder.path()).print(finished);
          return finished.row().exitCode();
        });
  }
}
