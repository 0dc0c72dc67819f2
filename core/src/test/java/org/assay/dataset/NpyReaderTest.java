package org.assay.dataset;

import static org.assay.dataset.SampleFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

class NpyReaderTest {

  private static final byte[] TWO_LABELS =
      npy(1, "<i8", false, "2,", little(16).putLong(4).putLong(9));

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer;
  }

  @Test
  void bytesAre8BitInEveryVersion() {
    for (int version = 1; version <= 3; version++) {
      byte[] images = npy(version, "|u1", false, "2, 2, 1", bytes(0, 255, 51, 1));
      ImageSet set = NpyReader.read(images, TWO_LABELS);
      assertThat(set.shape()).isEqualTo(Shape.of(1, 2, 1));
      assertThat(set.label(1)).isEqualTo(9);
      assertThat(set.pixels(0)).containsExactly(0f, 1f);
      assertThat(set.pixels(1)).containsExactly(0.2f, 1 / 255f);
    }
  }

  @Test
  void floatsAreTakenAsTheyStandInEitherByteOrder() {
    byte[] four = npy(1, "<f4", false, "2, 1", little(8).putFloat(0.1f).putFloat(-3));
    byte[] eight =
        npy(1, ">f8", false, "2, 1", ByteBuffer.allocate(16).putDouble(0.1).putDouble(-3));
    for (byte[] images : new byte[][] {four, eight}) {
      ImageSet set = NpyReader.read(images, TWO_LABELS);
      assertThat(set.shape()).isEqualTo(Shape.of(1));
      assertThat(set.pixels(0)).containsExactly(0.1f);
      assertThat(set.pixels(1)).containsExactly(-3f);
    }
  }

  @Test
  void integersAre8BitWhereSomeIsAboveOne() {
    byte[] images = npy(1, ">i4", false, "2, 1", ByteBuffer.allocate(8).putInt(0).putInt(51));
    assertThat(NpyReader.read(images, TWO_LABELS).pixels(1)).containsExactly(0.2f);
    byte[] binary = npy(1, "<i8", false, "2, 1", little(16).putLong(0).putLong(1));
    assertThat(NpyReader.read(binary, TWO_LABELS).pixels(1)).containsExactly(1f);
    byte[] wide = npy(1, "<i8", false, "2, 1", little(16).putLong(0).putLong(256));
    assertWrong(wide, TWO_LABELS, "256", "store others as f4");
  }

  @Test
  void fortranOrderIsTurnedRound() {
    NpyArray array =
        NpyArray.read(
            "a", npy(1, "|u1", true, "2, 3, 2", bytes(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11)));
    assertThat(array.dimensions()).isEqualTo(List.of(2, 3, 2));
    for (int i = 0; i < 12; i++) {
      assertThat(array.at(i)).isEqualTo(i);
    }
  }

  @Test
  void saysWhatIsWrong() {
    byte[] good = npy(1, "|u1", false, "2, 2", bytes(1, 2, 3, 4));
    assertWrong(Arrays.copyOf(good, good.length - 1), TWO_LABELS, "needs 4 bytes", "has 3");
    assertWrong(Arrays.copyOf(good, 8), TWO_LABELS, "truncated");
    assertWrong(Arrays.copyOf(good, 40), TWO_LABELS, "header");
    assertWrong(new byte[20], TWO_LABELS, "magic");
    assertWrong(npy(1, "|u1", false, "3, 1", bytes(1, 2, 3)), TWO_LABELS, "3 images but 2 labels");
    assertWrong(npy(1, "<f2", false, "2, 1", bytes(1, 2, 3, 4)), TWO_LABELS, "'<f2'", "store");
    assertWrong(npy(1, "|u1", false, "2", bytes(1, 2)), TWO_LABELS, "first axis");
    assertWrong(npy(1, "|u1", false, "999999999, 9", bytes(1)), TWO_LABELS, "2^31");
    assertWrong(good, npy(1, "<f4", false, "2", little(8).putFloat(1).putFloat(.5f)), "0.5");
    assertWrong(good, npy(1, "|u1", false, "1, 2", bytes(1, 2)), "shape [count]");
    assertWrong(npy(4, "|u1", false, "2, 1", bytes(1, 2)), TWO_LABELS, "version 4");
    byte[] infinite = npy(1, "<f8", false, "2, 1", little(16).putDouble(1e300).putDouble(0));
    assertWrong(infinite, TWO_LABELS, "finite");
  }

  private static void assertWrong(byte[] images, byte[] labels, String... parts) {
    assertThatThrownBy(() -> NpyReader.read(images, labels))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContainingAll(parts);
  }
}
