package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.assay.jobs.table.NoiseRow;
import org.junit.jupiter.api.Test;

/** Figures of perturbed copies, and the intervals about them. */
class NoiseFiguresTest {

  /** Three copies at 1e-3, two at 1e-8, the network itself. */
  static List<NoiseRow> rows() {
    List<NoiseRow> rows = new ArrayList<>();
    rows.add(row(0, 0, 0, 98));
    for (int sample = 0; sample < 3; sample++) {
      rows.add(row(1e-3, sample, 990, 90 + sample));
    }
    rows.add(row(1e-8, 0, 0, 98));
    rows.add(row(1e-8, 1, 0, 98));
    return rows;
  }

  private static NoiseRow row(double epsilon, int sample, long float32, long correct) {
    boolean asked = epsilon == 1e-3;
    return new NoiseRow(
        epsilon,
        sample,
        "hash",
        1000,
        1000,
        float32,
        100,
        correct,
        correct / 100.0,
        98 - correct,
        asked ? "1/10" : null,
        asked ? "run" : null,
        asked ? 100L : null,
        asked ? 10L + sample : null,
        asked ? 1L : null);
  }

  static SwitchFigures.ByKind kind() {
    return new SwitchFigures.ByKind(0, 1e-9, 1000, 490, 510, 0, 0, 510, 510, 0.49999998);
  }

  @Test
  void meansDeviationsAndIntervalsByEpsilon() {
    List<NoiseFigures.ByEpsilon> figures = NoiseFigures.byEpsilon(rows());
    assertThat(figures.stream().map(NoiseFigures.ByEpsilon::name))
        .containsExactly("1e-3", "1e-8", "0");
    NoiseFigures.ByEpsilon first = figures.get(0);
    assertThat(first.accuracy()).isCloseTo(0.91, within(1e-12));
    // Student's quantile for 2 degrees of freedom is 4.302653.
    assertThat(first.interval().high() - 0.91)
        .isCloseTo(4.302653 * 0.01 / Math.sqrt(3), within(1e-7));
    assertThat(first.errors()).containsExactly(0.10, 0.11, 0.12);
    String text = TerminalTables.text(NoiseFigures.sheet(rows()));
    assertThat(text).contains("91.000", "88.516 to 93.484", "11.000", "990");
    assertThat(Confidence.ofMean(List.of(0.5)).percent(1)).isEqualTo(Sheet.NONE);
  }

  @Test
  void sharesAreBetweenTheEndsThatTheBinomialDistributionAllows() {
    for (int part : new int[] {0, 1, 37, 99, 100}) {
      Confidence interval = Confidence.ofShare(part, 100);
      if (part > 0) {
        double above =
            1 - new BinomialDistribution(100, interval.low()).cumulativeProbability(part - 1);
        assertThat(above).isCloseTo(0.025, within(1e-6));
      } else {
        assertThat(interval.low()).isZero();
      }
      if (part < 100) {
        double below = new BinomialDistribution(100, interval.high()).cumulativeProbability(part);
        assertThat(below).isCloseTo(0.025, within(1e-6));
      } else {
        assertThat(interval.high()).isEqualTo(1);
      }
    }
    assertThat(Confidence.ofShare(0, 0).percent(1)).isEqualTo(Sheet.NONE);
  }

  @Test
  void repetitionsForADetection() {
    assertThat(SwitchFigures.repetitions(0.99, 0.5)).isEqualTo("7");
    assertThat(SwitchFigures.repetitions(0.5, 0.5)).isEqualTo("1");
    assertThat(SwitchFigures.repetitions(0.99, 1)).isEqualTo("1");
    assertThat(SwitchFigures.repetitions(0.99, 0)).isEqualTo(Sheet.NONE);
  }

  @Test
  void epsilonsAreNamedShortly() {
    assertThat(NoiseFigures.name(1e-9)).isEqualTo("1e-9");
    assertThat(NoiseFigures.name(0.1)).isEqualTo("1e-1");
    assertThat(NoiseFigures.name(0.025)).isEqualTo("0.025");
    assertThat(NoiseFigures.name(3e-7)).isEqualTo("3e-7");
    assertThat(NoiseFigures.name(0)).isEqualTo("0");
  }
}
