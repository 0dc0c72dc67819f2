package org.assay.query;

import java.io.Serializable;
import org.assay.exact.Rational;

/** The closed interval of values that a pixel may take, such as 0 to 1. */
public record PixelDomain(Rational low, Rational high) implements Serializable {

  public static final PixelDomain UNIT = new PixelDomain(Rational.ZERO, Rational.ONE);

  public PixelDomain {
    if (low.compareTo(high) >= 0) {
      throw new IllegalArgumentException("pixel domain: " + low + " is not below " + high);
    }
  }

  /** Reads {@code lo:hi} with exact decimals, such as {@code -1:1}. */
  public static PixelDomain parse(String text) {
    String[] ends = text.split(":", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("pixel domain must be lo:hi, such as 0:1, not " + text);
    }
    return new PixelDomain(Rational.parse(ends[0].strip()), Rational.parse(ends[1].strip()));
  }

  public boolean contains(Rational value) {
    return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
  }
}
