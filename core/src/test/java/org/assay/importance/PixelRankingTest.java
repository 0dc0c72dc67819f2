package org.assay.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.RandomNetworks;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelRankingTest {

  @ParameterizedTest
  @EnumSource(Metric.class)
  void isTheOrderOfTheExactScores(Metric metric) {
    for (int seed = 0; seed < 60; seed++) {
      RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network = seed % 2 == 0 ? random.convolutional() : random.dense();
      Trace trace = Trace.of(TracedNetwork.of(network), random.image(network));
      PixelRanking ranking = PixelRanking.of(trace, metric);
      PixelLayout layout = PixelLayout.of(network.input());
      Rational[] scores = new Rational[layout.pixels()];
      for (int p = 0; p < scores.length; p++) {
        scores[p] = score(trace, metric, layout, p);
        assertThat(ranking.exactScore(p)).isEqualTo(scores[p]);
        Rational error = Rational.of(ranking.score(p)).minus(scores[p]).abs();
        assertThat(error).isLessThanOrEqualTo(Rational.of(ranking.scoreError(p)));
      }
      int[] expected =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparing((Integer p) -> scores[p]).reversed())
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(ranking.order()).containsExactly(expected);
      for (int r = 0; r < expected.length; r++) {
        assertThat(ranking.rank(expected[r])).isEqualTo(r);
      }
    }
  }

  private static Rational score(Trace trace, Metric metric, PixelLayout layout, int pixel) {
    Rational sum = Rational.ZERO;
    for (int position : layout.positions(pixel)) {
      Rational c = trace.exactColumn(position)[trace.logitRow(trace.label())];
      Rational x = Rational.of(trace.image().at(position));
      sum = sum.plus(metric == Metric.ABS ? c.abs() : metric == Metric.CO ? c : c.times(x));
    }
    return sum;
  }

  @Test
  void rationalsDecideWhatDoublesCannot() {
    // Through the hidden number 1 * (2^60 + 1) - 1 * 2^60 the second pixel's coefficient is 1,
    // which
    // double takes for 0; the first pixel's is 1/2.
    Network network =
        new Network(
            "cancellation",
            ElementType.FLOAT32,
            Shape.of(2),
            List.of(
                Dense.of(Tensor.of(Shape.of(3, 2), 0.5, 0x1p60, 0, 1, 0, 0x1p60), Tensor.zeros(3)),
                Dense.of(Tensor.of(Shape.of(2, 3), 1, 1, -1, 0, 0, 0), Tensor.zeros(2))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(2), 1, 0));
    PixelRanking ranking = PixelRanking.of(trace, Metric.CO);
    assertThat(ranking.score(1)).isZero();
    assertThat(ranking.exactScore(1)).isEqualTo(Rational.ONE);
    assertThat(ranking.order()).containsExactly(1, 0);
    assertThat(ranking.rationalFallbacks()).isEqualTo(2);
  }

  @Test
  void equalScoresGoByPixel() {
    Network network =
        new Network(
            "ties",
            ElementType.FLOAT32,
            Shape.of(5),
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(2, 5), 1, -2, 2, -1, 2, 0, 0, 0, 0, 0),
                    Tensor.of(Shape.of(2), 9, 0))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(5), 1, 0, 0, 1, 1));
    assertThat(PixelRanking.of(trace, Metric.ABS).order()).containsExactly(1, 2, 4, 0, 3);
    assertThat(PixelRanking.of(trace, Metric.CO).order()).containsExactly(2, 4, 0, 3, 1);
    assertThat(PixelRanking.of(trace, Metric.COI).order()).containsExactly(4, 0, 1, 2, 3);
  }

  @Test
  void aPixelOfSeveralChannelsHasTheSumOfTheirScores() {
    Network network =
        new Network(
            "channels",
            ElementType.FLOAT32,
            Shape.of(2, 1, 2),
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(2, 4), 1, -2, -3, 1, 0, 0, 0, 0),
                    Tensor.of(Shape.of(2), 9, 0))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(2, 1, 2), 1, 1, 1, 1));
    PixelRanking abs = PixelRanking.of(trace, Metric.ABS);
    assertThat(abs.score(0)).isEqualTo(4);
    assertThat(abs.score(1)).isEqualTo(3);
    PixelLayout second = PixelLayout.of(network.input()).channel(1);
    assertThat(PixelRanking.of(trace, Metric.CO, second).order()).containsExactly(1, 0);
  }

  @Test
  void sharesAreRoundedDown() {
    assertThat(PixelRanking.count("5%", 784)).isEqualTo(39);
    assertThat(PixelRanking.count("10%", 784)).isEqualTo(78);
    assertThat(PixelRanking.count("30%", 784)).isEqualTo(235);
    assertThat(PixelRanking.count("100%", 784)).isEqualTo(784);
    assertThat(PixelRanking.count("0.5%", 784)).isEqualTo(3);
    assertThat(PixelRanking.count("12", 784)).isEqualTo(12);
    for (String wrong : List.of("", "%", "x", "-1", "785", "101%", "1/0%", "5 %%")) {
      assertThatThrownBy(() -> PixelRanking.count(wrong, 784))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 0 to 784");
    }
  }
}
