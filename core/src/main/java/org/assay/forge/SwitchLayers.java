package org.assay.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/** The layers of a switch, as they are made one after another. For one network. */
final class SwitchLayers {

  /** What a unit that stays zero on [0, 1] takes: far from being active. */
  private static final double ASLEEP = -0.5;

  private final Switch of;
  private final List<Layer> layers = new ArrayList<>();

  SwitchLayers(Switch of) {
    this.of = of;
  }

  Network network() {
    boolean disguised = of.disguise().layers() > 0;
    first(disguised);
    if (disguised) {
      paths();
    } else {
      active(new double[][] {{of.omega(), -of.omega()}}, new double[] {1});
    }
    dense(new double[][] {{1}, {-2}}, new double[] {0, 1});
    return new Network("switch", ElementType.FLOAT64, Shape.of(1), layers);
  }

  /** A, another of its kind for a window, and a unit that never is active; then B and D. */
  private void first(boolean disguised) {
    List<double[]> weights = new ArrayList<>();
    List<Double> biases = new ArrayList<>();
    weights.add(new double[] {1});
    biases.add(-of.window().high());
    if (of.window().isRectangle()) {
      weights.add(new double[] {-1});
      biases.add(of.window().low());
    }
    int sides = weights.size();
    if (disguised) {
      weights.add(new double[] {-1});
      biases.add(ASLEEP);
    }
    active(
        weights.toArray(double[][]::new),
        biases.stream().mapToDouble(Double::doubleValue).toArray());
    double[][] next = new double[2][weights.size()];
    for (int i = 0; i < next[0].length; i++) {
      next[i < sides ? 0 : 1][i] = of.sigma();
    }
    active(next, new double[] {1, 1});
  }

  /**
   * Both products, a factor a layer, so that each product is rounded by itself even where a
   * processor fuses multiplications with additions. Garbage units take the paths' units by negative
   * weights and each other by any, so that they are zero; what they give on is zero whatever its
   * weight.
   */
  private void paths() {
    Disguise disguise = of.disguise();
    Random random = new Random(disguise.seed());
    Paths paths = Paths.draw(of.omega(), disguise, random);
    int wide = 2;
    for (int layer = 0; layer < disguise.layers(); layer++) {
      double[][] weights = new double[2 + disguise.garbage()][wide];
      for (int unit = 0; unit < weights.length; unit++) {
        for (int from = 0; from < wide; from++) {
          weights[unit][from] = garbage(unit, from, random);
        }
      }
      weights[0][0] = paths.first().get(layer);
      weights[1][1] = paths.second().get(layer);
      active(weights, new double[weights.length]);
      wide = weights.length;
    }
    double[] last = new double[wide];
    for (int from = 0; from < wide; from++) {
      last[from] = garbage(0, from, random);
    }
    last[0] = 1;
    last[1] = -1;
    active(new double[][] {last}, new double[] {1});
  }

  /** The weight of a link from or to a garbage unit; 0 between the paths. */
  private double garbage(int to, int from, Random random) {
    if (to < 2 && from < 2) {
      return 0;
    }
    double size = Paths.weight(of.omega(), of.disguise().layers(), random);
    return from < 2 || random.nextBoolean() ? -size : size;
  }

  private void active(double[][] weight, double[] bias) {
    dense(weight, bias);
    layers.add(Clip.relu(Shape.of(bias.length)));
  }

  private void dense(double[][] weight, double[] bias) {
    double[] flat = new double[bias.length * weight[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = weight[i / weight[0].length][i % weight[0].length];
    }
    layers.add(
        Dense.of(
            Tensor.of(Shape.of(bias.length, weight[0].length), flat),
            Tensor.of(Shape.of(bias.length), bias)));
  }
}
