package org.assay.jobs.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assay.dataset.ImageSet;
import org.assay.jobs.job.BiasChoice;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.repair.FreeBiases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which network's biases may change and how far, and on which data. */
final class BiasOptions {

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--reduce",
      paramLabel = "FILE",
      description = "A network that makes the inputs of the images, such as principal components.")
  private @Nullable String reduce;

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--bound",
      required = true,
      paramLabel = "NUMBER",
      description = "The most that any bias may change: an exact decimal.")
  private String bound = "";

  @Option(
      names = "--layer-bound",
      paramLabel = "LAYER=NUMBER",
      description = "A smaller bound for the biases of one layer, such as 2=0.5. Repeatable.")
  private List<String> layerBounds = new ArrayList<>();

  @Option(
      names = "--layers",
      paramLabel = "LIST",
      description =
          "Only biases of these layers may change, as inspect numbers them. Default: all.")
  private Selection layers = Selection.ALL;

  @Option(
      names = "--units",
      paramLabel = "LAYER:LIST",
      description = "Of a layer only these biases may change, such as 2:0..4,7. Repeatable.")
  private List<String> units = new ArrayList<>();

  @Option(
      names = "--precision",
      paramLabel = "NUMBER",
      defaultValue = "0.001",
      description = "How far apart the ends may be: an exact decimal. Default: 0.001.")
  private String precision = "";

  /**
   * What was read.
   *
   * @param first makes the network's inputs of the images; null where these are its inputs
   * @param reduction the same; null likewise
   */
  record Read(
      SharedNetwork network,
      @Nullable SharedNetwork first,
      @Nullable Reduction reduction,
      ImageSource source,
      ImageSet images) {

    /** The network with some of the images. */
    Subject subject(Selection selection) {
      return first == null
          ? Subject.of(network, source, images, selection)
          : Subject.reduced(network, first, source, images, selection);
    }
  }

  /** What the images and biases must fulfil, whichever they are. */
  PatchTerms terms(Duration timeout) {
    return PatchTerms.parse(bound, precision, "label", timeout, null);
  }

  FreeBiases free(SharedNetwork shared) {
    return new BiasChoice(layers, units, layerBounds).of(shared.network());
  }

  /** The network as its file has it, to be written with other biases. */
  SharedNetwork network(Runner runner) {
    return network.source().read(runner.files());
  }

  /** The network, the data set, and what reduces its images. */
  Read read(Runner runner) {
    SharedNetwork shared = network(runner);
    SharedNetwork first =
        reduce == null ? null : new NetworkSource(reduce, null).read(runner.files());
    ImageSet set = images.source().read(runner.spark(), runner.files());
    Subject.checkFit(shared, first, images.source(), set);
    Reduction reduction = first == null ? null : Reduction.of(first, set);
    return new Read(shared, first, reduction, images.source(), set);
  }
}
