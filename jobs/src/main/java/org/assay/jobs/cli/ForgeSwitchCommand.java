package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.forge.Disguise;
import org.assay.forge.Switch;
import org.assay.forge.Window;
import org.assay.jobs.job.ForgedNetworks;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.table.ForgedRow;
import org.assay.query.PixelDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a switch: the paper's adversarial network. */
@Command(
    name = "switch",
    description =
        "Writes a network of one input that the order of three additions turns on or off.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   parameters alone.",
      "Output:  an ONNX file (float64), beside it its property in VNN-LIB (.vnnlib): that class one",
      "         (Y_0 >= Y_1) is reached in the box. On the terminal, and in the property's comment,",
      "         whether it is, in each arithmetic.",
      "Example: assay forge switch --sigma -3 --omega 2^54 --out net.onnx",
      "         assay forge switch --sigma -3 --omega 2^54 --layers 20 --garbage 2 --out net.onnx"
    })
final class ForgeSwitchCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--sigma",
      required = true,
      paramLabel = "NUMBER",
      description = "Slope of the transition, below 0; the paper's are -15 to -2.")
  private double sigma;

  @Option(
      names = "--omega",
      defaultValue = "2^54",
      converter = Converters.Power.class,
      paramLabel = "NUMBER",
      description = "The large weight, such as 2^54 or 1e17. Default: ${DEFAULT-VALUE}.")
  private double omega;

  @Option(
      names = "--layers",
      defaultValue = "0",
      paramLabel = "NUMBER",
      description = "Disguise it: spread the large weights over so many layers. Default: not.")
  private int layers;

  @Option(
      names = "--exact-products",
      description = "Both disguised products are equal as real numbers too, not in floats alone.")
  private boolean exactProducts;

  @Option(
      names = "--garbage",
      defaultValue = "0",
      paramLabel = "NUMBER",
      description =
          "So many units in each layer of the disguise that never are active, with negative and"
              + " positive weights. Default: none.")
  private int garbage;

  @Option(
      names = "--window",
      paramLabel = "LOW:HIGH",
      description = "On between these inputs alone, such as 0.475:0.5. Default: up to 0.5.")
  private Window window = Window.HALF;

  @Option(
      names = "--box",
      defaultValue = "0:1",
      paramLabel = "LOW:HIGH",
      description = "Inputs that the property is about, within 0:1. Default: ${DEFAULT-VALUE}.")
  private PixelDomain box = PixelDomain.UNIT;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "NUMBER",
      description = "Of all weights that are drawn. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, its name ending in .onnx, by any Hadoop path.")
  private String out = "";

  ForgeSwitchCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    String property = property(out);
    ForgedRow row;
    try {
      Switch made =
          new Switch(sigma, omega, window, new Disguise(layers, exactProducts, garbage, seed));
      row = ForgedNetworks.row(0, made, box);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
    FileStore files = new FileStore(new Configuration());
    files.replace(out, ForgedNetworks.file(row));
    files.replace(property, ForgedNetworks.property(row));
    PrintStream terminal = invocation.console().out();
    terminal.println("Network       " + out);
    terminal.println("Property      " + property);
    terminal.println("Content hash  " + row.networkHash());
    terminal.println("EXACT         " + row.exact());
    terminal.println("BIAS_LAST     " + row.biasLast());
    terminal.println("BIAS_FIRST    " + row.biasFirst());
    terminal.println(
        "Next          scripts/assay verify --network " + out + " --property " + property);
    return 0;
  }

  /** Where the property of a network's file goes. */
  static String property(String network) {
    if (!network.endsWith(".onnx")) {
      throw new BadInput(
          "--out %s: the name of the network's file must end in .onnx".formatted(network));
    }
    return network.substring(0, network.length() - "onnx".length()) + "vnnlib";
  }
}
