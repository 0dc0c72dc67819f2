package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Selection;
import org.assay.repair.FreeBiases;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of images: how little biases must change before each gets another label while a
 * keep set stays.
 *
 * @param units images with their sets
 * @param to the label that they are to get; null for any other than the network's
 * @param free the biases that may move
 */
public record ImplantQuestion(
    List<Unit> units, @Nullable Integer to, PatchTerms terms, FreeBiases free)
    implements Serializable {

  /**
   * An image and a keep set.
   *
   * @param image position in the data set
   * @param set number of the set, from 0
   * @param keep positions of its images, which the network labels right; the image is none of them
   */
  public record Unit(int image, int set, List<Integer> keep) implements Serializable {

    public Unit {
      keep = List.copyOf(keep);
    }
  }

  /**
   * How many sets are drawn, and of how many images of each label.
   *
   * @param count of sets for each image
   */
  public record Sets(int count, int perLabel) {

    public Sets {
      atLeast("sets", count, 1);
      atLeast("keep-per-label", perLabel, 0);
    }

    private static void atLeast(String option, int number, int least) {
      if (number < least) {
        throw new BadInput("%s must be at least %d, not %d".formatted(option, least, number));
      }
    }
  }

  public ImplantQuestion {
    units = List.copyOf(units);
  }

  /** Reads a target as users write it: any, or a label. */
  public static @Nullable Integer target(String text, int labels) {
    if (text.strip().equals("any")) {
      return null;
    }
    if (!text.strip().matches("\\d{1,6}")) {
      throw new BadInput("to must be any or a label, such as 7, not " + text);
    }
    int label = Integer.parseInt(text.strip());
    if (label >= labels) {
      throw new BadInput(
          "to is label %d, but the network tells only %d labels apart (0..%d)"
              .formatted(label, labels, labels - 1));
    }
    return label;
  }

  /** Each of the selected images with each of the sets, drawn without it. */
  public static List<Unit> units(KeepSets from, Selection selection, Sets sets) {
    int size = from.images().size();
    selection
        .ranges()
        .forEach(
            range -> {
              if (range.last() >= size) {
                throw new BadInput(
                    "select %s: image %d lies outside the data set, whose images are 0..%d"
                        .formatted(range, range.last(), size - 1));
              }
            });
    List<List<Integer>> common =
        IntStream.range(0, sets.count())
            .mapToObj(set -> from.drawn(set, sets.perLabel(), image -> false))
            .toList();
    List<Unit> units = new ArrayList<>();
    for (int image = 0; image < size; image++) {
      for (int set = 0; set < sets.count() && selection.contains(image); set++) {
        units.add(new Unit(image, set, without(image, set, from, common.get(set))));
      }
    }
    return units;
  }

  /** A set in which the image, and any that is the same input, is replaced. */
  private static List<Integer> without(int image, int set, KeepSets from, List<Integer> common) {
    if (common.stream().noneMatch(kept -> from.isSame(image, kept))) {
      return common;
    }
    int labels = from.network().labels();
    return from.drawn(set, common.size() / labels, other -> from.isSame(image, other));
  }

  /** The images asked about and kept. */
  public Selection images() {
    return new Selection(
        units.stream()
            .flatMap(unit -> Stream.concat(Stream.of(unit.image()), unit.keep().stream()))
            .distinct()
            .sorted()
            .map(image -> new Selection.Range(image, image))
            .toList());
  }
}
