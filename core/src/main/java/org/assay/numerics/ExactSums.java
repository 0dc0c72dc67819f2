package org.assay.numerics;

import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/** Exact numbers of a run on one image, computed where asked for and remembered. For one thread. */
final class ExactSums {

  private final List<Layer> layers;
  private final Tensor image;

  /** {@code known[layer][i]}: number {@code i} behind a layer; null if not computed. */
  private final Rational[][] known;

  ExactSums(List<Layer> layers, Tensor image) {
    this.layers = layers;
    this.image = image;
    this.known = new Rational[layers.size()][];
    for (int l = 0; l < known.length; l++) {
      known[l] = new Rational[layers.get(l).output().size()];
    }
  }

  /** A number behind a layer; layer -1 stands for the image. */
  Rational number(int layer, int index) {
    if (layer < 0) {
      return Rational.of(image.at(index));
    }
    Rational number = known[layer][index];
    if (number == null) {
      number =
          layers.get(layer) instanceof Linear linear
              ? sum(linear.rows(), index, layer)
              : clipped((Clip) layers.get(layer), number(layer - 1, index));
      known[layer][index] = number;
    }
    return number;
  }

  private Rational sum(SparseRows rows, int row, int layer) {
    Rational sum = Rational.of(rows.bias(row));
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      if (rows.weight(k) != 0) {
        sum = sum.plus(Rational.of(rows.weight(k)).times(number(layer - 1, rows.column(k))));
      }
    }
    return sum;
  }

  private static Rational clipped(Clip clip, Rational sum) {
    return switch (ExactSemantics.phase(clip, sum)) {
      case BELOW -> Rational.of(clip.low());
      case INSIDE -> sum;
      case ABOVE -> Rational.of(clip.high());
    };
  }
}
