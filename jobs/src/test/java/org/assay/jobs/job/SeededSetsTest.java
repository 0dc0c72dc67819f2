package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.dataset.ImageSet;
import org.assay.jobs.run.BadInput;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

/** Drawn images are of their labels, may be drawn, and depend on the seed alone. */
class SeededSetsTest {

  private static final int LABELS = 4;

  /** Image i is of label i mod 4. */
  private static ImageSet images(int count) {
    List<byte[]> pixels = IntStream.range(0, count).mapToObj(i -> new byte[] {(byte) i}).toList();
    return ImageSet.ofBytes(
        Shape.of(1, 1, 1), pixels, IntStream.range(0, count).map(i -> i % LABELS).toArray());
  }

  private static SeededSets sets(long seed) {
    return new SeededSets(images(400), LABELS, image -> image % 3 != 0, seed);
  }

  @Test
  void eachLabelHasSoManyThatMayBeDrawn() {
    int[] kept = sets(7).keep(0, 3, image -> image == 50);
    assertThat(Arrays.stream(kept).map(i -> i % LABELS))
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
    assertThat(kept).doesNotHaveDuplicates();
    assertThat(Arrays.stream(kept)).allMatch(i -> i % 3 != 0 && i != 50);
  }

  @Test
  void setsDependOnSeedAndNumberAlone() {
    assertThat(sets(7).keep(2, 5, i -> false)).isEqualTo(sets(7).keep(2, 5, i -> false));
    assertThat(sets(7).keep(2, 5, i -> false)).isNotEqualTo(sets(7).keep(3, 5, i -> false));
    assertThat(sets(7).keep(2, 5, i -> false)).isNotEqualTo(sets(8).keep(2, 5, i -> false));
  }

  @Test
  void anyImageIsDrawnAboutAsOften() {
    int[] drawn = new int[400];
    for (int set = 0; set < 6600; set++) {
      drawn[sets(1).change(set, 1)]++;
    }
    for (int image = 0; image < 400; image++) {
      boolean may = image % LABELS == 1 && image % 3 != 0;
      assertThat(drawn[image]).as("image %d", image).isBetween(may ? 60 : 0, may ? 145 : 0);
    }
  }

  @Test
  void questionsKeepOthersThanTheyChange() {
    for (int set = 0; set < 50; set++) {
      PatchQuestion question = sets(3).question(set, 10, 1, 2);
      PrescribedImage changed = question.change().get(0);
      assertThat(changed.image() % LABELS).isEqualTo(1);
      assertThat(changed.label()).isEqualTo(2);
      assertThat(question.keep()).hasSize(40).noneMatch(k -> k.image() == changed.image());
    }
  }

  @Test
  void tooFewImagesAreRefused() {
    assertThatThrownBy(() -> sets(3).keep(0, 68, i -> false))
        .isInstanceOf(BadInput.class)
        .hasMessage("the data set has only 66 images of label 0 that may be drawn, not 68");
  }
}
