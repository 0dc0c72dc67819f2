package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class IntervalTest {

  /** The chance of at most so many of n, each with chance p. */
  private static double atMost(int k, int n, double p) {
    double sum = 0;
    double term = Math.pow(1 - p, n);
    for (int i = 0; i <= k; i++) {
      sum += term;
      term *= (double) (n - i) / (i + 1.0) * p / (1 - p);
    }
    return sum;
  }

  @Test
  void eachEndLeavesOneFortiethOfTheChanceOutside() {
    for (int n = 1; n <= 40; n++) {
      for (int k = 0; k <= n; k++) {
        Interval interval = Interval.of(k, k, n);
        if (k > 0) {
          assertThat(1 - atMost(k - 1, n, interval.low())).isCloseTo(0.025, within(1e-7));
        } else {
          assertThat(interval.low()).isZero();
        }
        if (k < n) {
          assertThat(atMost(k, n, interval.high())).isCloseTo(0.025, within(1e-7));
        } else {
          assertThat(interval.high()).isEqualTo(1);
        }
      }
    }
  }

  /** Closed forms: of none and of all of n the ends are powers of 1/40. */
  @Test
  void noneAndAllHaveClosedForms() {
    assertThat(Interval.of(0, 0, 10_000).high()).isCloseTo(1 - Math.pow(0.025, 1e-4), within(1e-9));
    assertThat(Interval.of(1000, 1000, 1000).low()).isCloseTo(Math.pow(0.025, 1e-3), within(1e-9));
  }

  @Test
  void betweenTwoCountsItReachesFromTheOneToTheOther() {
    Interval interval = Interval.of(80, 95, 100);
    assertThat(interval.low()).isEqualTo(Interval.of(80, 80, 100).low());
    assertThat(interval.high()).isEqualTo(Interval.of(95, 95, 100).high());
    assertThat(interval).hasToString("70.82 to 98.36 %");
  }

  @Test
  void countsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> Interval.of(2, 1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Interval.of(0, 4, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Interval.of(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
