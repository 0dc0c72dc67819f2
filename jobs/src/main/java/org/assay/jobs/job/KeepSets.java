package org.assay.jobs.job;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assay.dataset.ImageSet;
import org.assay.eval.ExactSemantics;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Images that a network labels right in EXACT arithmetic, drawn to be kept. A set is the same for
 * every question, but that images which the question is about are passed over and the next ones
 * taken in their place. For one thread.
 */
public final class KeepSets {

  private final Network network;
  private final @Nullable Reduction reduction;
  private final ImageSet images;
  private final long seed;
  private final Map<Integer, Integer> present = new HashMap<>();

  /**
   * Sets of a data set.
   *
   * @param reduction what makes the network's inputs of the images; null where these are its inputs
   */
  public KeepSets(
      SharedNetwork network, @Nullable Reduction reduction, ImageSet images, long seed) {
    this.network = network.network();
    this.reduction = reduction;
    this.images = images;
    this.seed = seed;
  }

  ImageSet images() {
    return images;
  }

  Network network() {
    return network;
  }

  /** Whether the network gives an image its true label, in EXACT arithmetic. */
  boolean isRight(int image) {
    return present(image) == images.label(image);
  }

  /** The label that the network gives an image, in EXACT arithmetic. */
  int present(int image) {
    return present.computeIfAbsent(
        image, id -> ExactSemantics.label(ExactSemantics.logits(network, input(id))));
  }

  private Tensor input(int image) {
    Tensor read = images.example(image).image();
    return reduction == null ? read : reduction.of(read, network);
  }

  /**
   * A set, in order of labels: as many of each as are asked for, none of them right but barred.
   *
   * @param set its number, from 0
   */
  List<Integer> drawn(int set, int perLabel, IntPredicate barred) {
    IntPredicate may = image -> !barred.test(image) && isRight(image);
    SeededSets sets = new SeededSets(images, network.labels(), may, seed);
    return Arrays.stream(sets.keep(set, perLabel, image -> false)).boxed().toList();
  }

  /** Whether two images are the same input. */
  boolean isSame(int image, int other) {
    return image == other || same(input(image).toDoubles(), input(other).toDoubles());
  }

  /** Equal as numbers: the zeros are one. */
  private static boolean same(double[] a, double[] b) {
    return IntStream.range(0, a.length).allMatch(i -> a[i] == b[i]);
  }
}
