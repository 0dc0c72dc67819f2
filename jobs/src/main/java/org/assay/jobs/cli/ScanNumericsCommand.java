package org.assay.jobs.cli;

import java.util.concurrent.Callable;
import org.assay.jobs.job.ScanNumericsJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Runner;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for sums whose value rounding decides. */
@Command(
    name = "scan-numerics",
    description = "Looks for sums that cancel, whose value rounding and order of additions decide.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network, and a data set; without images the box of inputs from 0 to 1 alone.",
      "Output:  tables runs and numerics (a row a unit, the most suspicious first) in --out; the first",
      "         20 rows on the terminal. Findings: ROUNDING, where on the images the order of",
      "         additions can move a unit by all that it passes on, and half of the digits of what a",
      "         next unit adds up; BOX, the same by interval bounds over all inputs; CHAINS, where",
      "         products of weights meet that the element type cannot hold beside 1. No solver.",
      "Example: assay scan-numerics --network bundled:deepcheck --images bundled:digits --out out",
      "         assay scan-numerics --network switch.onnx --out out"
    })
final class ScanNumericsCommand implements Callable<Integer> {

  private static final String NAME = "scan-numerics";

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Mixin private RunOptions run = new RunOptions();

  ScanNumericsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        NAME,
        folder -> {
          Runner.Finished finished = runner.run(folder, job(runner));
          new Summary(runner, folder.path()).printNumerics(finished);
          return finished.exitCode();
        });
  }

  private ScanNumericsJob job(Runner runner) {
    DataOptions images = data;
    return images == null
        ? new ScanNumericsJob(
            network.source().read(runner.files()), null, setting(PixelDomain.UNIT))
        : new ScanNumericsJob(images.subject(runner, network), setting(images.domain()));
  }

  private Setting setting(PixelDomain domain) {
    return new Setting(NAME, invocation.arguments(), domain, run.seed());
  }
}
