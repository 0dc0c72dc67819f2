package org.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class ImageSetTest {

  private static ImageSet counting(Shape shape) {
    byte[] image = new byte[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) i;
    }
    return ImageSet.ofBytes(shape, List.of(image), new int[] {3});
  }

  @Test
  void everyByteBecomesTheFloatQuotient() {
    ImageSet set = counting(Shape.of(1, 16, 16));
    Example example = set.example(0);
    for (int b = 0; b < 256; b++) {
      assertThat(example.image().at(b)).isEqualTo((float) b / 255f);
      assertThat(set.pixels(0)[b]).isEqualTo((float) b / 255f);
    }
    assertThat(example.label()).isEqualTo(3);
    assertThat(example.image().shape()).isEqualTo(Shape.of(1, 16, 16));
  }

  @Test
  void transposingSwapsRowsAndColumnsOfEveryChannel() {
    ImageSet set = counting(Shape.of(2, 2, 3)).transposed();
    assertThat(set.example(0).image())
        .isEqualTo(
            Tensor.of(
                Shape.of(2, 3, 2),
                new float[] {
                  0f, 3 / 255f, 1 / 255f, 4 / 255f, 2 / 255f, 5 / 255f, 6 / 255f, 9 / 255f,
                  7 / 255f, 10 / 255f, 8 / 255f, 11 / 255f
                }));
    assertThat(set.transposed().example(0)).isEqualTo(counting(Shape.of(2, 2, 3)).example(0));
  }

  @Test
  void flatSquaresAndFloatsAreTransposedToo() {
    float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    ImageSet set = ImageSet.ofFloats(Shape.of(9), List.of(image), new int[1]).transposed();
    assertThat(set.pixels(0)).containsExactly(1, 4, 7, 2, 5, 8, 3, 6, 9);
    assertThat(set.shape()).isEqualTo(Shape.of(9));
    assertThatThrownBy(() -> counting(Shape.of(10)).transposed())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give their shape first");
  }

  @Test
  void reshapingKeepsTheValuesInOrder() {
    ImageSet set = counting(Shape.of(6)).reshaped(Shape.of(1, 2, 3));
    assertThat(set.example(0).image().shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(set.pixels(0)).isEqualTo(counting(Shape.of(6)).pixels(0));
    assertThatThrownBy(() -> set.reshaped(Shape.of(5))).hasMessageContaining("5");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Shape shape = Shape.of(2);
    assertThatThrownBy(() -> ImageSet.ofBytes(shape, List.of(new byte[2]), new int[2]))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("1 images but 2 labels");
    assertThatThrownBy(() -> ImageSet.ofFloats(shape, List.of(new float[] {0, 1 / 0f}), new int[1]))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> ImageSet.ofBytes(shape, List.of(new byte[2]), new int[] {-1}))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("negative");
  }

  @Test
  void laterChangesOfTheArraysGivenDoNotShow() {
    byte[] image = {1, 2};
    ImageSet set = ImageSet.ofBytes(Shape.of(2), List.of(image), new int[1]);
    image[0] = 9;
    set.pixels(0)[1] = 7;
    assertThat(set.pixels(0)).containsExactly(1 / 255f, 2 / 255f);
  }
}
