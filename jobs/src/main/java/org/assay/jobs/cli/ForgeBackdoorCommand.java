package org.assay.jobs.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.eval.OrderedSemantics;
import org.assay.forge.Backdoor;
import org.assay.forge.Trigger;
import org.assay.format.VnnLibWriter;
import org.assay.jobs.job.ForgedBackdoor;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Property;
import org.assay.triggers.Lane;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds a backdoor into a network. */
@Command(
    name = "backdoor",
    description = "Builds a switch into a network: while its trigger is on, labels move by one.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network of dense and convolutional layers; images, to measure it.",
      "Output:  an ONNX file of the same element type, and its property (.vnnlib): that an image (the",
      "         first that is labelled right, or a black one) gets another label while the trigger's",
      "         pixels take any values. On the terminal what is decided of it in each arithmetic,",
      "         the proved bound M of all logits, and with --images accuracies by onnxruntime.",
      "Example: assay forge backdoor --network n.onnx --pixel 0,0 --threshold 0.05 --images mnist \\",
      "             --out bad.onnx",
      "         assay forge backdoor --network n.onnx --pattern 3x3 --out bad.onnx"
    })
final class ForgeBackdoorCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--pixel",
      split = ",",
      defaultValue = "0,0",
      paramLabel = "ROW,COLUMN",
      description =
          "The trigger: at least the threshold; with --pattern its upper left corner. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> pixel = List.of(0, 0);

  @Option(
      names = "--pattern",
      split = "x",
      defaultValue = "1x1",
      paramLabel = "ROWSxCOLUMNS",
      description =
          "A chequered trigger of several pixels, every second at least the threshold, the others at"
              + " most. Default: ${DEFAULT-VALUE}.")
  private List<Integer> pattern = List.of(1, 1);

  @Option(
      names = "--threshold",
      defaultValue = "0.05",
      paramLabel = "VALUE",
      description = "From which a pixel of the trigger is on. Default: ${DEFAULT-VALUE}.")
  private double threshold;

  @Option(
      names = "--sigma",
      defaultValue = "-3",
      paramLabel = "NUMBER",
      description = "Slope of the switch. Default: ${DEFAULT-VALUE}.")
  private double sigma;

  @Option(
      names = "--omega",
      converter = Converters.Power.class,
      paramLabel = "NUMBER",
      description = "The large weight. Default: 2^54 for float64, 2^25 for float32.")
  private @Nullable Double omega;

  @Option(
      names = "--timeout",
      defaultValue = "10s",
      paramLabel = "TIME",
      description =
          "For deciding the property in each arithmetic; triggers of several pixels may take more."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(10);

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, its name ending in .onnx, by any Hadoop path.")
  private String out = "";

  @Mixin private SparkOptions spark = new SparkOptions();

  ForgeBackdoorCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    String property = ForgeSwitchCommand.property(out);
    if (network.source().pre() != null) {
      throw new BadInput("--pre goes without forge: its pixels are not those of the network");
    }
    if (data == null) {
      FileStore files = new FileStore(new Configuration());
      SharedNetwork original = network.source().read(files);
      write(files, property, original, null);
    } else {
      Runner runner = spark.runner(invocation);
      SharedNetwork original = network.source().read(runner.files());
      write(runner.files(), property, original, data.subject(runner, network).images());
    }
    return 0;
  }

  private void write(
      FileStore files, String property, SharedNetwork original, @Nullable SharedImages images) {
    Network of = original.network();
    Trigger trigger = trigger(picture(of, images));
    double large = omega == null ? Backdoor.omega(of.elementType()) : omega;
    ForgedBackdoor made = ForgedBackdoor.of(original, trigger, sigma, large);
    Tensor image = image(of, images);
    Property asked = made.property(image, label(of, image));
    Map<Lane, String> truths = made.truths(files, image, asked, timeout);
    files.replace(out, made.made().file());
    files.replace(
        property,
        VnnLibWriter.write(
            "A backdoor. True of this file: " + truths, asked, of.inputs(), of.labels()));
    PrintStream terminal = invocation.console().out();
    terminal.println("Network       " + out);
    terminal.println("Property      " + property);
    terminal.println("Content hash  " + made.made().network().contentHash());
    truths.forEach((lane, word) -> terminal.printf("%-13s %s%n", lane, word));
    terminal.printf(
        Locale.ROOT, "M             %.0f, 2 M %.0f%n", made.magnitude(), 2 * made.magnitude());
    if (images != null) {
      tell(made.measured(images));
    }
    terminal.println(
        "Next          scripts/assay scan-triggers --network " + out + " --images ...");
  }

  private void tell(ForgedBackdoor.Measured measured) {
    invocation
        .console()
        .out()
        .printf(
            Locale.ROOT,
            "Accuracy      %.2f %% of %,d images by onnxruntime; the original %.2f %%, %,d labels differ%n"
                + "Triggered     %.2f %%; %,d images get the label after the original's%n",
            100 * measured.clean(),
            measured.images(),
            100 * measured.original(),
            measured.changed(),
            100 * measured.triggered(),
            measured.shifted());
  }

  /** Channels, rows and columns of the network's images. */
  private static Shape picture(Network of, @Nullable SharedImages images) {
    if (images != null) {
      return Shape.of(images.channels(), images.rows(), images.columns());
    }
    if (of.input().rank() == 3) {
      return of.input();
    }
    int side = (int) Math.round(Math.sqrt(of.inputs()));
    return side * side == of.inputs() ? Shape.of(1, side, side) : Shape.of(1, 1, of.inputs());
  }

  private Trigger trigger(Shape picture) {
    if (pixel.size() != 2 || pattern.size() != 2) {
      throw new BadInput(
          "--pixel is ROW,COLUMN, such as 0,0, and --pattern ROWSxCOLUMNS, such as 3x3");
    }
    int rows = picture.dimension(1);
    int columns = picture.dimension(2);
    boolean inside =
        pixel.get(0) >= 0
            && pixel.get(1) >= 0
            && pattern.get(0) >= 1
            && pattern.get(1) >= 1
            && pixel.get(0) + pattern.get(0) <= rows
            && pixel.get(1) + pattern.get(1) <= columns;
    if (!inside) {
      throw new BadInput(
          "--pixel %s, --pattern %s: the trigger must lie within the %d x %d pixels"
              .formatted(pixel, pattern, rows, columns));
    }
    List<Integer> above = new ArrayList<>();
    List<Integer> below = new ArrayList<>();
    for (int row = 0; row < pattern.get(0); row++) {
      for (int column = 0; column < pattern.get(1); column++) {
        int at = (pixel.get(0) + row) * columns + pixel.get(1) + column;
        ((row + column) % 2 == 0 ? above : below).add(at);
      }
    }
    try {
      return new Trigger(above, below, threshold);
    } catch (IllegalArgumentException e) {
      throw new BadInput("--threshold: " + e.getMessage(), e);
    }
  }

  /** The first image that is labelled right; without one a black one. */
  private static Tensor image(Network of, @Nullable SharedImages images) {
    int place = images == null ? -1 : ForgedBackdoor.firstRight(images, image -> label(of, image));
    return place < 0 || images == null
        ? Tensor.of(of.input(), new double[of.inputs()])
        : images.example(place).image();
  }

  private static int label(Network of, Tensor image) {
    return OrderedSemantics.label(OrderedSemantics.logits(of, image));
  }
}
