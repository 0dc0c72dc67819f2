package org.assay.jobs.cli;

import java.util.concurrent.Callable;
import org.assay.jobs.job.ScanTriggersJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for trigger pixels. */
@Command(
    name = "scan-triggers",
    description =
        "Looks for pixels of which one range of values flips many images: hidden triggers.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set. Every pixel (of colour images every channel of it) of every",
      "         image is looked at alone: in EXACT arithmetic at all real values of the domain; in the",
      "         network's own floats, bias added last (BIAS_LAST) or first (BIAS_FIRST), at the values",
      "         of an 8-bit image.",
      "Output:  tables runs, images, triggers (a row a pixel and arithmetic: images flipped, the range",
      "         of values that flips the most at once, from which labels to which, whether that is a",
      "         finding and why), trigger_evidence (images that a trigger flips, run again),",
      "         smallest_changes (a row an image and pixel that flips it) and patterns in --out; a",
      "         summary on the terminal. Exit code 0 whatever is found; gates of a plan decide.",
      "         Without a finding, no single pixel is a trigger on these images in these arithmetics:",
      "         nothing is said of other images, of several pixels together or of other patterns.",
      "Example: assay scan-triggers --network bundled:deepcheck --images bundled:digits \\",
      "           --select 0..49 --out out"
    })
final class ScanTriggersCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private RunOptions run = new RunOptions();

  ScanTriggersCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "scan-triggers",
        folder -> {
          Setting setting =
              new Setting("scan-triggers", invocation.arguments(), data.domain(), run.seed());
          Runner.Finished finished =
              runner.run(folder, new ScanTriggersJob(data.subject(runner, network), setting));
          new Summary(runner, folder.path()).printTriggers(finished);
          return finished.row().exitCode();
        });
  }
}
