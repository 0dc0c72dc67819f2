package org.assay.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** {@link Rational} against {@link BigDecimal}, in which every double is exact too. */
class RationalTest {

  @Property(tries = 20_000)
  void sumsAndProductsOfDoublesAreExact(@ForAll double a, @ForAll double b) {
    BigDecimal x = new BigDecimal(a);
    BigDecimal y = new BigDecimal(b);
    assertSame(Rational.of(a).plus(Rational.of(b)), x.add(y));
    assertSame(Rational.of(a).minus(Rational.of(b)), x.subtract(y));
    assertSame(Rational.of(a).times(Rational.of(b)), x.multiply(y));
    assertThat(Rational.of(a).compareTo(Rational.of(b))).isEqualTo(x.compareTo(y));
  }

  private static void assertSame(Rational rational, BigDecimal expected) {
    assertThat(rational)
        .isEqualTo(
            Rational.of(
                expected.scale() > 0 ? expected.unscaledValue() : expected.toBigInteger(),
                BigInteger.TEN.pow(Math.max(0, expected.scale()))));
  }

  @Property(tries = 20_000)
  void doublesComeBack(@ForAll double a) {
    Rational r = Rational.of(a);
    assertThat(r.floorDouble()).isEqualTo(r.ceilingDouble()).isEqualTo(a == 0 ? 0.0 : a);
    assertThat(Rational.parse(r.toString())).isEqualTo(r);
    assertThat(r.isDouble()).isTrue();
  }

  @Property(tries = 20_000)
  void quotientsAreEnclosedByNeighbours(@ForAll long p, @ForAll long q, @ForAll short scale) {
    if (q == 0) {
      return;
    }
    Rational r = Rational.of(p, q).times(Rational.of(Math.scalb(1.0, scale / 660)));
    double low = r.floorDouble();
    double high = r.ceilingDouble();
    assertThat(Rational.of(low)).isLessThanOrEqualTo(r);
    assertThat(Rational.of(high)).isGreaterThanOrEqualTo(r);
    assertThat(low == high || Math.nextUp(low) == high).isTrue();
    assertThat(Rational.of(r.floorFloat())).isLessThanOrEqualTo(r);
    assertThat(Rational.of(r.ceilingFloat())).isGreaterThanOrEqualTo(r);
    assertThat(r.times(Rational.of(q, 3)).dividedBy(Rational.of(q, 3))).isEqualTo(r);
  }

  @Test
  void extremesAreEnclosed() {
    Rational huge = Rational.of(Double.MAX_VALUE).times(Rational.of(3));
    assertThat(huge.floorDouble()).isEqualTo(Double.MAX_VALUE);
    assertThat(huge.ceilingDouble()).isInfinite();
    Rational tiny = Rational.of(Double.MIN_VALUE).dividedBy(Rational.of(3));
    assertThat(tiny.floorDouble()).isZero();
    assertThat(tiny.ceilingDouble()).isEqualTo(Double.MIN_VALUE);
    Rational subnormal = Rational.of(Double.MIN_VALUE).times(Rational.of(7, 2));
    assertThat(subnormal.floorDouble()).isEqualTo(3 * Double.MIN_VALUE);
    assertThat(subnormal.negate().floorDouble()).isEqualTo(-4 * Double.MIN_VALUE);
    assertThat(Rational.of(1, 3).nearestDouble()).isEqualTo(1.0 / 3);
  }

  @Test
  void textsAreExact() {
    assertThat(Rational.parse("0.1")).isEqualTo(Rational.of(1, 10));
    assertThat(Rational.parse("-12e2")).isEqualTo(Rational.of(-1200));
    assertThat(Rational.parse("6/-4").toString()).isEqualTo("-3/2");
    assertThatThrownBy(() -> Rational.parse("1/0")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Rational.parse("1e99999")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Rational.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
