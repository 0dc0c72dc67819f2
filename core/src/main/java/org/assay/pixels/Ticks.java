package org.assay.pixels;

import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;

/**
 * The values by which a search cuts a pixel's domain: for real inputs the ends of segments that
 * cover it, for grid inputs the values themselves.
 *
 * @param values ascending; of grid inputs all members of the domain, else from its lower end,
 *     rounded down, to its upper end, rounded up
 * @param segments whether what lies between neighbours counts too
 */
@SuppressWarnings("ArrayRecordComponent")
record Ticks(double[] values, boolean segments) {

  private static final int SEGMENTS = 64;
  private static final int GRID = 256;

  /** The ticks of an image's pixels. */
  static Ticks of(AskedImage image) {
    return image.terms().inputs() == Inputs.GRID
        ? grid(image)
        : segments(image.domain().low().floorDouble(), image.domain().high().ceilingDouble());
  }

  private static Ticks segments(double low, double high) {
    double[] values = new double[SEGMENTS + 1];
    for (int i = 0; i <= SEGMENTS; i++) {
      values[i] = low + (high - low) * i / SEGMENTS;
    }
    values[SEGMENTS] = high;
    return new Ticks(values, true);
  }

  private static Ticks grid(AskedImage image) {
    return new Ticks(grid(image.trace().network().network().elementType(), image.domain()), false);
  }

  /** The values of an 8-bit image, b/255 rounded to the element type, that lie in a domain. */
  static double[] grid(ElementType type, PixelDomain domain) {
    return IntStream.range(0, GRID)
        .mapToDouble(b -> type.round(b / 255.0))
        .filter(value -> domain.contains(Rational.of(value)))
        .toArray();
  }

  int last() {
    return values.length - 1;
  }

  /** A value of the inputs about half way between two ticks. */
  double between(int from, int to) {
    return segments && to == from + 1
        ? values[from] + (values[to] - values[from]) / 2
        : values[middle(from, to)];
  }

  /** Whether a range of ticks can be halved. */
  boolean divides(int from, int to) {
    return segments ? to - from > 1 : to > from;
  }

  /** The last tick of the lower half. */
  int middle(int from, int to) {
    return (from + to) / 2;
  }

  /** The first tick of the upper half. */
  int afterMiddle(int from, int to) {
    return segments ? middle(from, to) : middle(from, to) + 1;
  }
}
