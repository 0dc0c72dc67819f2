package org.assay.jobs.cli;

import org.assay.jobs.run.ImageSource;
import picocli.CommandLine.Option;

/** Which data set, where a command names images by itself. */
final class ImageOptions {

  static final String DATA =
      "A folder with MNIST's IDX files, IMAGES,LABELS (IDX or .npy), a folder of PNG pictures in"
          + " sub-folders named by label, a .csv (label first), a .npy with its labels beside it,"
          + " Parquet (label, array of float), or bundled:digits.";

  /** Which of MNIST's two sets. */
  enum Split {
    TEST,
    TRAIN
  }

  @Option(names = "--images", required = true, paramLabel = "DATA", description = DATA)
  private String images = "";

  @Option(
      names = "--split",
      paramLabel = "SET",
      defaultValue = "TEST",
      description = "Of MNIST's files: test or train. Default: test.")
  private Split split = Split.TEST;

  @Option(names = "--transpose", description = "The network takes images columns first.")
  private boolean transpose;

  ImageSource source() {
    return new ImageSource(images, split == Split.TRAIN, transpose);
  }
}
