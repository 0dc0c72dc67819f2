package org.assay.jobs.cli;

import org.assay.dataset.ImageSet;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.query.PixelDomain;
import picocli.CommandLine.Option;

/** Which images. */
final class DataOptions {

  @Option(names = "--images", required = true, paramLabel = "DATA", description = ImageOptions.DATA)
  private String images = "";

  @Option(
      names = "--split",
      paramLabel = "SET",
      defaultValue = "TEST",
      description = "Of MNIST's files: test or train. Default: test.")
  private ImageOptions.Split split = ImageOptions.Split.TEST;

  @Option(names = "--transpose", description = "The network takes images columns first.")
  private boolean transpose;

  @Option(
      names = "--select",
      paramLabel = "LIST",
      description = "Positions in the data set, such as 0..99 or 3,7,20..29. Default: all.")
  private Selection selection = Selection.ALL;

  @Option(
      names = "--domain",
      paramLabel = "LO:HI",
      defaultValue = "0:1",
      description = "The closed interval of a pixel's values, in exact decimals. Default: 0:1.")
  private PixelDomain domain = PixelDomain.UNIT;

  ImageSource source() {
    return new ImageSource(images, split == ImageOptions.Split.TRAIN, transpose);
  }

  Subject subject(Runner runner, NetworkOptions network) {
    return Subject.read(runner.spark(), runner.files(), network.source(), source(), selection);
  }

  /** The images with a network that takes them. */
  Subject subject(SharedNetwork network, ImageSet read) {
    return Subject.of(network, source(), read, selection);
  }

  /** The images alone. */
  SharedImages images(Runner runner) {
    ImageSet read = source().read(runner.spark(), runner.files());
    return SharedImages.of(read, selection, read.shape());
  }

  /** The images with a network that takes what a reduction makes of them. */
  Subject reduced(SharedNetwork network, SharedNetwork reduction, ImageSet read) {
    return Subject.reduced(network, reduction, source(), read, selection);
  }

  /** The images with a network that is not asked for their labels. */
  Subject input(Runner runner, NetworkOptions network) {
    return Subject.input(runner.spark(), runner.files(), network.source(), source(), selection);
  }

  Selection selection() {
    return selection;
  }

  PixelDomain domain() {
    return domain;
  }
}
