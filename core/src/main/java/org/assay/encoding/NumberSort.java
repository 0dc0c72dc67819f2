package org.assay.encoding;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.ElementType;

/** The numbers that a network is encoded over: reals, or floats of a format. */
public sealed interface NumberSort extends Serializable {

  /** Real numbers: every rational is a member and nothing is rounded. */
  record Reals() implements NumberSort {

    @Override
    public Optional<Rational> nearest(Rational value) {
      return Optional.of(value);
    }

    @Override
    public Optional<Rational> floor(Rational value) {
      return Optional.of(value);
    }

    @Override
    public Optional<Rational> ceiling(Rational value) {
      return Optional.of(value);
    }

    @Override
    public boolean isTypeOf(ElementType type) {
      return false;
    }

    @Override
    public String toString() {
      return "real";
    }
  }

  /** Floats, rounded to nearest, ties to even. */
  record Floats(FloatFormat format) implements NumberSort {

    @Override
    public Optional<Rational> nearest(Rational value) {
      return format.nearest(value);
    }

    @Override
    public Optional<Rational> floor(Rational value) {
      return format.floor(value);
    }

    @Override
    public Optional<Rational> ceiling(Rational value) {
      return format.ceiling(value);
    }

    @Override
    public boolean isTypeOf(ElementType type) {
      return format.equals(type == ElementType.FLOAT32 ? FloatFormat.FLOAT32 : FloatFormat.FLOAT64);
    }

    @Override
    public String toString() {
      return "fp:" + format.exponentBits() + "," + format.significandBits();
    }
  }

  NumberSort REAL = new Reals();

  /** Reads {@code real} or {@code fp:E,S}, the hidden bit counted: float32 is {@code fp:8,24}. */
  static NumberSort parse(String text) {
    if (text.equals("real")) {
      return REAL;
    }
    Matcher floats = Pattern.compile("fp:(\\d{1,3}),(\\d{1,3})").matcher(text);
    if (!floats.matches()) {
      throw new IllegalArgumentException(
          "sort must be real or fp:E,S, such as fp:8,24 for float32, not " + text);
    }
    return new Floats(
        new FloatFormat(Integer.parseInt(floats.group(1)), Integer.parseInt(floats.group(2))));
  }

  /** The finite member nearest to a number, ties to even; none where it is out of range. */
  Optional<Rational> nearest(Rational value);

  /** The greatest finite member that is not above a number. */
  Optional<Rational> floor(Rational value);

  /** The least finite member that is not below a number. */
  Optional<Rational> ceiling(Rational value);

  /** Whether these are the numbers of an element type. */
  boolean isTypeOf(ElementType type);
}
