package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.dataset.ImageSet;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedSession;
import org.assay.network.Dense;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Principal components of real images are those that were found by other means. */
@Tag("long")
@NeedsData("mnist")
class PrincipalComponentsTest {

  private static Runner runner(int partitions) {
    Console console = new Console(System.out, System.err, Console.Display.NONE);
    return new Runner(
        SharedSession.get(), Sessions.files(SharedSession.get()), console, partitions);
  }

  private static SharedImages images(ImageSource source, Selection selection) {
    ImageSet read = source.read(SharedSession.get(), Sessions.files(SharedSession.get()));
    return SharedImages.of(read, selection, read.shape());
  }

  private static SharedImages digits(String selection) {
    return images(new ImageSource(ImageSource.DIGITS, false, false), Selection.parse(selection));
  }

  private static Dense layer(Network network) {
    assertThat(network.layers()).hasSize(1);
    return (Dense) network.layers().get(0);
  }

  /** The models of the paper's networks, whose components were computed in float32. */
  @Test
  void componentsOfTheTrainingImagesAreTheModels() throws IOException {
    SharedImages train =
        images(new ImageSource(AssayData.data("mnist").toString(), true, false), Selection.ALL);
    PrincipalComponents found = PrincipalComponents.of(runner(0), train, 100, "pca100");
    // The shares of variance that a computation in numpy gives.
    assertThat(found.variances().get(0)).isCloseTo(5.11678779, within(1e-6));
    assertThat(found.variances().get(2)).isCloseTo(3.25265428, within(1e-6));
    assertSame(found.network(), "pca30.onnx", 30, 1e-6);
    assertSame(found.network(), "pca100.onnx", 100, 2e-5);
  }

  /** Entries up to the sign of a row, and with them the angles between the spaces of all rows. */
  private static void assertSame(Network found, String model, int components, double tolerance)
      throws IOException {
    Network given = OnnxReader.read(model, Files.readAllBytes(AssayData.models(model))).network();
    Dense expected = layer(given);
    assertThat(given.labels()).isEqualTo(components);
    Dense actual = layer(found);
    int size = given.inputs();
    for (int k = 0; k < components; k++) {
      double sign =
          Math.signum(dot(row(actual.weight(), k, size), row(expected.weight(), k, size)));
      for (int p = 0; p < size; p++) {
        assertThat(sign * actual.weight().at(k * size + p))
            .as("%s, component %d, pixel %d", model, k, p)
            .isCloseTo(expected.weight().at(k * size + p), within(tolerance));
      }
      assertThat(sign * actual.bias().at(k)).isCloseTo(expected.bias().at(k), within(2e-5));
      for (int other = 0; other < components; other++) {
        double cosine = dot(row(actual.weight(), k, size), row(expected.weight(), other, size));
        assertThat(Math.abs(cosine)).isCloseTo(other == k ? 1 : 0, within(5 * tolerance));
      }
    }
  }

  private static double[] row(Tensor weight, int row, int size) {
    return Arrays.copyOfRange(weight.toDoubles(), row * size, (row + 1) * size);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void theWorkMayBeCutAnyhow() {
    SharedImages digits = digits("0..299");
    String hash = PrincipalComponents.of(runner(0), digits, 20, "a").network().contentHash();
    for (int partitions : new int[] {1, 3, 64}) {
      assertThat(
              PrincipalComponents.of(runner(partitions), digits, 20, "b").network().contentHash())
          .isEqualTo(hash);
    }
  }

  /** Outputs have mean 0, are uncorrelated, and vary as is said. */
  @Test
  void outputsAreUncorrelated() {
    SharedImages digits = digits("0..199");
    PrincipalComponents found = PrincipalComponents.of(runner(0), digits, 10, "pca10");
    Dense layer = layer(found.network());
    double[][] outputs = new double[200][10];
    for (int n = 0; n < outputs.length; n++) {
      double[] x = digits.example(n).image().toDoubles();
      for (int k = 0; k < 10; k++) {
        outputs[n][k] = dot(row(layer.weight(), k, x.length), x) + layer.bias().at(k);
      }
    }
    for (int k = 0; k < 10; k++) {
      int first = k;
      assertThat(Arrays.stream(outputs).mapToDouble(o -> o[first]).average().orElseThrow())
          .isCloseTo(0, within(1e-5));
      for (int l = 0; l < 10; l++) {
        int second = l;
        assertThat(Arrays.stream(outputs).mapToDouble(o -> o[first] * o[second]).sum() / 200)
            .isCloseTo(k == l ? found.variances().get(k) : 0, within(1e-5));
      }
    }
    assertThat(found.total()).isGreaterThan(found.variances().stream().mapToDouble(v -> v).sum());
  }

  @Test
  void whatImagesDoNotHaveIsRefused() {
    SharedImages few = digits("0..4");
    assertThatThrownBy(() -> PrincipalComponents.of(runner(0), few, 0, "none"))
        .isInstanceOf(BadInput.class)
        .hasMessage("images of 784 values have from 1 to 784 components, not 0");
    assertThatThrownBy(() -> PrincipalComponents.of(runner(0), few, 785, "many"))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> PrincipalComponents.of(runner(0), few, 5, "five"))
        .isInstanceOf(BadInput.class)
        .hasMessage("the images vary in 4 directions only; ask for so many components at most");
  }
}
