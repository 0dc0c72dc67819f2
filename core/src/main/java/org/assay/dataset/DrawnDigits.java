package org.assay.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.network.Shape;

/**
 * Handwritten digits drawn by this program: 28 x 28 pixels, 8-bit, white ink on black, in the
 * manner of MNIST and made of no data of it.
 *
 * <p>Each digit is a {@link DigitStyle}, one of several ways in which people write it, with shaken
 * knots, slanted, stretched, turned and bent a little, and drawn by a round pen with soft edges. As
 * in MNIST the ink is fitted into 20 x 20 pixels with its proportions kept, then moved by whole
 * pixels until its centre of mass is the one nearest to the field's centre.
 *
 * <p>The same count and seed give the same bytes on every machine: {@link Random} and {@link
 * StrictMath} are specified to the bit. Fewer digits of the same seed are the first ones of more.
 */
public final class DrawnDigits {

  private static final int SIDE = 28;
  private static final int BOX = 20;
  private static final int CENTRE = 14;

  private DrawnDigits() {}

  /** Digits of shape {@code [1][28][28]}; digit {@code i} has label {@code i % 10}. */
  public static ImageSet draw(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> images = new ArrayList<>();
    int[] labels = new int[count];
    for (int id = 0; id < count; id++) {
      labels[id] = id % 10;
      images.add(draw(labels[id], random));
    }
    return ImageSet.ofBytes(Shape.of(1, SIDE, SIDE), images, labels);
  }

  private static byte[] draw(int digit, Random random) {
    List<Stroke> strokes = new ArrayList<>();
    Hand hand = Hand.random(random);
    for (Stroke stroke : DigitStyle.choose(digit, random).strokes(random)) {
      strokes.add(stroke.map(hand::place));
    }
    return centred(new Pen(random).ink(strokes, BOX));
  }

  /** The box moved into the field so that its centre of mass falls on the centre. */
  private static byte[] centred(int[] box) {
    long mass = 0;
    long down = 0;
    long right = 0;
    for (int i = 0; i < box.length; i++) {
      mass += box[i];
      down += (long) box[i] * (i / BOX);
      right += (long) box[i] * (i % BOX);
    }
    int top = offset(mass, down);
    int left = offset(mass, right);
    byte[] field = new byte[SIDE * SIDE];
    for (int i = 0; i < box.length; i++) {
      field[(top + i / BOX) * SIDE + left + i % BOX] = (byte) box[i];
    }
    return field;
  }

  /** Where the box starts, kept inside the field. */
  private static int offset(long mass, long moment) {
    int offset = (int) StrictMath.round(CENTRE - (double) moment / Math.max(1, mass));
    return Math.max(0, Math.min(SIDE - BOX, offset));
  }
}
