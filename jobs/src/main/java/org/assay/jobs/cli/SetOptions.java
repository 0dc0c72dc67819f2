package org.assay.jobs.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.assay.jobs.job.PatchQuestion;
import org.assay.jobs.job.SeededSets;
import org.assay.jobs.run.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Examples to keep and to change that are drawn by a seed. */
final class SetOptions {

  @Option(
      names = "--sets",
      paramLabel = "NUMBER",
      description =
          "In place of --keep and --change, so many questions drawn by --seed of images that the"
              + " network labels right: some of each label stay, one of label --from becomes --to."
              + " Default: 1.")
  private @Nullable Integer sets;

  @Option(
      names = "--from",
      paramLabel = "LABEL",
      description = "Of drawn sets, the true label of the image to change.")
  private @Nullable Integer from;

  @Option(
      names = "--to",
      paramLabel = "LABEL",
      description = "Of drawn sets, the label that this image is to get.")
  private @Nullable Integer to;

  @Option(
      names = "--keep-per-label",
      paramLabel = "NUMBER",
      description = "Of drawn sets, how many images of each label stay. Default: 1.")
  private @Nullable Integer perLabel;

  /** Whether questions are drawn; what does not go together is told. */
  boolean areDrawn(@Nullable String keep, List<String> change) {
    if (sets == null && from == null && to == null && perLabel == null) {
      if (change.isEmpty()) {
        throw new BadInput("nothing is to change: give --change, or --from and --to");
      }
      return false;
    }
    if (keep != null || !change.isEmpty()) {
      throw new BadInput(
          "--sets, --from, --to and --keep-per-label draw the images; leave --keep and --change out");
    }
    if (from == null || to == null) {
      throw new BadInput("drawn sets need --from and --to, such as --from 1 --to 7");
    }
    atLeast("--sets", sets, 1);
    atLeast("--from", from, 0);
    atLeast("--to", to, 0);
    atLeast("--keep-per-label", perLabel, 0);
    if (from.equals(to)) {
      throw new BadInput("--from and --to are both %d; an image is to change".formatted(from));
    }
    return true;
  }

  private static void atLeast(String option, @Nullable Integer number, int least) {
    if (number != null && number < least) {
      throw new BadInput("%s must be at least %d, not %d".formatted(option, least, number));
    }
  }

  /** How many questions are drawn. */
  int count() {
    return sets == null ? 1 : sets;
  }

  /** The questions drawn. */
  List<PatchQuestion> questions(SeededSets drawn) {
    int before = label("--from", from, drawn.labels());
    int after = label("--to", to, drawn.labels());
    int kept = perLabel == null ? 1 : perLabel;
    return IntStream.range(0, count())
        .mapToObj(set -> drawn.question(set, kept, before, after))
        .toList();
  }

  private static int label(String option, @Nullable Integer label, int labels) {
    if (label == null || label >= labels) {
      throw new BadInput(
          "%s %s: the network tells only %d labels apart (0..%d)"
              .formatted(option, label, labels, labels - 1));
    }
    return label;
  }
}
