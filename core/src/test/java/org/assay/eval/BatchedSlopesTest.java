package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchedSlopesTest {

  private static final int NETWORKS = 100;
  private static final int POINTS = 7;

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void logitsAreThoseOfTheStatedOrder(ElementType type) {
    RandomNetworks nets = new RandomNetworks(3, type);
    for (int n = 0; n < NETWORKS; n++) {
      Network network = n % 2 == 0 ? nets.dense() : nets.convolutional();
      List<double[]> points = new ArrayList<>();
      for (int p = 0; p < POINTS; p++) {
        points.add(nets.image(network).toDoubles());
      }
      BatchedSlopes.Run run = BatchedSlopes.of(network).run(points);
      for (int p = 0; p < POINTS; p++) {
        assertThat(run.logits(p))
            .isEqualTo(OrderedSemantics.logits(network, Tensor.of(network.input(), points.get(p))));
      }
    }
  }

  /** Where no activation switches in between, slopes are differences. */
  @Test
  void slopesAreDifferences() {
    RandomNetworks nets = new RandomNetworks(4, ElementType.FLOAT64);
    Random random = new Random(1);
    double step = 1e-6;
    int compared = 0;
    for (int n = 0; n < NETWORKS; n++) {
      Network network = n % 2 == 0 ? nets.dense() : nets.convolutional();
      double[] point = nets.image(network).toDoubles();
      double[] byLogits = random.doubles(network.labels(), -1, 1).toArray();
      BatchedSlopes batched = BatchedSlopes.of(network);
      BatchedSlopes.Run run = batched.run(List.of(point.clone(), point));
      double[] slopes = run.slopes(List.of(new double[network.labels()], byLogits)).get(1);
      assertThat(run.slopes(List.of(new double[network.labels()], byLogits)).get(0))
          .containsOnly(0.0);
      for (int i = 0; i < point.length; i++) {
        double[] up = point.clone();
        up[i] += step;
        double[] down = point.clone();
        down[i] -= step;
        BatchedSlopes.Run ends = batched.run(List.of(up, down));
        double rise = 0;
        double fall = 0;
        for (int l = 0; l < byLogits.length; l++) {
          rise += byLogits[l] * (ends.logits(0)[l] - run.logits(1)[l]);
          fall += byLogits[l] * (run.logits(1)[l] - ends.logits(1)[l]);
        }
        // A phase that switches within the step shows as two different slopes.
        if (Math.abs(rise - fall) < 1e-3 * step) {
          assertThat(slopes[i]).isCloseTo(rise / step, within(1e-3 + 1e-3 * Math.abs(slopes[i])));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(NETWORKS * 10);
  }
}
