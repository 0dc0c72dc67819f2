package org.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** What {@link PngReader} takes, and what it refuses. */
class PngReaderTest {

  @Test
  void greyIsTakenAsStored() {
    BufferedImage image = noise(BufferedImage.TYPE_BYTE_GRAY, 37, 23);
    Tensor read = PngReader.read(SampleFiles.png(image));
    assertThat(read.shape()).isEqualTo(Shape.of(1, 23, 37));
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.at(i)).isEqualTo(image.getRaster().getSample(i % 37, i / 37, 0) / 255f);
    }
  }

  @Test
  void colourIsRedGreenBlueByPlanes() {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR}) {
      BufferedImage image = noise(type, 19, 31);
      opaque(image);
      assertPlanes(image, PngReader.read(SampleFiles.png(image)));
    }
  }

  @Test
  void palettesAreLookedUp() {
    byte[] ramp = new byte[200];
    byte[] other = new byte[200];
    new Random(2).nextBytes(ramp);
    new Random(3).nextBytes(other);
    IndexColorModel colours = new IndexColorModel(8, 200, ramp, other, ramp);
    BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_INDEXED, colours);
    for (int i = 0; i < 200; i++) {
      image.getRaster().setSample(i % 20, i / 20, 0, i);
    }
    assertPlanes(image, PngReader.read(SampleFiles.png(image)));
  }

  @Test
  void blackAndWhiteIsStretched() {
    BufferedImage image = noise(BufferedImage.TYPE_BYTE_BINARY, 13, 9);
    Tensor read = PngReader.read(SampleFiles.png(image));
    int channels = read.shape().dimension(0);
    for (int i = 0; i < 13 * 9; i++) {
      for (int c = 0; c < channels; c++) {
        assertThat(read.at(c * 13 * 9 + i))
            .isEqualTo(image.getRaster().getSample(i % 13, i / 13, 0));
      }
    }
  }

  @Test
  void aFolderBecomesASet() {
    BufferedImage image = noise(BufferedImage.TYPE_BYTE_GRAY, 5, 5);
    byte[] file = SampleFiles.png(image);
    List<PngReader.Labelled> files = new ArrayList<>();
    files.add(PngReader.Labelled.of("3/a.png", file, 3));
    files.add(PngReader.Labelled.of("4/b.png", file, 4));
    ImageSet set = PngReader.read(files);
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.label(1)).isEqualTo(4);
    assertThat(set.example(1).image()).isEqualTo(PngReader.read(file));
    byte[] wide = SampleFiles.png(noise(BufferedImage.TYPE_BYTE_GRAY, 6, 5));
    files.add(PngReader.Labelled.of("5/c.png", wide, 5));
    assertThatThrownBy(() -> PngReader.read(files))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContainingAll("5/c.png", "1x5x6", "1x5x5");
    files.set(2, PngReader.Labelled.of("5/d.png", new byte[3], 5));
    assertThatThrownBy(() -> PngReader.read(files))
        .hasMessageContaining("5/d.png: PNG: damaged or no PNG");
    assertThatThrownBy(() -> PngReader.read(List.of())).hasMessageContaining("no picture");
  }

  @Test
  void saysWhatIsRefused() {
    assertRefused(SampleFiles.png(noise(BufferedImage.TYPE_USHORT_GRAY, 4, 4)), "16 bits");
    assertRefused(SampleFiles.png(noise(BufferedImage.TYPE_4BYTE_ABGR, 4, 4)), "flatten");
    byte[] good = SampleFiles.png(noise(BufferedImage.TYPE_BYTE_GRAY, 4, 4));
    assertRefused(Arrays.copyOf(good, good.length - 24), "fetch the file again");
    byte[] flipped = good.clone();
    flipped[45] ^= 4;
    assertRefused(flipped, "damaged");
    byte[] huge = good.clone();
    ByteBuffer.wrap(huge).putInt(16, 1 << 30);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(huge, 12, 17);
    ByteBuffer.wrap(huge).putInt(29, (int) crc.getValue());
    assertRefused(huge, "1073741824 x 4");
  }

  private static void assertRefused(byte[] file, String part) {
    assertThatThrownBy(() -> PngReader.read(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(part);
  }

  private static void assertPlanes(BufferedImage image, Tensor read) {
    int columns = image.getWidth();
    int plane = columns * image.getHeight();
    assertThat(read.shape()).isEqualTo(Shape.of(3, image.getHeight(), columns));
    for (int i = 0; i < plane; i++) {
      int rgb = image.getRGB(i % columns, i / columns);
      for (int c = 0; c < 3; c++) {
        assertThat(read.at(c * plane + i)).isEqualTo((rgb >> (16 - 8 * c) & 0xFF) / 255f);
      }
    }
  }

  private static BufferedImage noise(int type, int columns, int rows) {
    BufferedImage image = new BufferedImage(columns, rows, type);
    WritableRaster raster = image.getRaster();
    Random random = new Random(1);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        for (int band = 0; band < raster.getNumBands(); band++) {
          int limit = 1 << Math.min(8, raster.getSampleModel().getSampleSize(band));
          raster.setSample(x, y, band, (x * 3 + y * 5 + random.nextInt(limit / 2)) % limit);
        }
      }
    }
    return image;
  }

  private static void opaque(BufferedImage image) {
    if (image.getColorModel().hasAlpha()) {
      for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
        image.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), 3, 255);
      }
    }
  }
}
