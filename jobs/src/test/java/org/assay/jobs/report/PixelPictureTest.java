package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.assay.jobs.table.ImageRow;
import org.junit.jupiter.api.Test;

class PixelPictureTest {

  private static final ImageRow IMAGE = Samples.image(0, 3, 3);

  private static BufferedImage decoded(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void aGreyPictureKeepsEveryLevel() throws IOException {
    BufferedImage image = decoded(PixelPicture.of(IMAGE, Samples.subject()).png(1));
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    for (int p = 0; p < Samples.PIXELS; p++) {
      assertThat(image.getRaster().getSample(p % 28, p / 28, 0))
          .isEqualTo(Math.round(IMAGE.pixels().get(p) * 255));
    }
  }

  @Test
  void marksStandWhereTheirPixelsAre() throws IOException {
    PixelPicture picture =
        PixelPicture.of(IMAGE, Samples.subject())
            .painted(List.of(30), PixelPicture.GREEN)
            .framed(List.of(59), PixelPicture.RED);
    BufferedImage image = decoded(picture.png(6));
    assertThat(image.getWidth()).isEqualTo(28 * 6);
    assertThat(image.getRGB(2 * 6 + 3, 6 + 3) & 0xffffff).isEqualTo(PixelPicture.GREEN);
    assertThat(image.getRGB(3 * 6, 2 * 6) & 0xffffff).isEqualTo(PixelPicture.RED);
    assertThat(image.getRGB(3 * 6 + 5, 2 * 6 + 5) & 0xffffff).isEqualTo(PixelPicture.RED);
    assertThat(image.getRGB(3 * 6 + 3, 2 * 6 + 3) & 0xffffff).isNotEqualTo(PixelPicture.RED);
    assertThat(image.getRGB(3 * 6 - 1, 2 * 6) & 0xffffff).isNotEqualTo(PixelPicture.RED);
  }

  @Test
  void equalPicturesAreEqualBytes() {
    PixelPicture a = PixelPicture.of(IMAGE, Samples.subject());
    PixelPicture b = PixelPicture.of(Samples.image(0, 3, 3), Samples.subject());
    assertThat(a.png(3)).isEqualTo(b.png(3));
    assertThat(a.painted(List.of(5), PixelPicture.RED).png(3)).isNotEqualTo(b.png(3));
  }

  @Test
  void valuesOutsideTheDomainAreItsEnds() {
    assertThat(Samples.subject().level(-2)).isZero();
    assertThat(Samples.subject().level(7)).isEqualTo(255);
    assertThat(Samples.subject().level(0.5)).isEqualTo(128);
  }
}
