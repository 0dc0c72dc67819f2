package org.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever is done to a file, a reader reads it or throws a {@link DataFormatException}. */
class DamagedFilesTest {

  private static final byte[] LABELS = SampleFiles.idxLabels(2, (byte) 1, (byte) 2);
  private static final byte[] IMAGES = SampleFiles.idxImages(2, 4, 4, new byte[32]);
  private static final byte[] NPY_IMAGES =
      SampleFiles.npy(1, "<f4", true, "2, 4, 2", ByteBuffer.allocate(64));
  private static final byte[] NPY_LABELS =
      SampleFiles.npy(2, "<i8", false, "2,", ByteBuffer.allocate(16));

  @Test
  void idx() {
    damage(IMAGES, b -> IdxReader.read(b, LABELS));
    damage(LABELS, b -> IdxReader.read(IMAGES, b));
    damage(SampleFiles.gzip(IMAGES), b -> IdxReader.read(b, LABELS));
    damage(SampleFiles.gzip(LABELS), b -> IdxReader.read(IMAGES, b));
  }

  @Test
  void csv() {
    byte[] file = SampleFiles.csv("label,a,b,c\n1,0,255,3\n2,1,2.5,3e-3\n");
    damage(file, CsvReader::read);
    damage(SampleFiles.gzip(file), CsvReader::read);
  }

  @Test
  void npy() {
    damage(NPY_IMAGES, b -> NpyReader.read(b, NPY_LABELS));
    damage(NPY_LABELS, b -> NpyReader.read(NPY_IMAGES, b));
  }

  @Test
  void png() {
    BufferedImage grey = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
    damage(SampleFiles.png(grey), PngReader::read);
    BufferedImage indexed = new BufferedImage(9, 4, BufferedImage.TYPE_BYTE_INDEXED);
    damage(SampleFiles.png(indexed), PngReader::read);
    damage(SampleFiles.png(grey), b -> PngReader.read(withChecksums(b)));
    damage(SampleFiles.png(indexed), b -> PngReader.read(withChecksums(b)));
  }

  /** The file with every chunk's checksum made right again, so that damage gets further. */
  private static byte[] withChecksums(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    int at = 8;
    while (at + 12 <= file.length) {
      int length = buffer.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        break;
      }
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      crc.update(file, at + 4, length + 4);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return file;
  }

  private static void damage(byte[] good, Consumer<byte[]> reader) {
    Random random = new Random(5);
    reader.accept(good.clone());
    int refused = 0;
    for (int length = 0; length < good.length; length++) {
      refused += refuses(Arrays.copyOf(good, length), reader);
    }
    for (int round = 0; round < 5_000; round++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += refuses(bad, reader);
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      bad[random.nextInt(bad.length)] = (byte) (random.nextInt(3) - 1);
      refused += refuses(bad, reader);
    }
    assertThat(refused).isGreaterThan(good.length / 2);
  }

  private static int refuses(byte[] bytes, Consumer<byte[]> reader) {
    try {
      reader.accept(bytes);
      return 0;
    } catch (DataFormatException e) {
      assertThat(e).hasMessageMatching("(?s).{20,}");
      return 1;
    }
  }
}
