package org.assay.jobs.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.exact.Rational;
import org.assay.format.OnnxWriter;
import org.assay.jobs.job.NoiseJob;
import org.assay.jobs.job.NoiseQuestion;
import org.assay.jobs.job.NoiseSwitchesJob;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.NoiseSwitchRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.noise.Noise;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The defence by noise on the weights. */
@Command(
    name = "noise",
    description =
        "Moves every weight at random by a tiny share: who predicts as before, what shows.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set; or forged switches, as forge suite leaves them.",
      "Output:  tables runs and noise (a row a perturbed copy: accuracy, other labels), with --radius",
      "         also the tables of robustness, a run a copy; of a suite table noise_switches (a row a",
      "         copy: off, revealed, still hidden), with --files also an ONNX file and a property",
      "         each, and instances.csv. With --write-sample and no images an ONNX file in float64 of",
      "         one copy, for every other command.",
      "Example: assay noise --network bundled:deepcheck --images bundled:digits --out out",
      "         assay noise --suite suite --places 0..99 --out suite",
      "         assay noise --network model.onnx --epsilon 1e-6 --write-sample 3 --out moved.onnx"
    })
final class NoiseCommand implements Callable<Integer> {

  /** The paper's, for verification. */
  private static final List<Double> OF_SWITCHES = List.of(1e-3, 1e-6, 1e-9);

  private final Invocation invocation;

  @ArgGroup(exclusive = false)
  private @Nullable NetworkOptions network;

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Option(
      names = "--suite",
      paramLabel = "FOLDER",
      description =
          "In place of a network, forged switches: where table forged lies; its last run counts.")
  private @Nullable String suite;

  @Option(
      names = "--places",
      paramLabel = "PLACES",
      description = "Which of the suite, such as 0..99,8500..8599. Default: all.")
  private @Nullable Selection places;

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description =
          "Of a suite: write every copy with its property as files for other verifiers. Default:"
              + " none are written.")
  private @Nullable String copies;

  @Option(
      names = "--epsilon",
      paramLabel = "LIST",
      description =
          "The largest relative changes of a weight or bias. Default: "
              + NoiseQuestion.EPSILONS
              + "; of a suite 1e-3,1e-6,1e-9.")
  private @Nullable String epsilons;

  @Option(
      names = "--samples",
      paramLabel = "NUMBER",
      description = "Copies at each epsilon. Default: 10; of each switch of a suite 1.")
  private @Nullable Integer samples;

  @Option(
      names = "--radius",
      paramLabel = "RADIUS",
      description =
          "Ask robustness about every copy and the same images too: an exact decimal or quotient.")
  private @Nullable String radius;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For each image with --radius, each answer of a suite. Default: 60s.")
  private Duration timeout = Duration.ofMinutes(1);

  @Option(
      names = "--detect",
      paramLabel = "PROBABILITY",
      defaultValue = "0.99",
      description =
          "Of a suite, count the copies after which one is revealed with this probability."
              + " Default: 0.99.")
  private double detect;

  @Option(
      names = "--write-sample",
      paramLabel = "NUMBER",
      description = "Write the copy of this number, from 0, as the file --out. Takes one epsilon.")
  private @Nullable Long written;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PLACE",
      description = "The folder of tables, or with --write-sample the file; any Hadoop path.")
  private String out = "";

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of all copies. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private SparkOptions spark = new SparkOptions();

  NoiseCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    check();
    NoiseQuestion question = question();
    Rational within = radius == null ? null : RobustnessQuestion.radius(radius);
    NetworkOptions about = network;
    DataOptions images = data;
    String folder = suite;
    Long sample = written;
    if (folder != null) {
      return switches(question, folder);
    }
    if (about != null && sample != null) {
      return written(about, question, sample);
    }
    if (about == null || images == null) {
      throw new BadInput(
          "give --network and --images, or --suite, or --network and --write-sample");
    }
    return measured(about, images, question, within);
  }

  /** What does not go together. */
  private void check() {
    if (suite != null && (network != null || data != null || written != null)) {
      throw new BadInput("--suite goes without --network, --images and --write-sample");
    }
    if (radius != null && data == null) {
      throw new BadInput("--radius goes with --images");
    }
    if (places != null && suite == null) {
      throw new BadInput("--places goes with --suite; select images by --select");
    }
    if (copies != null && suite == null) {
      throw new BadInput("--files goes with --suite; of a network write one by --write-sample");
    }
    if (written != null && data != null) {
      throw new BadInput("--write-sample makes a file: leave --images out, or ask once for each");
    }
    if (!(detect > 0 && detect < 1)) {
      throw new BadInput("--detect must be more than 0 and less than 1, not " + detect);
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new BadInput("--timeout must be longer than nothing, not " + timeout);
    }
  }

  private NoiseQuestion question() {
    List<Double> named = new ArrayList<>();
    if (epsilons == null && suite != null) {
      named.addAll(OF_SWITCHES);
    } else {
      String list = epsilons == null ? NoiseQuestion.EPSILONS : epsilons;
      for (String epsilon : list.split(",", -1)) {
        named.add(NoiseQuestion.epsilon(epsilon));
      }
    }
    int usual = suite == null ? NoiseQuestion.SAMPLES : 1;
    return new NoiseQuestion(named, samples == null ? usual : samples);
  }

  private int written(NetworkOptions about, NoiseQuestion question, long sample) {
    if (question.epsilons().size() != 1) {
      throw new BadInput("--write-sample takes one --epsilon, such as --epsilon 1e-6");
    }
    if (sample < 0) {
      throw new BadInput("samples count from 0, not " + sample);
    }
    FileStore files = new FileStore(new Configuration());
    Network copy =
        new Noise(seed, sample, question.epsilons().get(0))
            .of(about.source().read(files).network());
    try {
      files.replace(out, OnnxWriter.write(copy));
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
    PrintStream terminal = invocation.console().out();
    terminal.println("Content hash  " + copy.contentHash());
    terminal.println("Network       " + out + ", float64");
    terminal.println("Next          scripts/assay robustness --network " + out + " --images ...");
    return 0;
  }

  private int measured(
      NetworkOptions about, DataOptions images, NoiseQuestion question, @Nullable Rational within) {
    Runner runner = spark.runner(invocation);
    return runner.command(
        out,
        "noise",
        folder -> {
          Subject subject = images.subject(runner, about);
          Setting setting = new Setting("noise", invocation.arguments(), images.domain(), seed);
          NoiseRobustness robustness = new NoiseRobustness(runner, folder, subject, setting);
          List<NoiseJob.Attacked> attacked =
              within == null ? List.of() : robustness.ask(question, within, timeout);
          Runner.Finished finished =
              runner.run(folder, new NoiseJob(subject, setting, question, attacked));
          new Summary(runner, folder.path()).printNoise(finished);
          return Math.max(finished.exitCode(), robustness.exitCode());
        });
  }

  private int switches(NoiseQuestion question, String from) {
    Runner runner = spark.runner(invocation);
    Selection selected = places == null ? Selection.ALL : places;
    var forged = new SuiteFolder(from, "--places", selected).rows(runner);
    return runner.command(
        out,
        "noise",
        folder -> {
          Setting setting = new Setting("noise", invocation.arguments(), PixelDomain.UNIT, seed);
          Runner.Finished finished =
              runner.run(
                  folder,
                  new NoiseSwitchesJob(forged, from, setting, question, timeout, runner.files()));
          new Summary(runner, folder.path()).printSwitches(finished, detect);
          if (copies != null) {
            List<NoiseSwitchRow> moved =
                Tables.NOISE_SWITCHES
                    .read(runner.spark(), folder.path(), finished.run())
                    .collectAsList();
            new CopiedSwitches(seed, forged.collectAsList(), moved).write(runner.files(), copies);
            invocation.console().out().println("Files   " + copies + "/instances.csv");
          }
          return finished.exitCode();
        });
  }
}
