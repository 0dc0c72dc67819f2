package org.assay.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** Enclosures against exact runs at points of their simplexes, and a share of errors too small. */
class SimplexBoundsTest {

  private static final int CASES = 100_000;
  private static final int POINTS = 4;

  private final Random random = new Random(20);

  /** A simplex of some positions of an image. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Corners(int[] positions, double[][] values) {}

  private Corners corners(Network network, Tensor image) {
    int[] positions =
        random.ints(0, network.inputs()).distinct().limit(Math.min(2, network.inputs())).toArray();
    double width = Math.scalb(1, -random.nextInt(20));
    double[][] values = new double[1 + random.nextInt(3)][positions.length];
    for (double[] corner : values) {
      for (int p = 0; p < corner.length; p++) {
        double at = image.at(positions[p]) + width * (random.nextDouble() - 0.5);
        corner[p] = random.nextInt(4) == 0 ? image.at(positions[p]) : (float) at;
      }
    }
    return new Corners(positions, values);
  }

  /** Parts that add up to one, exactly. */
  private Rational[] parts(int count) {
    int left = 64;
    Rational[] parts = new Rational[count];
    for (int v = 0; v < count; v++) {
      int part = v == count - 1 ? left : random.nextInt(left + 1);
      left -= part;
      parts[v] = Rational.of(part, 64);
    }
    return parts;
  }

  private static Rational[] point(Tensor image, Corners corners, Rational[] parts) {
    Rational[] point = ExactSemantics.exact(image);
    for (int p = 0; p < corners.positions().length; p++) {
      Rational sum = Rational.ZERO;
      for (int v = 0; v < parts.length; v++) {
        sum = sum.plus(parts[v].times(Rational.of(corners.values()[v][p])));
      }
      point[corners.positions()[p]] = sum;
    }
    return point;
  }

  /** How many of the leads of a label at a point lie outside of their bounds. */
  private static int crossed(SimplexBounds bounds, int label, Rational[] parts, Rational[] logits) {
    int crossed = 0;
    for (int k = 0; k < logits.length; k++) {
      Rational least = Rational.ZERO;
      Rational most = Rational.ZERO;
      boolean finite = true;
      for (int v = 0; v < parts.length; v++) {
        double middle = bounds.leadMiddle(k, v);
        double half = bounds.leadHalf(k, v);
        finite &= Double.isFinite(middle) && Double.isFinite(half);
        if (finite) {
          Rational m = Rational.of(middle);
          least = least.plus(parts[v].times(m.minus(Rational.of(half))));
          most = most.plus(parts[v].times(m.plus(Rational.of(half))));
        }
      }
      Rational lead = logits[label].minus(logits[k]);
      boolean inside = lead.compareTo(least) >= 0 && lead.compareTo(most) <= 0;
      crossed += k == label || !finite || inside ? 0 : 1;
    }
    return crossed;
  }

  private Network network(int number, ElementType type) {
    RandomNetworks networks = new RandomNetworks(number, type);
    return switch (number % 4) {
      case 0 -> networks.convolutional();
      case 1 -> huge(type);
      default -> networks.dense();
    };
  }

  /** Weights of all sizes up to 2^70 that cancel exactly or nearly. */
  private Network huge(ElementType type) {
    List<Layer> layers = new ArrayList<>();
    int width = 3;
    for (int layer = 0; layer < 3; layer++) {
      double[] weights = new double[4 * width];
      double[] bias = new double[4];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = type.round(Math.scalb(random.nextGaussian(), random.nextInt(71)));
      }
      for (int i = 0; i < 4; i++) {
        weights[i * width + 1] = -weights[i * width];
        bias[i] = random.nextInt(3) - 1;
      }
      layers.add(Dense.of(Tensor.of(Shape.of(4, width), weights), Tensor.of(Shape.of(4), bias)));
      layers.add(Clip.relu(Shape.of(4)));
      width = 4;
    }
    layers.remove(layers.size() - 1);
    return new Network("huge", type, Shape.of(3), layers);
  }

  private int crossedInExact(double share, int cases) {
    int crossed = 0;
    for (int number = 0; number < cases / POINTS / 8; number++) {
      Network network = network(number, ElementType.FLOAT32);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      BoundedNetwork bounded = BoundedNetwork.of(network);
      SimplexBounds bounds = new SimplexBounds(bounded, new ImageRun(bounded, image), share);
      for (int box = 0; box < 8; box++) {
        Corners corners = corners(network, image);
        bounds.enclose(corners.positions(), corners.values());
        int label = random.nextInt(network.labels());
        bounds.leads(label);
        for (int i = 0; i < POINTS; i++) {
          Rational[] parts = parts(corners.values().length);
          Rational[] logits = network.run(new ExactSemantics(), point(image, corners, parts));
          crossed += crossed(bounds, label, parts, logits);
        }
      }
    }
    return crossed;
  }

  @Test
  void noExactPointCrossesABound() {
    assertThat(crossedInExact(1, CASES)).isZero();
  }

  /** Bounds that forget what rounding does are crossed. */
  @Test
  void withoutErrorsBoundsAreCrossed() {
    assertThat(crossedInExact(0, CASES / 10)).isPositive();
  }

  /**
   * Points of the element type, run in its arithmetic in both orders; against the bounds of one
   * lane, or against those of all at once.
   */
  @Test
  void noRunOfALaneCrossesABound() {
    int crossed = 0;
    int moved = 0;
    for (int number = 0; number < CASES / POINTS / 8; number++) {
      ElementType type = number % 2 == 0 ? ElementType.FLOAT32 : ElementType.FLOAT64;
      Network network = network(number, type);
      Tensor image = new RandomNetworks(number, type).image(network);
      BoundedNetwork bounded = BoundedNetwork.of(network);
      BiasOrder order = BiasOrder.values()[number % 2];
      OrderedSemantics lane = new OrderedSemantics(type, order);
      boolean together = number % 3 == 0;
      SimplexBounds bounds =
          together
              ? SimplexBounds.together(
                  bounded,
                  image,
                  List.of(
                      SimplexBounds.lane(bounded, image, BiasOrder.FIRST),
                      SimplexBounds.lane(bounded, image, BiasOrder.LAST)))
              : SimplexBounds.lane(bounded, image, order);
      for (int box = 0; box < 8; box++) {
        Corners corners = corners(network, image);
        bounds.enclose(corners.positions(), corners.values());
        int label = random.nextInt(network.labels());
        bounds.leads(label);
        for (int v = 0; v < corners.values().length; v++) {
          Tensor point = image;
          for (int p = 0; p < corners.positions().length; p++) {
            point = point.with(corners.positions()[p], corners.values()[v][p]);
          }
          double[] run = lane.run(network, point);
          Rational[] parts = new Rational[corners.values().length];
          Rational[] logits = new Rational[run.length];
          boolean finite = true;
          for (int i = 0; i < run.length; i++) {
            finite &= Double.isFinite(run[i]);
            logits[i] = finite ? Rational.of(run[i]) : Rational.ZERO;
          }
          for (int w = 0; w < parts.length; w++) {
            parts[w] = w == v ? Rational.ONE : Rational.ZERO;
          }
          crossed += finite ? crossed(bounds, label, parts, logits) : 0;
          moved += finite ? 1 : 0;
        }
      }
    }
    assertThat(crossed).isZero();
    assertThat(moved).isGreaterThan(CASES / 8);
  }
}
