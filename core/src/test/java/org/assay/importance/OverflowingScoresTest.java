package org.assay.importance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.Test;

class OverflowingScoresTest {

  @Test
  void coefficientsBeyondTheDoublesAreRankedExactly() {
    // Pixel 0: 1e200 * 1e200 - 1e200 * 1e200 = 0; pixel 1: 1e200 * 1e200; pixel 2: 1.
    Network network =
        new Network(
            "overflow",
            ElementType.FLOAT64,
            Shape.of(3),
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(3, 3), 1e200, 1e200, 0, 1e200, 0, 0, 0, 0, 1),
                    Tensor.zeros(3)),
                Dense.of(Tensor.of(Shape.of(1, 3), 1e200, -1e200, 1), Tensor.zeros(1))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(3), 0, 0, 1));
    PixelRanking ranking = PixelRanking.of(trace, Metric.CO);
    assertThat(ranking.order()).containsExactly(1, 2, 0);
    assertThat(ranking.score(0)).isZero();
    assertThat(ranking.exactScore(1)).isEqualTo(Rational.of(1e200).times(Rational.of(1e200)));
    assertThat(ranking.rationalFallbacks()).isPositive();
  }
}
