package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assay.dataset.ImageSet;
import org.assay.eval.ExactSemantics;
import org.assay.jobs.run.BadInput;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Images that are drawn at random to be kept or changed, the same for a seed wherever they are
 * drawn: of each label some that may be taken, each as likely as any other.
 *
 * @param images whose true labels are gone by
 * @param labels how many labels there are, from 0
 * @param right whether an image may be taken, such as one that a network labels right
 */
public record SeededSets(ImageSet images, int labels, IntPredicate right, long seed) {

  private static final long KEEP = 0;
  private static final long CHANGE = 1;

  /**
   * Sets of images that a network labels right, in EXACT arithmetic.
   *
   * @param reduction what makes the network's inputs of the images; null where these are its inputs
   */
  public static SeededSets labelledRight(
      Network network, @Nullable Reduction reduction, ImageSet images, long seed) {
    IntPredicate right =
        id -> {
          Tensor image = images.example(id).image();
          Tensor input = reduction == null ? image : reduction.of(image, network);
          return ExactSemantics.label(ExactSemantics.logits(network, input)) == images.label(id);
        };
    return new SeededSets(images, network.labels(), right, seed);
  }

  /**
   * Images to keep: of each label so many, in order of labels.
   *
   * @param set number of the set, from 0
   * @param perLabel how many of each label
   * @param taken images that are not drawn, such as the one to change
   */
  public int[] keep(int set, int perLabel, IntPredicate taken) {
    return IntStream.range(0, labels)
        .flatMap(label -> drawn(random(KEEP, set, label), label, perLabel, taken))
        .toArray();
  }

  /** An image of a label to change. */
  public int change(int set, int label) {
    return drawn(random(CHANGE, set, label), label, 1, image -> false).findFirst().orElseThrow();
  }

  /** A question of its own: an image of a label is to get another one while those drawn stay. */
  public PatchQuestion question(int set, int perLabel, int from, int to) {
    int changed = change(set, from);
    String place = "set " + set;
    return new PatchQuestion(
        IntStream.of(keep(set, perLabel, image -> image == changed))
            .mapToObj(image -> new PrescribedImage(image, null, place))
            .toList(),
        List.of(new PrescribedImage(changed, to, place)));
  }

  private IntStream drawn(SplittableRandom random, int label, int count, IntPredicate taken) {
    List<Integer> left = new ArrayList<>();
    for (int image = 0; image < images.size(); image++) {
      if (images.label(image) == label && !taken.test(image)) {
        left.add(image);
      }
    }
    IntStream.Builder drawn = IntStream.builder();
    for (int found = 0; found < count; ) {
      if (left.isEmpty()) {
        throw new BadInput(
            "the data set has only %d images of label %d that may be drawn, not %d"
                .formatted(found, label, count));
      }
      int place = random.nextInt(left.size());
      int image = left.get(place);
      left.set(place, left.get(left.size() - 1));
      left.remove(left.size() - 1);
      if (right.test(image)) {
        drawn.add(image);
        found++;
      }
    }
    return drawn.build();
  }

  private SplittableRandom random(long what, int set, int label) {
    return new SplittableRandom(((seed * 31 + set) * 31 + label) * 2 + what);
  }
}
