package org.assay.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Formats against Java's own, and small ones against a search of all their members. */
class FloatFormatTest {

  private static double anyDouble(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(3)) {
      case 0 -> Double.isFinite(value) ? value : 1.5;
      case 1 -> Math.scalb(random.nextGaussian(), random.nextInt(300) - 160);
      default -> (Math.nextUp((float) random.nextGaussian()) + (double) 1f) / 3;
    };
  }

  @Test
  void float32IsJavasFloat() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      double value = anyDouble(random);
      Rational exact = Rational.of(value);
      float nearest = (float) value;
      assertThat(FloatFormat.FLOAT32.nearest(exact))
          .isEqualTo(
              Float.isInfinite(nearest) ? Optional.empty() : Optional.of(Rational.of(nearest)));
      assertThat(FloatFormat.FLOAT32.contains(exact)).isEqualTo(nearest == value);
      if (Float.isFinite(nearest) && nearest != 0) {
        BigInteger bits = BigInteger.valueOf(Float.floatToRawIntBits(nearest) & 0xffff_ffffL);
        assertThat(FloatFormat.FLOAT32.bits(Rational.of(nearest))).isEqualTo(bits);
        assertThat(FloatFormat.FLOAT32.member(bits)).contains(Rational.of(nearest));
        if (Math.abs(value) < Float.MAX_VALUE) {
          assertThat(FloatFormat.FLOAT32.floor(exact)).contains(Rational.of(exact.floorFloat()));
          assertThat(FloatFormat.FLOAT32.ceiling(exact))
              .contains(Rational.of(exact.ceilingFloat()));
        }
      }
    }
  }

  @Test
  void float64IsJavasDouble() {
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      Rational value =
          Rational.of(anyDouble(random))
              .times(Rational.of(anyDouble(random)))
              .dividedBy(Rational.of(1 + random.nextInt(9)));
      if (value.abs().compareTo(Rational.of(Double.MAX_VALUE)) < 0) {
        assertThat(FloatFormat.FLOAT64.nearest(value)).contains(Rational.of(value.nearestDouble()));
        assertThat(FloatFormat.FLOAT64.floor(value)).contains(Rational.of(value.floorDouble()));
      }
    }
  }

  @Test
  void greatestAndLeastAreJavas() {
    assertThat(FloatFormat.FLOAT32.greatest()).isEqualTo(Rational.of(Float.MAX_VALUE));
    assertThat(FloatFormat.FLOAT64.greatest()).isEqualTo(Rational.of(Double.MAX_VALUE));
    assertThat(FloatFormat.FLOAT32.member(BigInteger.ONE)).contains(Rational.of(Float.MIN_VALUE));
    assertThat(FloatFormat.FLOAT32.member(BigInteger.valueOf(0x7f800000L))).isEmpty();
  }

  /** All members of a format in order, and for values between and on them who is next. */
  @Test
  void smallFormatsAgreeWithASearchOfTheirMembers() {
    for (FloatFormat format :
        List.of(new FloatFormat(2, 3), new FloatFormat(3, 3), new FloatFormat(4, 5))) {
      List<Rational> members = members(format);
      Rational unit = Rational.of(1, 64);
      Rational end = format.greatest().times(Rational.of(5, 4));
      for (Rational x = end.negate(); x.compareTo(end) <= 0; x = x.plus(unit)) {
        Rational value = x;
        List<Rational> below = members.stream().filter(m -> m.compareTo(value) <= 0).toList();
        List<Rational> above = members.stream().filter(m -> m.compareTo(value) >= 0).toList();
        assertThat(format.floor(value))
            .isEqualTo(below.isEmpty() ? Optional.empty() : Optional.of(last(below)));
        assertThat(format.ceiling(value))
            .isEqualTo(above.isEmpty() ? Optional.empty() : Optional.of(above.get(0)));
        if (value.abs().compareTo(format.greatest()) <= 0) {
          assertThat(format.nearest(value))
              .contains(nearest(format, value, last(below), above.get(0)));
        }
      }
    }
  }

  private static Rational last(List<Rational> values) {
    return values.get(values.size() - 1);
  }

  private static Rational nearest(FloatFormat format, Rational value, Rational a, Rational b) {
    int c = value.minus(a).compareTo(b.minus(value));
    return c < 0 || (c == 0 && !format.bits(a).testBit(0)) ? a : b;
  }

  private static List<Rational> members(FloatFormat format) {
    List<Rational> members = new ArrayList<>();
    for (int bits = 0; bits < 1 << (format.exponentBits() + format.significandBits()); bits++) {
      format.member(BigInteger.valueOf(bits)).ifPresent(members::add);
    }
    return members.stream().distinct().sorted(Comparator.naturalOrder()).toList();
  }

  @Test
  void beyondTheGreatestHalfAUnitIsStillRoundedDown() {
    FloatFormat half = new FloatFormat(5, 11);
    assertThat(half.greatest()).isEqualTo(Rational.of(65504));
    assertThat(half.nearest(Rational.of(65519.9))).contains(half.greatest());
    assertThat(half.nearest(Rational.of(65520))).isEmpty();
    assertThat(half.nearest(Rational.of(-65520))).isEmpty();
    assertThat(half.floor(Rational.of(70000))).contains(half.greatest());
    assertThat(half.floor(Rational.of(-70000))).isEmpty();
  }

  @Test
  void otherWidthsAreRefused() {
    assertThatThrownBy(() -> new FloatFormat(1, 24)).hasMessageContaining("1,24");
    assertThatThrownBy(() -> new FloatFormat(8, 200)).hasMessageContaining("8,200");
    assertThatThrownBy(() -> FloatFormat.FLOAT32.bits(Rational.of(1, 3)))
        .hasMessageContaining("1/3");
  }
}
