package org.assay.jobs.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.assay.jobs.report.Explanation;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells one image's story. */
@Command(
    name = "explain",
    description = "Tells all that is known of one image, and runs the network on it once more.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs in --out.",
      "Output:  on the terminal: label, margins, important pixels, attackable pixels with their",
      "         intervals, pairs, witnesses. The same in --out/explain/image-ID.txt and .html, with",
      "         the image and its witnesses as PNG pictures of 8 bits beside them.",
      "Example: assay explain --image 7 --out out"
    })
final class ExplainCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "ID",
      description = "The image's position in its data set, from 0.")
  private int image;

  @Mixin private ReadOptions read = new ReadOptions();

  ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = read.runner(invocation.console());
    OtherVersions.warn(runner, read.out(), Tables.all());
    Explanation explanation = Explanation.of(runner.spark(), read.out(), image);
    invocation.console().out().print(explanation.text());
    invocation.console().out().println();
    for (Map.Entry<String, byte[]> file : explanation.files().entrySet()) {
      String path = read.out() + "/explain/" + file.getKey();
      runner.files().replace(path, file.getValue());
      invocation.console().out().println("File    " + path);
    }
    return 0;
  }
}
