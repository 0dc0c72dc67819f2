package org.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  private static final int COUNT = 1_000;
  private static final ImageSet DIGITS = DrawnDigits.draw(COUNT, 1);

  @Test
  void theSameBytesEverywhere() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int id = 0; id < COUNT; id++) {
      for (float pixel : DIGITS.pixels(id)) {
        digest.update((byte) Math.round(pixel * 255));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("d69c66d92f9a2b60792513cc7ae80dee13785fd8e67a2ec7486f8ba6eee25aaf");
  }

  @Test
  void fewerAreTheFirstOfMoreAndSeedsDiffer() {
    ImageSet few = DrawnDigits.draw(30, 1);
    ImageSet others = DrawnDigits.draw(30, 2);
    for (int id = 0; id < 30; id++) {
      assertThat(few.example(id)).isEqualTo(DIGITS.example(id));
      assertThat(others.pixels(id)).isNotEqualTo(DIGITS.pixels(id));
      assertThat(few.label(id)).isEqualTo(id % 10);
    }
  }

  @Test
  void allDifferAndInkIsLikeMnists() {
    Set<Object> seen = new HashSet<>();
    double ink = 0;
    for (int id = 0; id < COUNT; id++) {
      assertThat(seen.add(DIGITS.example(id).image())).as("image %d is new", id).isTrue();
      for (float pixel : DIGITS.pixels(id)) {
        ink += pixel;
      }
    }
    double perImage = ink / COUNT;
    // MNIST's test images hold 103.9 white pixels each, counted by value.
    assertThat(perImage).isBetween(90.0, 120.0);
    assertThat(DIGITS.shape()).isEqualTo(Shape.of(1, 28, 28));
  }

  @Test
  void fittedAndCentredAsMnistIs() {
    for (int id = 0; id < COUNT; id++) {
      float[] pixels = DIGITS.pixels(id);
      double mass = 0;
      double down = 0;
      double right = 0;
      int[] bounds = {28, -1, 28, -1};
      for (int i = 0; i < pixels.length; i++) {
        mass += pixels[i];
        int y = i / 28;
        int x = i % 28;
        down += pixels[i] * y;
        right += pixels[i] * x;
        if (pixels[i] > 0) {
          bounds[0] = Math.min(bounds[0], y);
          bounds[1] = Math.max(bounds[1], y);
          bounds[2] = Math.min(bounds[2], x);
          bounds[3] = Math.max(bounds[3], x);
        }
      }
      assertThat(down / mass).as("centre of %d, down", id).isBetween(13.499, 14.501);
      assertThat(right / mass).as("centre of %d, right", id).isBetween(13.499, 14.501);
      int extent = Math.max(bounds[1] - bounds[0], bounds[3] - bounds[2]) + 1;
      assertThat(extent).as("longer side of %d", id).isBetween(18, 20);
    }
  }

  @Test
  void aNetworkTrainedOnMnistReadsThem() throws IOException, OrtException {
    int[] right = new int[10];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (InputStream in =
            Objects.requireNonNull(
                DrawnDigitsTest.class.getResourceAsStream(
                    "/models/deepcheck-784-10-10-10-10.onnx"));
        OrtSession session = environment.createSession(in.readAllBytes())) {
      for (int id = 0; id < COUNT; id++) {
        FloatBuffer pixels = FloatBuffer.wrap(DIGITS.pixels(id));
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels, new long[] {1, 784});
            OrtSession.Result result = session.run(Map.of("input", tensor))) {
          float[][] logits = (float[][]) result.get(0).getValue();
          right[id % 10] += largest(logits[0]) == DIGITS.label(id) ? 1 : 0;
        }
      }
    }
    int all = 0;
    for (int digit = 0; digit < 10; digit++) {
      assertThat(right[digit]).as("right of 100 drawn %d", digit).isGreaterThanOrEqualTo(50);
      all += right[digit];
    }
    assertThat(all).isGreaterThanOrEqualTo(800);
  }

  private static int largest(float[] logits) {
    int largest = 0;
    for (int i = 1; i < logits.length; i++) {
      largest = logits[i] > logits[largest] ? i : largest;
    }
    return largest;
  }
}
