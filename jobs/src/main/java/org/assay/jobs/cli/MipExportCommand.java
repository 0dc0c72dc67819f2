package org.assay.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.dataset.Example;
import org.assay.exact.Rational;
import org.assay.format.VnnLib;
import org.assay.jobs.job.Instances;
import org.assay.jobs.job.VerifyInstance;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.Subject;
import org.assay.mip.MixedProgram;
import org.assay.mip.MpsWriter;
import org.assay.mip.Numbers;
import org.assay.mip.Units;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.smt.Z3Session;
import org.assay.verify.BallProperty;
import org.assay.verify.PropertySearch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes questions as mixed-integer linear programs. */
@Command(
    name = "mip-export",
    description = "Writes questions as mixed-integer linear programs, as MIPVerify poses them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network with a VNN-LIB property, or with images and a radius; or a benchmark's",
      "         instances.csv.",
      "Output:  in --out a file in free MPS for each question, feasible iff the property is",
      "         violated, or another label's logit can reach that of the true label: bounds by",
      "         intervals, a binary for each ReLU that they leave open, no weight rounded. And",
      "         questions.csv: name,exact,seconds, where exact is Assay's own answer over real",
      "         numbers: sat, unsat or unknown.",
      "Example: assay mip-export --network m.onnx --property p.vnnlib --out mps",
      "         assay mip-export --network m.onnx --images mnist --select 0..9 --radius 0.1 --out mps",
      "         assay mip-export --property suite-files/instances.csv --out mps"
    })
final class MipExportCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--network",
      paramLabel = "FILE",
      description =
          "An ONNX or .nnet file by any Hadoop path, or bundled:deepcheck; not with an"
              + " instances.csv.")
  private @Nullable String network;

  @Option(
      names = "--property",
      paramLabel = "FILE",
      description = "A VNN-LIB file, or a benchmark's list of instances: its name ends in .csv.")
  private @Nullable String property;

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Option(
      names = "--radius",
      paramLabel = "NUMBER",
      description = "With --images: how far every pixel may move, such as 0.1 or 8/255.")
  private @Nullable String radius;

  @Option(
      names = "--pixels",
      paramLabel = "LIST",
      description = "With --images: the pixels that move, such as 0 or 0..2,28..30. Default: all.")
  private @Nullable Selection pixels;

  @Option(
      names = "--units",
      paramLabel = "HOW",
      defaultValue = "SUBSTITUTED",
      description =
          "Of units that are linear in others: substituted, as MIPVerify does, or kept as"
              + " variables, so that every coefficient is a weight of the network. Default:"
              + " substituted.")
  private Units units = Units.SUBSTITUTED;

  @Option(
      names = "--numbers",
      paramLabel = "HOW",
      defaultValue = "NEAREST",
      description =
          "nearest: 24 characters at most, of which a reader of doubles gets the nearest; exact:"
              + " all digits, for solvers in fractions. Default: nearest.")
  private Numbers numbers = Numbers.NEAREST;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "For Assay's own answer to each question, such as 10s; 0s asks none. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the files go, by any Hadoop path.")
  private String out = "";

  @Mixin private SparkOptions spark = new SparkOptions();

  /** One question with the name of its file. */
  private record Asked(String name, Network network, Property property) {}

  MipExportCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    check();
    FileStore files = new FileStore(new Configuration());
    List<Asked> questions;
    try {
      questions =
          property == null
              ? balls()
              : Instances.isList(property) ? listed(files, property) : single(files, property);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
    StringBuilder table = new StringBuilder("name,exact,seconds\n");
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (Asked asked : questions) {
        files.replace(out + "/" + asked.name() + ".mps", text(asked));
        table.append(answer(search, asked));
      }
    }
    files.replace(out + "/questions.csv", table.toString());
    invocation.console().out().printf(Locale.ROOT, "Programs  %d in %s%n", questions.size(), out);
    invocation.console().out().println("Answers   " + out + "/questions.csv");
    invocation.console().out().println("Next      scripts/fool-solvers --programs " + out);
    return 0;
  }

  private void check() {
    if ((property == null) == (data == null)) {
      throw new BadInput("give either --property or --images with --radius");
    }
    if ((data == null) != (radius == null)) {
      throw new BadInput("--images and --radius go together");
    }
    if (pixels != null && data == null) {
      throw new BadInput("--pixels goes with --images");
    }
    boolean list = property != null && Instances.isList(property);
    if (list != (network == null)) {
      throw new BadInput(
          list
              ? "--network goes with a single property; a list names its networks"
              : "needs --network, the network that the question is about");
    }
  }

  private NetworkSource source() {
    return new NetworkSource(String.valueOf(network), null);
  }

  private List<Asked> single(FileStore files, String path) {
    Network function = source().read(files).network();
    return List.of(new Asked(name(path), function, read(files, path, function)));
  }

  private static List<Asked> listed(FileStore files, String list) {
    List<Asked> all = new ArrayList<>();
    for (VerifyInstance instance : Instances.read(files, list, null, null).all()) {
      Network function = instance.network().read(files).network();
      String name =
          String.format(Locale.ROOT, "%05d-%s", instance.row(), name(instance.property()));
      all.add(new Asked(name, function, read(files, instance.property(), function)));
    }
    return all;
  }

  private static Property read(FileStore files, String path, Network function) {
    return VnnLib.read(path, files.readUnpacked(path), function.inputs(), function.labels());
  }

  /** A file's name without folder and ending. */
  private static String name(String path) {
    String file = FileStore.unpackedName(path.substring(path.lastIndexOf('/') + 1));
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private List<Asked> balls() {
    DataOptions of = data;
    if (of == null) {
      throw new IllegalStateException("checked before");
    }
    Subject subject =
        Subject.read(
            spark.runner(invocation).spark(),
            new FileStore(new Configuration()),
            source(),
            of.source(),
            of.selection());
    SharedImages images = subject.images();
    List<Asked> all = new ArrayList<>();
    for (int place = 0; place < images.count(); place++) {
      Example example = images.example(place);
      Network function = subject.network().network();
      all.add(
          new Asked(
              String.format(Locale.ROOT, "image-%05d", example.id()),
              function,
              ball(function, example, of)));
    }
    return all;
  }

  private Property ball(Network function, Example example, DataOptions of) {
    Property whole =
        BallProperty.of(
            new Query(
                function,
                example.image(),
                example.label(),
                new Perturbation.LInfinity(Rational.parse(String.valueOf(radius)), of.domain()),
                Scope.FULL,
                Arithmetic.EXACT,
                Inputs.REAL));
    if (pixels == null) {
      return whole;
    }
    return new Property(
        whole.cases().stream()
            .map(one -> new Property.Case(moving(one.box(), example, pixels), one.conditions()))
            .toList());
  }

  /** A box in which some pixels alone move. */
  private static Property.Box moving(Property.Box box, Example example, Selection free) {
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < box.low().size(); i++) {
      Rational value = Rational.of(example.image().at(i));
      low.add(free.contains(i) ? box.low().get(i) : value);
      high.add(free.contains(i) ? box.high().get(i) : value);
    }
    return new Property.Box(low, high);
  }

  private String text(Asked asked) {
    StringBuilder text = new StringBuilder();
    try {
      MpsWriter.write(MixedProgram.of(asked.network(), asked.property(), units), numbers, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private String answer(PropertySearch search, Asked asked) {
    String word = "unknown";
    double seconds = 0;
    if (!timeout.isZero()) {
      var answer = search.decide(asked.network(), asked.property(), Budget.of(timeout));
      seconds = answer.elapsed().toMillis() / 1000.0;
      word =
          answer.verdict() instanceof PropertyVerdict.Violated
              ? "sat"
              : answer.verdict() instanceof PropertyVerdict.Holds ? "unsat" : "unknown";
    }
    return String.format(Locale.ROOT, "%s,%s,%.3f%n", asked.name(), word, seconds);
  }
}
