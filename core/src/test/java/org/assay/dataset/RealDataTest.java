package org.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

/** The readers on real files; sums and first labels were computed with NumPy. */
@NeedsData({"mnist", "eran_data", "wk17a"})
class RealDataTest {

  private static byte[] bytes(String path) throws IOException {
    return Files.readAllBytes(AssayData.data(path));
  }

  private static ImageSet mnist(String split) throws IOException {
    return IdxReader.read(
        bytes("mnist/" + split + "-images-idx3-ubyte.gz"),
        bytes("mnist/" + split + "-labels-idx1-ubyte.gz"));
  }

  private static long sum(ImageSet set, int from, int to) {
    long sum = 0;
    for (int id = from; id < to; id++) {
      for (float pixel : set.pixels(id)) {
        sum += Math.round(pixel * 255.0);
      }
    }
    return sum;
  }

  private static int[] labels(ImageSet set, int count) {
    int[] labels = new int[count];
    for (int id = 0; id < count; id++) {
      labels[id] = set.label(id);
    }
    return labels;
  }

  @Test
  void mnistTraining() throws IOException {
    ImageSet train = mnist("train");
    assertThat(train.size()).isEqualTo(60_000);
    assertThat(train.shape()).isEqualTo(Shape.of(1, 28, 28));
    assertThat(labels(train, 12)).containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5);
    assertThat(sum(train, 0, 60_000)).isEqualTo(1_567_298_545L);
  }

  @Test
  void mnistTestAndTheSameImagesAsText() throws IOException {
    ImageSet test = mnist("t10k");
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(labels(test, 12)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6);
    assertThat(sum(test, 0, 10_000)).isEqualTo(264_923_200L);
    ImageSet text = CsvReader.read(bytes("eran_data/mnist_test.csv"));
    assertThat(text.size()).isEqualTo(100);
    for (int id = 0; id < 100; id++) {
      assertThat(text.pixels(id)).isEqualTo(test.pixels(id));
      assertThat(text.label(id)).isEqualTo(test.label(id));
    }
  }

  @Test
  void cifarAsText() throws IOException {
    ImageSet set = CsvReader.read(bytes("eran_data/cifar10_test.csv"));
    assertThat(set.size()).isEqualTo(100);
    assertThat(set.shape()).isEqualTo(Shape.of(3072));
    assertThat(labels(set, 1)).containsExactly(3);
    assertThat(set.pixels(0)).startsWith(158 / 255f, 112 / 255f, 49 / 255f);
  }

  @Test
  void arraysOfRsl18a() throws IOException {
    NpyArray weights = NpyArray.read("W1", bytes("wk17a/RSL18a/linf0.1/W1.npy"));
    assertThat(weights.dimensions()).isEqualTo(List.of(784, 500));
    assertThat(weights.at(0)).isEqualTo(0x1.5bda64p-10);
    double sum = 0;
    for (int i = 0; i < weights.size(); i++) {
      sum += weights.at(i);
    }
    assertThat(sum).isEqualTo(12.651482686381001, org.assertj.core.data.Offset.offset(1e-9));
  }
}
