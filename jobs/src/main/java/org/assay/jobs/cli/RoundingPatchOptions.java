package org.assay.jobs.cli;

import java.time.Duration;
import java.util.List;
import org.assay.dataset.ImageSet;
import org.assay.jobs.job.PatchJob;
import org.assay.jobs.job.PatchQuestion;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.job.RoundingPatch;
import org.assay.jobs.job.SeededSets;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.repair.FreeBiases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The question about a patch that is put to a network with each number of bits. */
final class RoundingPatchOptions {

  @Option(
      names = "--patch-from",
      required = true,
      paramLabel = "LABEL",
      description =
          "Asks each network for a patch too: a seeded image of this label is to get that of"
              + " --patch-to, while seeded images of each label keep what the network as it stands"
              + " says.")
  private int from;

  @Option(
      names = "--patch-to",
      required = true,
      paramLabel = "LABEL",
      description = "The label that the image is to get.")
  private int to;

  @Option(
      names = "--patch-bound",
      required = true,
      paramLabel = "NUMBER",
      description = "The most that any bias may change: an exact decimal.")
  private String bound = "";

  @Option(
      names = "--patch-keep-per-label",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Images of each label to keep. Default: ${DEFAULT-VALUE}.")
  private int perLabel;

  @Option(
      names = "--patch-precision",
      paramLabel = "NUMBER",
      defaultValue = "0.001",
      description = "How far apart the ends may be: an exact decimal. Default: 0.001.")
  private String precision = "";

  @Option(
      names = "--patch-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For each number of bits, such as 60s. Default: 60s.")
  private Duration timeout = Duration.ofMinutes(1);

  @Option(
      names = "--patch-seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the images that are drawn. Default: ${DEFAULT-VALUE}.")
  private long seed;

  long seed() {
    return seed;
  }

  /** The question; {@link BadInput} where a data set or network has no such labels. */
  RoundingPatch of(SharedNetwork network, @Nullable Reduction reduction, ImageSet images) {
    int labels = network.network().labels();
    if (from < 0 || from >= labels || to < 0 || to >= labels) {
      throw new BadInput(
          "--patch-from %d and --patch-to %d: the network tells only %d labels apart (0..%d)"
              .formatted(from, to, labels, labels - 1));
    }
    if (from == to) {
      throw new BadInput("--patch-from and --patch-to are both %d; name two labels".formatted(to));
    }
    if (perLabel < 0) {
      throw new BadInput("--patch-keep-per-label must not be negative, not " + perLabel);
    }
    PatchQuestion question =
        SeededSets.labelledRight(network.network(), reduction, images, seed)
            .question(0, perLabel, from, to);
    PatchJob.Asked asked =
        new PatchJob.Asked(
            List.of(question),
            PatchTerms.parse(bound, precision, "label", timeout, null),
            FreeBiases.all(network.network()));
    return new RoundingPatch(
        asked,
        SharedImages.of(
            images,
            asked.images(),
            reduction == null ? network.network().input() : images.shape()));
  }
}
