package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.junit.jupiter.api.Test;

class RoundingTest {

  @Test
  void quotientsAreTheNearestMembersOfTheirType() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      double a = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-20, 20));
      double b = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-20, 20));
      assertThat(Rounding.quotient(a, b, ElementType.FLOAT64)).isEqualTo(a / b);
      float quotient = (float) Rounding.quotient((float) a, (float) b, ElementType.FLOAT32);
      assertThat(quotient).isEqualTo((float) a / (float) b);
    }
  }

  @Test
  void aQuotientIsRoundedOnceAndNotFirstToDouble() {
    double middle = 0x1.000001p0;
    assertThat((float) middle).isEqualTo(1f);
    Random random = new Random(9);
    int decided = 0;
    for (int i = 0; i < 10_000; i++) {
      double b = 1 + random.nextDouble();
      double a = b * middle;
      // As a double the quotient is often the middle of two floats; exactly it never is.
      if (a / b == middle) {
        int side = Rational.of(a).compareTo(Rational.of(b).times(Rational.of(middle)));
        assertThat(Rounding.quotient(a, b, ElementType.FLOAT32))
            .isEqualTo(side > 0 ? Math.nextUp(1f) : 1f);
        decided += side > 0 ? 1 : 0;
      }
    }
    assertThat(decided).isGreaterThan(1000);
  }

  @Test
  void normalisersKeepTheirDigitsThroughCancellation() {
    BigDecimal factor = Rounding.normaliser(3, 3, 1);
    assertThat(Rounding.nearest(factor, ElementType.FLOAT32)).isEqualTo(1.5);
    assertThat(Rounding.nearest(Rounding.offset(1.5, 1, factor), ElementType.FLOAT64)).isZero();
    BigDecimal third = Rounding.normaliser(1, 9, 0);
    assertThat(Rounding.nearest(third, ElementType.FLOAT64)).isEqualTo(1 / 3.0);
  }
}
