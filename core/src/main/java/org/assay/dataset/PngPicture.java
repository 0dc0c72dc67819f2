package org.assay.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.assay.network.Shape;

/**
 * A decoded PNG picture: 8-bit samples, channel after channel. The platform's decoder reads it,
 * once its header has been found to be of a size and kind that are taken.
 */
final class PngPicture {

  private final Shape shape;
  private final byte[] bytes;

  private PngPicture(Shape shape, byte[] bytes) {
    this.shape = shape;
    this.bytes = bytes;
  }

  Shape shape() {
    return shape;
  }

  /** The samples, {@code [channels][rows][columns]}. */
  byte[] bytes() {
    return bytes;
  }

  /** The picture in a file. */
  static PngPicture decode(byte[] file) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            throw bad(warning + "; fetch the file again");
          });
      checkSides(reader.getWidth(0), reader.getHeight(0));
      return of(reader.read(0));
    } catch (DataFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataFormatException(
          "PNG: damaged or no PNG file (" + e.getMessage() + "); fetch the file again", e);
    } finally {
      reader.dispose();
    }
  }

  private static void checkSides(int columns, int rows) {
    if (columns < 1 || rows < 1 || columns > PngReader.MAX_SIDE || rows > PngReader.MAX_SIDE) {
      throw bad(
          "%d x %d pixels; sides from 1 to %d are read"
              .formatted(columns, rows, PngReader.MAX_SIDE));
    }
  }

  private static PngPicture of(BufferedImage image) {
    if (image.getSampleModel().getSampleSize(0) > 8) {
      throw bad("16 bits a channel; save it with 8");
    }
    int channels = isGrey(image) ? 1 : 3;
    int plane = image.getWidth() * image.getHeight();
    byte[] bytes = new byte[channels * plane];
    for (int i = 0; i < plane; i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      if (image.getColorModel().hasAlpha() && image.getRGB(x, y) >>> 24 != 255) {
        throw bad("transparent pixels have no one value; flatten the picture");
      }
      for (int c = 0; c < channels; c++) {
        bytes[c * plane + i] = (byte) sample(image, x, y, c);
      }
    }
    return new PngPicture(Shape.of(channels, image.getHeight(), image.getWidth()), bytes);
  }

  /** Whether it has one channel; grey of fewer than 8 bits comes as up to 16 indexed greys. */
  private static boolean isGrey(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel colours)) {
      return image.getRaster().getNumBands() <= 2;
    }
    boolean grey = colours.getMapSize() <= 16;
    for (int i = 0; i < colours.getMapSize(); i++) {
      grey &= colours.getRed(i) == colours.getGreen(i) && colours.getRed(i) == colours.getBlue(i);
    }
    return grey;
  }

  /** A sample as stored: of greys not through the colour model, which would apply a gamma. */
  private static int sample(BufferedImage image, int x, int y, int channel) {
    return image.getColorModel() instanceof IndexColorModel || image.getRaster().getNumBands() > 2
        ? image.getRGB(x, y) >> (16 - 8 * channel) & 0xFF
        : image.getRaster().getSample(x, y, 0);
  }

  private static DataFormatException bad(String what) {
    return new DataFormatException("PNG: " + what);
  }
}
