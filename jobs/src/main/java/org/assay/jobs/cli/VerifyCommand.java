package org.assay.jobs.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.assay.exact.Rational;
import org.assay.jobs.job.CompetitionResult;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.Instances;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.VerifyInstance;
import org.assay.jobs.job.VerifyJob;
import org.assay.jobs.job.VerifyTask;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.VerifyRow;
import org.assay.query.Arithmetic;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decides properties of inputs and outputs. */
@Command(
    name = "verify",
    description = "Decides whether a network can bring about what a VNN-LIB property states.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a property (VNN-LIB 1.0), or a benchmark's instances.csv, whose lines",
      "         are network,property,seconds with paths relative to it; packed by gzip or not.",
      "Output:  the answer on the terminal: sat (there is such a point), unsat, unknown, timeout or",
      "         error; in --result as VNN-COMP wants it, with the counterexample. In --out, and for",
      "         a benchmark always, tables runs and verify (a row an instance: verdict, proof or",
      "         reason, a checked witness). Numbers are taken as written, boxes closed; sat is",
      "         answered where float32 shows the violation too, or within the 1e-4 that the",
      "         competition's checker allows; unsat where no real input is one. Exit code 3, and",
      "         error as the answer, where engines differ. With --arithmetic bias-last or",
      "         bias-first the verdict is about that arithmetic: complete where few inputs move.",
      "Example: assay verify --network m.onnx --property p.vnnlib --timeout 60s --result result.txt",
      "Example: assay verify --property acasxu/instances.csv --out out"
    })
final class VerifyCommand implements Callable<Integer> {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  private final Invocation invocation;

  @Option(
      names = "--network",
      paramLabel = "FILE",
      description = "An ONNX or .nnet file by any Hadoop path; not with an instances.csv.")
  private @Nullable String network;

  @Option(
      names = "--pre",
      paramLabel = "FILE",
      description =
          "Put another network before this one, such as principal components: the property's inputs"
              + " are then its inputs.")
  private @Nullable String pre;

  @Option(
      names = "--property",
      required = true,
      paramLabel = "FILE",
      description = "A VNN-LIB file, or a benchmark's list of instances: its name ends in .csv.")
  private String property = "";

  @Option(
      names = "--networks",
      paramLabel = "FOLDER",
      description = "Where the networks of an instances.csv lie, if not where it says.")
  private @Nullable String networks;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "For each instance, such as 60s or 500ms. Default: what the instances.csv says, else 60s.")
  private @Nullable Duration timeout;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the sample that auto draws. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "Where the result of a single instance goes, as VNN-COMP wants it.")
  private @Nullable String result;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where tables go, by any Hadoop path; later runs add to it.")
  private @Nullable String out;

  @Mixin private SparkOptions spark = new SparkOptions();

  VerifyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    boolean list = Instances.isList(property);
    check(list);
    Decider by = engine.decider();
    if (out != null) {
      return tables(out, list, by);
    }
    VerifyTask.Decided decided = single(new FileStore(new Configuration()), by);
    tell(decided);
    decided.differences().forEach(invocation.console().err()::println);
    if (decided.row().verdict() == null) {
      throw new BadInput(String.valueOf(decided.row().detail()));
    }
    return decided.exitCode();
  }

  private void check(boolean list) {
    if (list && network != null) {
      throw new BadInput("--network goes with a single property; a list names its networks");
    }
    if (list && pre != null) {
      throw new BadInput("--pre goes with a single property; a list names its networks");
    }
    if (list && result != null) {
      throw new BadInput("--result goes with a single property; results of a list go to --out");
    }
    if (list && out == null) {
      throw new BadInput("a list of instances needs --out, where its tables go");
    }
    if (!list && network == null) {
      throw new BadInput("a property needs --network, the network that it is about");
    }
    if (!list && networks != null) {
      throw new BadInput("--networks goes with a list of instances; name the one by --network");
    }
    if (result != null && out != null) {
      throw new BadInput("--result goes without --out; ask once for each");
    }
  }

  private NetworkSource source() {
    return new NetworkSource(String.valueOf(network), null, null, pre);
  }

  /** Decides one instance in this process, without Spark. */
  private VerifyTask.Decided single(FileStore files, Decider by) {
    VerifyInstance instance =
        new VerifyInstance(1, source(), property, timeout == null ? DEFAULT_TIMEOUT : timeout);
    try (VerifyTask task = new VerifyTask(files, by, seed)) {
      VerifyTask.Decided decided = task.decide(instance);
      if (result != null) {
        files.replace(result, CompetitionResult.text(decided));
      }
      return decided;
    }
  }

  private void tell(VerifyTask.Decided decided) {
    VerifyRow row = decided.row();
    var terminal = invocation.console().out();
    terminal.println(decided.answer());
    if (row.verdict() != null) {
      terminal.printf(
          Locale.ROOT,
          "%s by %s in %.3f s, %d cases%s%n",
          row.verdict(),
          row.method(),
          row.seconds(),
          row.cases(),
          about(row));
    }
    if (row.reason() != null) {
      terminal.println("Reason   " + row.reason() + ": " + row.detail());
    }
    if (row.float32Replay() != null) {
      terminal.println("Float32  " + row.float32Replay().toLowerCase(Locale.ROOT));
      terminal.println("Input    " + (row.inputExact() == null ? row.input() : row.inputExact()));
      terminal.println("Output   " + nearest(String.valueOf(row.outputExact())));
    }
  }

  /** What a verdict is about, where that is not all real numbers. */
  private static String about(VerifyRow row) {
    return row.arithmetic() == null || row.arithmetic().equals(Arithmetic.EXACT.name())
        ? ""
        : ", of " + row.inputs() + " inputs in " + row.arithmetic() + " arithmetic";
  }

  /** The doubles nearest to exact outputs, which can have thousands of digits. */
  private static String nearest(String exact) {
    return Arrays.stream(exact.split(",", -1))
        .map(value -> Double.toString(Rational.parse(value).nearestDouble()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private int tables(String folderPath, boolean list, Decider by) {
    Runner runner = spark.runner(invocation);
    return runner.command(
        folderPath,
        "verify",
        folder -> {
          Setting setting =
              new Setting("verify", invocation.arguments(), PixelDomain.parse("0:1"), seed);
          Instances instances =
              list
                  ? Instances.read(runner.files(), property, networks, timeout)
                  : Instances.of(
                      runner.files(),
                      source(),
                      property,
                      timeout == null ? DEFAULT_TIMEOUT : timeout);
          Runner.Finished finished =
              runner.run(folder, new VerifyJob(instances, null, setting, by, runner.files()));
          new Summary(runner, folder.path()).printVerify(finished);
          return finished.row().exitCode();
        });
  }
}
