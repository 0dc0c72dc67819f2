package org.assay.jobs.cli;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.job.LanesJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.WitnessLanesJob;
import org.assay.jobs.job.WitnessLanesJob.Source;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs inputs in every arithmetic. */
@Command(
    name = "lanes",
    description = "Tells which label every image, or stored witness, has in which arithmetic.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set; or by --of the witnesses that runs of robustness, distance,",
      "         verify, pixels and scan-triggers in --out have stored, with their networks.",
      "Output:  tables runs and lanes (a row an image or witness) in --out; on the terminal who",
      "         disagrees with whom. Lanes: real numbers; float64; float32 with the bias last, first,",
      "         sums of halves, fused multiply-add, subnormals flushed to zero; onnxruntime. One of",
      "         another element type than the network's is a cast of all its numbers.",
      "Example: assay lanes --network bundled:deepcheck --images bundled:digits --select 0..99 --out out",
      "         assay lanes --of all --out out"
    })
final class LanesCommand implements Callable<Integer> {

  private static final String ALL = "all";

  private final Invocation invocation;

  @Option(
      names = "--of",
      paramLabel = "RUN",
      description =
          "In place of images, witnesses: those of the run of this id, or of all runs in --out: all.")
  private @Nullable String of;

  @ArgGroup(exclusive = false)
  private @Nullable NetworkOptions network;

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Mixin private RunOptions run = new RunOptions();

  LanesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (of == null ? network == null || data == null : network != null || data != null) {
      throw new BadInput(
          "give --network and --images, or --of for the witnesses of runs, with their networks");
    }
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "lanes",
        folder -> {
          Runner.Finished finished = runner.run(folder, job(runner, folder));
          new Summary(runner, folder.path()).printLanes(finished);
          return finished.exitCode();
        });
  }

  private Job job(Runner runner, OutputFolder folder) {
    DataOptions images = data;
    NetworkOptions about = network;
    return images == null || about == null
        ? new WitnessLanesJob(
            sources(runner, folder.path(), String.valueOf(of)), setting(PixelDomain.UNIT))
        : new LanesJob(images.subject(runner, about), setting(images.domain()));
  }

  private Setting setting(PixelDomain domain) {
    return new Setting("lanes", invocation.arguments(), domain, run.seed());
  }

  private static List<Source> sources(Runner runner, String out, String of) {
    if (!runner.files().exists(out + "/" + Tables.RUNS.name())) {
      throw new BadInput(out + ": no finished run is here; check --out");
    }
    List<Source> meant =
        Tables.RUNS.readWithRun(runner.spark(), out).collectAsList().stream()
            .filter(pair -> of.equals(ALL) || of.equals(pair._1()))
            .map(pair -> new Source(out, pair._1(), pair._2()))
            .sorted(Comparator.comparing(source -> source.row().started()))
            .toList();
    if (meant.isEmpty()) {
      throw new BadInput(
          "--of %s: no such run is in %s; scripts/assay show runs --out %s lists them"
              .formatted(of, out, out));
    }
    List<Source> witnessed =
        meant.stream().filter(source -> source.hasWitness(runner.spark(), runner.files())).toList();
    if (witnessed.isEmpty()) {
      throw new BadInput(
          "--of "
              + of
              + ": nothing there stores a witness with its network; runs of robustness, distance,"
              + " pixels, scan-triggers and of verify in a plan do");
    }
    return witnessed;
  }
}
