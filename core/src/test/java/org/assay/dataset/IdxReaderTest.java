package org.assay.dataset;

import static org.assay.dataset.SampleFiles.gzip;
import static org.assay.dataset.SampleFiles.idxImages;
import static org.assay.dataset.SampleFiles.idxLabels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

class IdxReaderTest {

  private static final byte[] IMAGES =
      idxImages(2, 1, 2, (byte) 0, (byte) 255, (byte) 51, (byte) 1);
  private static final byte[] LABELS = idxLabels(2, (byte) 7, (byte) 255);

  @Test
  void readsPlainAndZippedFiles() {
    for (byte[] images : new byte[][] {IMAGES, gzip(IMAGES)}) {
      ImageSet set = IdxReader.read(images, gzip(LABELS));
      assertThat(set.size()).isEqualTo(2);
      assertThat(set.shape()).isEqualTo(Shape.of(1, 1, 2));
      assertThat(set.label(0)).isEqualTo(7);
      assertThat(set.label(1)).isEqualTo(255);
      assertThat(set.pixels(0)).containsExactly(0f, 1f);
      assertThat(set.pixels(1)).containsExactly(0.2f, 1 / 255f);
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertWrong(LABELS, IMAGES, "0x00000801", "swapped");
    assertWrong(new byte[] {1, 2, 3, 4, 5}, LABELS, "0x01020304");
    assertWrong(Arrays.copyOf(IMAGES, 19), LABELS, "truncated", "1 bytes");
    assertWrong(Arrays.copyOf(IMAGES, 21), LABELS, "more bytes follow after byte 20");
    assertWrong(IMAGES, idxLabels(1, (byte) 3), "2 images but 1 labels");
    assertWrong(idxImages(-1, 28, 28), LABELS, "4294967295 images");
    assertWrong(idxImages(1 << 30, 1 << 30, 1 << 30), LABELS, "at most 1073741824");
    byte[] zipped = gzip(IMAGES);
    assertWrong(Arrays.copyOf(zipped, zipped.length - 9), LABELS, "damaged gzip");
  }

  @Test
  void aHugeHeaderTakesNoMemory() {
    assertWrong(idxImages(1_000_000, 32, 32), LABELS, "truncated");
    assertWrong(idxImages(1, 1 << 15, 1 << 15), LABELS, "truncated");
    assertWrong(idxImages(1 << 26, 1, 1), LABELS, "at most 1073741824 bytes");
  }

  private static void assertWrong(byte[] images, byte[] labels, String... parts) {
    assertThatThrownBy(() -> IdxReader.read(images, labels))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContainingAll(parts);
  }
}
