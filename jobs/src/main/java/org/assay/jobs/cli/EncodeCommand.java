package org.assay.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.dataset.Example;
import org.assay.encoding.NumberSort;
import org.assay.encoding.SolverScript;
import org.assay.exact.Rational;
import org.assay.format.ModelFormatException;
import org.assay.format.VnnLib;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedImages;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.Property;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.verify.BallProperty;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a network, and a question about it, for any solver. */
@Command(
    name = "encode",
    description = "Writes a network, and what must not come of it, in SMT-LIB 2 for any solver.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network; a VNN-LIB property, or one image with a radius, or nothing more.",
      "Output:  a script over real numbers or IEEE floats, with a variable for every input (X_0,",
      "         ...), output (Y_0, ...) and value between (relu2_0, ...), all numbers exact:",
      "         satisfiable iff the property is violated, or another label's logit can exceed that",
      "         of the true label within the radius. At its end it asks for inputs and outputs.",
      "Example: assay encode --network m.onnx --property p.vnnlib --sort fp:8,24 --out q.smt2",
      "         assay encode --network bundled:deepcheck --images bundled:digits --select 3 \\",
      "           --radius 0.01 --out q.smt2"
    })
final class EncodeCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--property",
      paramLabel = "FILE",
      description = "A VNN-LIB 1.0 file, by any Hadoop path.")
  private @Nullable String property;

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Option(
      names = "--radius",
      paramLabel = "NUMBER",
      description = "With --images: how far every pixel may move, such as 0.1 or 8/255.")
  private @Nullable String radius;

  @Option(
      names = "--sort",
      paramLabel = "SORT",
      defaultValue = "real",
      description =
          "real, or fp:E,S for IEEE floats, the hidden bit counted (float32 is fp:8,24)."
              + " Default: real.")
  private NumberSort sort = NumberSort.REAL;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, by any Hadoop path.")
  private String file = "";

  @Mixin private SparkOptions spark = new SparkOptions();

  EncodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if ((data == null) != (radius == null)) {
      throw new BadInput("--images and --radius go together");
    }
    if (property != null && data != null) {
      throw new BadInput("give --property or --images, not both");
    }
    FileStore files = new FileStore(new Configuration());
    Network function = network.source().read(files).network();
    files.replace(file, script(function, question(function, files)));
    invocation.console().out().println("Script   " + file);
    invocation.console().out().println("Next     z3 " + file);
    return 0;
  }

  private Optional<Property> question(Network function, FileStore files) {
    if (data != null && radius != null) {
      return Optional.of(ball(function, data, radius));
    }
    if (property == null) {
      return Optional.empty();
    }
    try {
      byte[] text = files.read(property);
      return Optional.of(VnnLib.read(property, text, function.inputs(), function.labels()));
    } catch (ModelFormatException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
  }

  private Property ball(Network function, DataOptions of, String within) {
    Runner runner = spark.runner(invocation);
    SharedImages images = of.subject(runner, network).images();
    if (images.count() != 1) {
      throw new BadInput("select one image, such as --select 3, not " + images.count());
    }
    Example example = images.example(0);
    try {
      return BallProperty.of(
          new Query(
              function,
              example.image(),
              example.label(),
              new Perturbation.LInfinity(Rational.parse(within), of.domain()),
              Scope.FULL,
              Arithmetic.EXACT,
              Inputs.REAL));
    } catch (IllegalArgumentException e) {
      throw new BadInput("--radius " + within + ": " + e.getMessage(), e);
    }
  }

  private String script(Network function, Optional<Property> question) {
    StringBuilder text = new StringBuilder();
    try {
      SolverScript.write(function, question, sort, text);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
