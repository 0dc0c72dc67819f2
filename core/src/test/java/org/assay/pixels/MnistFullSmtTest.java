package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.dataset.IdxReader;
import org.assay.dataset.ImageSet;
import org.assay.format.OnnxReader;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The solver over all patterns on MNIST: what exact walks along the pixels' lines say. */
@NeedsData({"mnist", "wk17a"})
class MnistFullSmtTest {

  private static ImageSet digits;

  @BeforeAll
  static void read() throws IOException {
    digits =
        IdxReader.read(
            Files.readAllBytes(AssayData.data("mnist/t10k-images-idx3-ubyte.gz")),
            Files.readAllBytes(AssayData.data("mnist/t10k-labels-idx1-ubyte.gz")));
  }

  @Test
  void onDeepcheck() throws IOException {
    Counts counts =
        agree(AssayData.models("deepcheck-784-10-10-10-10.onnx"), new int[] {8, 33}, every(1));
    assertThat(counts.attackable()).isBetween(100, 1_400);
    assertThat(counts.beyondPattern()).isPositive();
  }

  @Test
  void onHardTanh() throws IOException {
    Counts counts =
        agree(AssayData.models("hardtanh-784-10-10-10.onnx"), new int[] {18, 61}, every(2));
    assertThat(counts.beyondPattern()).isPositive();
  }

  @Test
  void onAConvolutionalNetwork() throws IOException {
    int[] some = {65, 70, 200, 385};
    Counts counts =
        agree(AssayData.data("wk17a/derived/wk17a_linf0.1.onnx"), new int[] {259}, some);
    assertThat(counts.attackable()).isBetween(1, some.length - 1);
  }

  private static int[] every(int step) {
    return IntStream.range(0, 784 / step).map(i -> i * step).toArray();
  }

  /** How many pixels are attackable, and how many of them not within the activation pattern. */
  private record Counts(int attackable, int beyondPattern) {}

  private static Counts agree(Path file, int[] images, int[] pixels) throws IOException {
    Network network = OnnxReader.read("model", Files.readAllBytes(file)).network();
    int attackable = 0;
    int beyondPattern = 0;
    try (Z3Session session = new Z3Session()) {
      for (int id : images) {
        Tensor digit = digits.example(id).image().reshape(network.input());
        AskedImage image =
            SmallNetworks.image(
                network, digit, WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.FULL));
        PatternGeometry pattern =
            new PatternGeometry(SmallNetworks.image(network, digit, PixelDomain.UNIT));
        FullSmt smt = new FullSmt(image, session);
        for (int p : pixels) {
          PixelAnswer answer = smt.pixel(p, Budget.UNLIMITED.start());
          GermWalk walk = GermWalk.of(image, p);
          assertThat(answer.attackable()).as("%s", answer).isEqualTo(walk.attackable());
          assertThat(answer.labels()).as("%s", answer).isEqualTo(walk.labels());
          boolean within = pattern.pixel(p, Budget.UNLIMITED.start()).attackable();
          assertThat(answer.attackable() || !within).isTrue();
          attackable += answer.attackable() ? 1 : 0;
          beyondPattern += answer.attackable() && !within ? 1 : 0;
        }
      }
    }
    return new Counts(attackable, beyondPattern);
  }
}
