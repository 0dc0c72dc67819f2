package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assay.exact.Rational;
import org.junit.jupiter.api.Test;

/** Intervals with exact ends, and the half-lines they are cut out by. */
class ValueIntervalTest {

  private static final Rational ZERO = Rational.ZERO;
  private static final Rational ONE = Rational.ONE;

  @Test
  void endsCount() {
    assertThat(new ValueInterval(ZERO, false, ZERO, false).isEmpty()).isFalse();
    assertThat(new ValueInterval(ZERO, true, ZERO, false).isEmpty()).isTrue();
    assertThat(new ValueInterval(ONE, false, ZERO, false).isEmpty()).isTrue();
    ValueInterval half = new ValueInterval(ZERO, true, ONE, false);
    assertThat(half.contains(ZERO)).isFalse();
    assertThat(half.contains(ONE)).isTrue();
    assertThat(half.below(ONE, true)).isEqualTo(new ValueInterval(ZERO, true, ONE, true));
    assertThat(half.above(ZERO, false)).isEqualTo(half);
    assertThat(half.distance(Rational.of(-2))).isEqualTo(Rational.of(2));
    assertThat(half.distance(Rational.of(3))).isEqualTo(Rational.of(2));
    assertThat(half.distance(Rational.of(1, 2))).isEqualTo(ZERO);
  }

  @Test
  void nearestFloatLiesInside() {
    Rational third = Rational.of(1, 3);
    float above = third.ceilingFloat();
    ValueInterval open = new ValueInterval(Rational.of(above), true, ONE, false);
    assertThat(open.nearestFloat(ZERO)).contains(Rational.of(Math.nextUp(above)));
    ValueInterval closed = new ValueInterval(Rational.of(above), false, ONE, false);
    assertThat(closed.nearestFloat(ZERO)).contains(Rational.of(above));
    assertThat(closed.nearestFloat(Rational.of(2))).contains(ONE);
    assertThat(new ValueInterval(third, false, third, false).nearestFloat(third)).isEmpty();
    ValueInterval thin = new ValueInterval(third, true, third.plus(Rational.of(0x1p-60)), true);
    assertThat(thin.nearestFloat(ZERO)).isEmpty();
    assertThat(thin.contains(thin.roundMember())).isTrue();
  }

  @Test
  void nearestFloatIsNearest() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      Rational low = Rational.of(random.nextGaussian());
      Rational high = low.plus(Rational.of(random.nextDouble() * 0x1p-22));
      Rational to = Rational.of((float) random.nextGaussian() * (1 + random.nextInt(3)));
      ValueInterval interval =
          new ValueInterval(low, random.nextBoolean(), high, random.nextBoolean());
      Rational best = null;
      for (float f = low.floorFloat(); f <= high.ceilingFloat(); f = Math.nextUp(f)) {
        Rational r = Rational.of(f);
        if (interval.contains(r)
            && (best == null || r.minus(to).abs().compareTo(best.minus(to).abs()) < 0)) {
          best = r;
        }
      }
      assertThat(interval.nearestFloat(to).orElse(null)).isEqualTo(best);
    }
  }

  @Test
  void halfLinesCutAsOneByOne() {
    Random random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      Rational origin = Rational.of(random.nextInt(5), 4);
      ValueInterval within = ValueInterval.closed(Rational.of(-2), Rational.of(2));
      List<HalfLine> lines =
          random.ints(1 + random.nextInt(8), 0, 3).mapToObj(kind -> line(random, kind)).toList();
      ValueInterval expected = within;
      for (HalfLine line : lines) {
        expected = cut(expected, line, origin);
      }
      ValueInterval actual = HalfLine.intersect(lines, origin, within);
      assertThat(actual.isEmpty()).isEqualTo(expected.isEmpty());
      if (!expected.isEmpty()) {
        assertThat(actual).isEqualTo(expected);
      }
    }
  }

  private static HalfLine line(Random random, int kind) {
    Rational slope = Rational.of(random.nextInt(-2, 3), 3);
    return switch (kind) {
      case 0 -> new HalfLine(Rational.of(random.nextInt(-3, 6), 3), slope, random.nextBoolean());
      case 1 ->
          new HalfLine(
              Rational.of(random.nextDouble()),
              Rational.of(random.nextGaussian()),
              random.nextBoolean());
      default ->
          new HalfLine(
              Rational.of(2, 3).plus(Rational.of(random.nextInt(3) * 0x1p-80)),
              slope.times(Rational.of(random.nextBoolean() ? 1 : 0x1p-1000)),
              random.nextBoolean());
    };
  }

  private static ValueInterval cut(ValueInterval interval, HalfLine line, Rational origin) {
    int sign = line.slope().signum();
    if (sign == 0) {
      boolean holds = line.strict() ? line.constant().signum() > 0 : line.constant().signum() >= 0;
      return holds ? interval : new ValueInterval(ONE, true, ZERO, true);
    }
    Rational end = origin.minus(line.constant().dividedBy(line.slope()));
    return sign > 0 ? interval.above(end, line.strict()) : interval.below(end, line.strict());
  }
}
