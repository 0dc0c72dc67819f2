package org.assay.jobs.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.imageio.ImageIO;
import org.assay.jobs.table.ImageRow;

/**
 * An image of a data set as coloured squares: grey (or its own colours) from the lower to the upper
 * end of the pixel domain, with some pixels painted over or framed. Immutable. Equal pictures give
 * equal PNG bytes on one Java.
 */
final class PixelPicture {

  /** Marks of important pixels. */
  static final int GREEN = 0x22d65b;

  /** Marks of attackable pixels. */
  static final int RED = 0xff3b30;

  private static final int WHITE_LEVEL = 255;

  private final int rows;
  private final int columns;
  private final int[] colours;
  private final int[] frames;

  private PixelPicture(int rows, int columns, int[] colours, int[] frames) {
    this.rows = rows;
    this.columns = columns;
    this.colours = colours;
    this.frames = frames;
  }

  /** The picture of an image as the network takes it. */
  static PixelPicture of(ImageRow image, Subject subject) {
    return of(image.pixels(), subject);
  }

  /** The picture of values as the network takes them. */
  static PixelPicture of(List<Float> values, Subject subject) {
    int pixels = subject.rows() * subject.columns();
    int[] colours = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      int red = subject.level(values.get(p));
      int green = subject.channels() == 3 ? subject.level(values.get(pixels + p)) : red;
      int blue = subject.channels() == 3 ? subject.level(values.get(2 * pixels + p)) : red;
      colours[p] = red << 16 | green << 8 | blue;
    }
    return new PixelPicture(subject.rows(), subject.columns(), colours, new int[pixels]);
  }

  /**
   * A picture of numbers from 0 to 1, one a pixel: black, red, yellow, white by their square roots.
   */
  static PixelPicture heat(double[] numbers, Subject subject) {
    int pixels = subject.rows() * subject.columns();
    int[] colours = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      double level = 3 * Math.sqrt(Math.min(1, Math.max(0, numbers[p])));
      int colour = 0;
      for (int third = 0; third < 3; third++) {
        double part = Math.min(1, Math.max(0, level - third));
        colour = colour << 8 | (int) Math.round(WHITE_LEVEL * part);
      }
      colours[p] = colour;
    }
    return new PixelPicture(subject.rows(), subject.columns(), colours, new int[pixels]);
  }

  /** This picture with some pixels painted over. */
  PixelPicture painted(Collection<Integer> pixels, int colour) {
    int[] copy = colours.clone();
    pixels.forEach(p -> copy[p] = colour);
    return new PixelPicture(rows, columns, copy, frames);
  }

  /** This picture with a frame just inside some pixels, seen at scale 4 and more. */
  PixelPicture framed(Collection<Integer> pixels, int colour) {
    int[] copy = frames.clone();
    pixels.forEach(p -> copy[p] = colour);
    return new PixelPicture(rows, columns, colours, copy);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** A PNG with {@code scale} by {@code scale} dots a pixel: grey with 8 bits where it can be. */
  byte[] png(int scale) {
    boolean grey = isGrey();
    BufferedImage image =
        new BufferedImage(
            columns * scale,
            rows * scale,
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < rows * scale; y++) {
      for (int x = 0; x < columns * scale; x++) {
        int colour = colour(x, y, scale);
        if (grey) {
          image.getRaster().setSample(x, y, 0, colour & WHITE_LEVEL);
        } else {
          image.setRGB(x, y, colour);
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The PNG as the address of an inline image. */
  String dataUri(int scale) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(scale));
  }

  private int colour(int x, int y, int scale) {
    int pixel = y / scale * columns + x / scale;
    int dx = x % scale;
    int dy = y % scale;
    int thickness = Math.max(1, scale / 6);
    boolean edge = Math.min(dx, dy) < thickness || Math.max(dx, dy) >= scale - thickness;
    return frames[pixel] != 0 && scale >= 4 && edge ? frames[pixel] : colours[pixel];
  }

  private boolean isGrey() {
    for (int p = 0; p < colours.length; p++) {
      int c = colours[p];
      if (frames[p] != 0 || (c >> 16 & 255) != (c & 255) || (c >> 8 & 255) != (c & 255)) {
        return false;
      }
    }
    return true;
  }
}
