package org.assay.forge;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.Gap;
import org.assay.bounds.GapSearch;
import org.assay.bounds.InputBox;
import org.assay.bounds.Subproblem;
import org.assay.eval.BiasOrder;
import org.assay.eval.OrderedBox;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** How large logits can be. */
final class LogitBounds {

  private LogitBounds() {}

  /**
   * A power of two above the magnitudes of all logits over the images from 0 to 1: proved of real
   * numbers by linear bounds, rounding included. A run in floats whose ends of intervals prove less
   * is taken where it does, which is then proved of floats too.
   */
  static double magnitude(Network network) {
    double[] zeros = new double[network.inputs()];
    double[] ones = new double[network.inputs()];
    Arrays.fill(ones, 1);
    Tensor low = Tensor.of(network.input(), zeros);
    Tensor high = Tensor.of(network.input(), ones);
    GapSearch search = new GapSearch(BoundedNetwork.of(network));
    Subproblem box = search.enclose(new InputBox(low, high), () -> false);
    double greatest = 0;
    for (int label = 0; label < network.labels(); label++) {
      for (int sign : new int[] {1, -1}) {
        Gap gap = Gap.of(Map.of(), Map.of(label, Rational.of(sign)), Rational.ZERO, false);
        greatest = Math.max(greatest, -search.aim(box, List.of(gap)).margin());
      }
    }
    double ends = ends(network, zeros, ones);
    double bound = Math.min(greatest, ends);
    if (!(bound < 0x1p60)) {
      throw new IllegalArgumentException("no bound of the network's logits is known");
    }
    return Math.scalb(1.0, Math.getExponent(Math.max(bound, 1)) + 1);
  }

  private static double ends(Network network, double[] low, double[] high) {
    OrderedBox.Ends ends =
        new OrderedBox(network.elementType(), BiasOrder.LAST).run(network, low, high);
    double greatest = 0;
    for (int label = 0; label < network.labels(); label++) {
      greatest = Math.max(greatest, Math.max(ends.high(label), -ends.low(label)));
    }
    return greatest;
  }
}
