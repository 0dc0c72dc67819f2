package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void quantilesAreThoseOfNumPy() {
    // numpy.quantile([0, 0, 1, 4, 10, 10], [0, .25, .5, .75, 1])
    Distribution d = new Distribution(new TreeMap<>(Map.of(0L, 2L, 1L, 1L, 4L, 1L, 10L, 2L)));
    assertThat(d.quantile(0)).isEqualTo(0);
    assertThat(d.quantile(0.25)).isEqualTo(0.25);
    assertThat(d.quantile(0.5)).isEqualTo(2.5);
    assertThat(d.quantile(0.75)).isEqualTo(8.5);
    assertThat(d.quantile(1)).isEqualTo(10);
    assertThat(d.mean()).isEqualTo(25.0 / 6);
    assertThat(d.size()).isEqualTo(6);
    assertThat(d.positive()).isEqualTo(4);
  }

  @Test
  void noNumbersHaveNoQuantile() {
    assertThat(Distribution.EMPTY.quantile(0.5)).isNaN();
    assertThat(Distribution.EMPTY.mean()).isNaN();
  }

  @Test
  void sumsCountBoth() {
    Distribution a = new Distribution(new TreeMap<>(Map.of(1L, 2L)));
    Distribution b = new Distribution(new TreeMap<>(Map.of(1L, 1L, 3L, 1L)));
    assertThat(a.plus(b).counts()).containsExactlyInAnyOrderEntriesOf(Map.of(1L, 3L, 3L, 1L));
  }
}
