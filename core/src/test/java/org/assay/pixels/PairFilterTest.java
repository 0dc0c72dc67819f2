package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.junit.jupiter.api.Test;

/**
 * The float filter where it is hardest: networks whose last bias has been moved, double by double,
 * to where rationals change their mind about a label.
 */
class PairFilterTest {

  private static final int CASES = 60;

  private int right;
  private int wrong;
  private int unsure;

  @Test
  void neverContradictsRationals() {
    run(1);
    assertThat(wrong).isZero();
    assertThat(unsure).isGreaterThan(CASES);
    assertThat(right).isGreaterThan(CASES);
  }

  @Test
  void withoutItsErrorsItWould() {
    run(0);
    assertThat(wrong).isPositive();
  }

  private void run(double share) {
    for (int seed = 0; seed < CASES; seed++) {
      Subject subject = new Subject(seed);
      double low = -8;
      double high = 8;
      if (subject.reaches(low) || !subject.reaches(high)) {
        continue;
      }
      while (Math.nextUp(low) < high) {
        double middle = low + (high - low) / 2;
        if (subject.reaches(middle)) {
          high = middle;
        } else {
          low = middle;
        }
      }
      for (int i = -40; i <= 40; i += i > -6 && i < 6 ? 1 : 7) {
        double bias = high + i * Math.ulp(high);
        judge(subject.filter(bias, share), subject.reaches(bias));
      }
      judge(subject.filter(high - 1e-6, share), subject.reaches(high - 1e-6));
      judge(subject.filter(high + 1e-6, share), subject.reaches(high + 1e-6));
    }
  }

  private void judge(int filter, boolean exact) {
    if (filter == PairFilter.UNSURE) {
      unsure++;
    } else if ((filter == PairFilter.YES) == exact) {
      right++;
    } else {
      wrong++;
    }
  }

  /** A random network of doubles and an image; label 0 is to be left, label 1 sought. */
  private static final class Subject {
    private final Random random;
    private final Dense first;
    private final Tensor last;
    private final Tensor image;

    Subject(long seed) {
      random = new Random(seed);
      first = Dense.of(gaussian(5, 3), gaussian(5));
      last = gaussian(3, 5);
      image = Tensor.of(Shape.of(3), random.nextDouble(), random.nextDouble(), 0.5);
    }

    private Tensor gaussian(int... shape) {
      double[] values = random.doubles(Shape.of(shape).size()).map(x -> 4 * x - 2).toArray();
      return Tensor.of(Shape.of(shape), values);
    }

    private AskedImage at(double bias) {
      Network network =
          new Network(
              "moved",
              ElementType.FLOAT64,
              Shape.of(3),
              List.of(
                  first,
                  Clip.relu(Shape.of(5)),
                  Dense.of(last, Tensor.of(Shape.of(3), 4, bias, -1))));
      return SmallNetworks.image(network, image, PixelDomain.UNIT);
    }

    boolean reaches(double bias) {
      ExactPlane plane = ExactPlane.of(at(bias).exact(), 0, 0, 1);
      return plane.reaches().stream().anyMatch(reach -> reach.label() == 1);
    }

    int filter(double bias, double share) {
      AskedImage moved = at(bias);
      PatternTable table = new PatternTable(moved.trace(), moved.spaces(), moved.domain(), share);
      return new PairFilter(table, 0).decide(0, 1, 1);
    }
  }
}
