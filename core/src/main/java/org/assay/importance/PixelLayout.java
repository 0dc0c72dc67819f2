package org.assay.importance;

import java.util.Arrays;
import org.assay.network.Shape;

/**
 * Which positions of a flat image make up a pixel. An image of shape {@code [channels][rows]
 * [columns]} has {@code rows * columns} pixels, and pixel {@code p} stands at {@code p + c * rows *
 * columns} for each channel {@code c}; an image of any other shape has one position a pixel.
 *
 * @param pixels number of pixels
 * @param firstChannel the first channel that belongs to a pixel
 * @param channels how many channels belong to a pixel
 */
public record PixelLayout(int pixels, int firstChannel, int channels) {

  /** The layout in which a pixel is all its channels at once. */
  public static PixelLayout of(Shape image) {
    return image.rank() == 3
        ? new PixelLayout(image.dimension(1) * image.dimension(2), 0, image.dimension(0))
        : new PixelLayout(image.size(), 0, 1);
  }

  /** The layout in which a pixel is one of its channels. */
  public PixelLayout channel(int channel) {
    if (channel < 0 || channel >= channels) {
      throw new IllegalArgumentException(
          "channel " + channel + " of an image with " + channels + " channels, counted from 0");
    }
    return new PixelLayout(pixels, firstChannel + channel, 1);
  }

  /** The flat positions of a pixel, ascending. */
  public int[] positions(int pixel) {
    int[] positions = new int[channels];
    Arrays.setAll(positions, c -> pixel + (firstChannel + c) * pixels);
    return positions;
  }

  /** The pixel that a flat position belongs to. */
  public int pixel(int position) {
    return position % pixels;
  }
}
