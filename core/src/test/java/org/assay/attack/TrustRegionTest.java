package org.assay.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TrustRegionTest {

  private static final int REGIONS = 300;
  private static final int OTHERS = 400;
  private static final double[] ENDS = {0, 1};

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double distance(double[] image, double[] point, double[] step) {
    double most = 0;
    for (int i = 0; i < image.length; i++) {
      most = Math.max(most, Math.abs(point[i] + step[i] - image[i]));
    }
    return most;
  }

  /** No step that was drawn is allowed and better. */
  @Test
  void stepsAreTheBestOfTheirRegion() {
    Random random = new Random(2);
    int reached = 0;
    for (int n = 0; n < REGIONS; n++) {
      int size = 2 + random.nextInt(5);
      double[] image = random.doubles(size).toArray();
      double[] point = random.doubles(size).toArray();
      double[] normal = random.doubles(size, -2, 2).toArray();
      double change = random.nextGaussian() / 2;
      double reach = random.nextDouble();
      double[] step = new TrustRegion(normal).step(image, point, ENDS, change, reach);
      assertThat(Math.sqrt(dot(step, step))).isLessThanOrEqualTo(reach * (1 + 1e-6));
      for (int i = 0; i < size; i++) {
        assertThat(point[i] + step[i]).isBetween(-1e-9, 1 + 1e-9);
      }
      boolean atBoundary = Math.abs(dot(normal, step) - change) <= 1e-5 * Math.abs(change) + 1e-12;
      reached += atBoundary ? 1 : 0;
      for (int k = 0; k < OTHERS; k++) {
        double[] other = drawn(random, point, reach);
        double towards = dot(normal, other) / change;
        if (atBoundary && towards > 0) {
          scale(other, 1 / towards);
        }
        if (!isAllowed(point, other, reach)) {
          continue;
        }
        if (atBoundary && Math.abs(dot(normal, other) - change) < 1e-9) {
          assertThat(distance(image, point, step))
              .isLessThanOrEqualTo(distance(image, point, other) + 1e-4);
        } else if (!atBoundary) {
          assertThat(dot(normal, step) / change).isGreaterThanOrEqualTo(towards - 1e-3);
        }
      }
    }
    assertThat(reached).isBetween(REGIONS / 10, REGIONS * 9 / 10);
  }

  private static double[] drawn(Random random, double[] point, double reach) {
    double[] step = new double[point.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = random.nextGaussian();
    }
    scale(step, reach * random.nextDouble() / Math.sqrt(dot(step, step)));
    return step;
  }

  private static void scale(double[] step, double factor) {
    for (int i = 0; i < step.length; i++) {
      step[i] *= factor;
    }
  }

  private static boolean isAllowed(double[] point, double[] step, double reach) {
    boolean allowed = Math.sqrt(dot(step, step)) <= reach;
    for (int i = 0; i < step.length; i++) {
      allowed &= point[i] + step[i] >= 0 && point[i] + step[i] <= 1;
    }
    return allowed;
  }

  @Test
  void aBoundaryWithoutADirectionLeavesThePoint() {
    double[] step =
        new TrustRegion(new double[3])
            .step(new double[3], new double[] {0.5, 0.5, 0.5}, ENDS, -1, 0.3);
    assertThat(step).containsOnly(0.0);
  }

  @Test
  void theNearestOfAPlane() {
    // From (1, 1) to x + y = 1, with the image at the origin: both values are a half.
    double[] step =
        new TrustRegion(new double[] {1, 1}).step(new double[2], new double[] {1, 1}, ENDS, -1, 2);
    assertThat(step[0]).isCloseTo(-0.5, within(1e-5));
    assertThat(step[1]).isCloseTo(-0.5, within(1e-5));
  }
}
