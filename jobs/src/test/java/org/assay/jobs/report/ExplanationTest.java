package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  /** Label 3 has 1/2 and a quarter of pixel 401, label 4 has pixel 400, the others have 0. */
  private static final Network NETWORK = network();

  private static Network network() {
    float[] weights = new float[10 * Samples.PIXELS];
    float[] bias = new float[10];
    bias[3] = 0.5f;
    weights[3 * Samples.PIXELS + 401] = 0.25f;
    weights[4 * Samples.PIXELS + 400] = 1;
    Shape shape = Shape.of(10, Samples.PIXELS);
    Dense dense = Dense.of(Tensor.of(shape, weights), Tensor.of(Shape.of(10), bias));
    return new Network("tiny", ElementType.FLOAT32, Shape.of(Samples.PIXELS), List.of(dense));
  }

  private static ImageRow image() {
    ImageRow ring = Samples.image(3, 3, 3);
    List<Float> pixels = new ArrayList<>(ring.pixels());
    pixels.set(400, 0f);
    pixels.set(401, 1f);
    return new ImageRow(3, 3, 3, 3, null, true, 0.75, "AUDITED", "p", pixels);
  }

  private static Explanation explanation(String witness, String kind) {
    ImageRow image = image();
    PixelAttackRow attack = Samples.witnessed(image, 400, new int[] {0, 1, 2}, 4, witness, kind);
    Specimen specimen =
        new Specimen(
            image,
            Samples.PIXELS,
            Samples.specimen(3, 3, 0).ranks(),
            List.of(attack),
            Samples.single(image, List.of(attack)),
            Samples.pairs(image),
            0,
            List.of());
    return new Explanation(
        ImageStory.of(
            Samples.subject(),
            specimen,
            new ImageStory.Stored(List.of(Samples.single(image, List.of(attack))), List.of()),
            NETWORK),
        Optional.empty());
  }

  @Test
  void marginsAreThoseOfTheNetworkRunAgain() {
    String text = explanation("1", "FLOAT").text();
    assertThat(text)
        .contains("Its margin over the next label is 0.75 in ORDERED arithmetic and 0.75 in EXACT")
        .contains("EXACT label 4, ahead by 0.25; ORDERED label 4")
        .contains("In pattern scope, of 784 pixels 1 attackable", "Attackable pixels in pattern")
        .contains("The picture shows the witness exactly.");
  }

  @Test
  void aWitnessOffTheGridIsSaidToBeRounded() {
    // 0.7505 attacks (it is above 3/4), its nearest grey level 191/255 = 0.749 does not.
    String text = explanation("1501/2000", "RATIONAL").text();
    assertThat(text)
        .contains("EXACT label 4, ahead by 5.0E-4; the witness is not float32")
        .contains("ORDERED arithmetic says 3 (no longer an attack)");
  }

  @Test
  void aPairOfOnlyTheSummaryIsShownToo() {
    assertThat(explanation("1", "FLOAT").files()).containsKey("image-3-witness-two-pixels.png");
  }

  private static BufferedImage decoded(Map<String, byte[]> files, String name) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(Objects.requireNonNull(files.get(name))));
  }

  @Test
  void picturesCanBeReadAsDataAgain() throws Exception {
    Map<String, byte[]> files = explanation("1", "FLOAT").files();
    BufferedImage original = decoded(files, "image-3-original.png");
    BufferedImage witness = decoded(files, "image-3-witness-one-pixel.png");
    for (int p = 0; p < Samples.PIXELS; p++) {
      int level = Math.round(image().pixels().get(p) * 255);
      assertThat(original.getRaster().getSample(p % 28, p / 28, 0)).isEqualTo(level);
      assertThat(witness.getRaster().getSample(p % 28, p / 28, 0))
          .isEqualTo(p == 400 ? 255 : level);
    }
  }

  @Test
  void thePageIsEscapedAndNeedsNoNetwork() {
    String page =
        new String(
            Objects.requireNonNull(explanation("1", "FLOAT").files().get("image-3.html")),
            StandardCharsets.UTF_8);
    assertThat(page.contains("data/&lt;mnist&gt;&amp;co")).isTrue();
    assertThat(page.contains("<mnist>")).isFalse();
    assertThat(page.contains("http:") || page.contains("https:")).isFalse();
  }
}
