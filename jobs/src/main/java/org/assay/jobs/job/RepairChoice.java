package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.dataset.ImageSet;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Which images of a data set are to be put right, which stay, and which are held out.
 *
 * @param fix images to be put right; null where the first misclassified ones are
 * @param wrong of these, how many, and among which; null where images are named
 * @param keep images that keep the network's label, or the one named; null where some are drawn
 * @param perLabel how many of each label are drawn to be kept, of those that the network labels
 *     right and that are not held out
 * @param heldOut positions; null for all images not used otherwise
 */
public record RepairChoice(
    @Nullable List<PrescribedImage> fix,
    @Nullable FirstWrong wrong,
    @Nullable List<PrescribedImage> keep,
    int perLabel,
    @Nullable Selection heldOut) {

  private static final String DRAWN = "a drawn image";

  /**
   * The first misclassified images.
   *
   * @param count how many
   * @param among positions
   */
  public record FirstWrong(int count, Selection among) {

    public FirstWrong {
      if (count < 1) {
        throw new BadInput("fix-wrong must be at least 1, not " + count);
      }
    }
  }

  /**
   * What was chosen.
   *
   * @param question of the patch
   * @param heldOut none of the images of the question
   */
  public record Chosen(PatchQuestion question, Selection heldOut) {}

  public RepairChoice {
    if ((fix == null) == (wrong == null)) {
      throw new BadInput("which images are to be put right? Give one of --fix and --fix-wrong");
    }
    if (perLabel < 0) {
      throw new BadInput("keep-per-label must be at least 0, not " + perLabel);
    }
    if (keep != null && perLabel > 0) {
      throw new BadInput("--keep names the images, --keep-per-label draws them; give one");
    }
  }

  /** The choice in a data set; {@link BadInput} that names the image where it cannot be made. */
  public Chosen of(KeepSets sets) {
    ImageSet images = sets.images();
    if (heldOut != null) {
      inside("held-out", heldOut, images.size());
    }
    List<PrescribedImage> right = fix == null ? firstWrong(sets) : named(fix, sets);
    Set<Integer> taken = right.stream().map(PrescribedImage::image).collect(Collectors.toSet());
    List<PrescribedImage> kept = keep == null ? drawn(sets, taken) : keep;
    PatchQuestion question = new PatchQuestion(kept, right);
    question.check(images.size(), sets.network().labels());
    return new Chosen(question, heldOut(question, images.size()));
  }

  private static void inside(String option, Selection selection, int size) {
    for (Selection.Range range : selection.ranges()) {
      if (range.last() >= size) {
        throw new BadInput(
            "%s %s: image %d lies outside the data set, whose images are 0..%d"
                .formatted(option, range, range.last(), size - 1));
      }
    }
  }

  /** The named images with their true labels. */
  private static List<PrescribedImage> named(List<PrescribedImage> fix, KeepSets sets) {
    List<PrescribedImage> all = new ArrayList<>();
    ImageSet images = sets.images();
    for (PrescribedImage one : fix) {
      if (one.image() >= images.size()) {
        throw new BadInput(
            "%s: image %d lies outside the data set, whose images are 0..%d"
                .formatted(one.place(), one.image(), images.size() - 1));
      }
      int label = images.label(one.image());
      if (one.label() != null && one.label() != label) {
        throw new BadInput(
            "%s: image %d has the true label %d, not %d; leave the label out, or use patch"
                .formatted(one.place(), one.image(), label, one.label()));
      }
      if (sets.isRight(one.image())) {
        throw new BadInput(
            "%s: the network labels image %d right, as a %d; there is nothing to put right"
                .formatted(one.place(), one.image(), label));
      }
      all.add(new PrescribedImage(one.image(), label, one.place()));
    }
    return all;
  }

  private List<PrescribedImage> firstWrong(KeepSets sets) {
    FirstWrong first = wrong == null ? new FirstWrong(1, Selection.ALL) : wrong;
    ImageSet images = sets.images();
    inside("select", first.among(), images.size());
    IntPredicate may =
        image -> first.among().contains(image) && (heldOut == null || !heldOut.contains(image));
    List<PrescribedImage> found =
        IntStream.range(0, images.size())
            .filter(may)
            .filter(image -> !sets.isRight(image))
            .limit(first.count())
            .mapToObj(image -> new PrescribedImage(image, images.label(image), "--fix-wrong"))
            .toList();
    if (found.size() < first.count()) {
      throw new BadInput(
          "fix-wrong %d: the network labels only %d of the selected images wrong"
              .formatted(first.count(), found.size()));
    }
    return found;
  }

  private List<PrescribedImage> drawn(KeepSets sets, Set<Integer> taken) {
    IntPredicate barred =
        image ->
            (heldOut != null && heldOut.contains(image))
                || taken.stream().anyMatch(fixed -> sets.isSame(image, fixed));
    return perLabel == 0
        ? List.of()
        : sets.drawn(0, perLabel, barred).stream()
            .map(image -> new PrescribedImage(image, null, DRAWN))
            .toList();
  }

  private Selection heldOut(PatchQuestion question, int size) {
    List<PrescribedImage> used =
        Stream.concat(question.keep().stream(), question.change().stream()).toList();
    for (PrescribedImage one : used) {
      if (heldOut != null && heldOut.contains(one.image())) {
        throw new BadInput(
            "%s: image %d is held out too; take it out of --held-out, or of the others"
                .formatted(one.place(), one.image()));
      }
    }
    if (heldOut != null) {
      return heldOut;
    }
    Set<Integer> taken = new HashSet<>(used.stream().map(PrescribedImage::image).toList());
    List<Selection.Range> left =
        IntStream.range(0, size)
            .filter(image -> !taken.contains(image))
            .mapToObj(image -> new Selection.Range(image, image))
            .toList();
    if (left.isEmpty()) {
      throw new BadInput("no image is left to be held out; keep or fix fewer");
    }
    return new Selection(left);
  }
}
