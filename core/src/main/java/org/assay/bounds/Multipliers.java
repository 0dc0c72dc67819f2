package org.assay.bounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the conditions on units may add to a bound (beta-CROWN; Wang, Zhang, Xu, Lin, Jana, Hsieh,
 * Kolter, NeurIPS 2021, arXiv:2103.06624). Where the input z of a unit is at most its bend p,
 * {@code m (z - p)} is not positive for any m of at least 0, so that what bounds a function with it
 * from below bounds the function; where z is at least p, {@code m (p - z)}.
 */
final class Multipliers {

  final List<Split> splits;
  final double[] value;

  private Multipliers(List<Split> splits, double[] value) {
    this.splits = List.copyOf(splits);
    this.value = value;
  }

  static Multipliers none() {
    return new Multipliers(List.of(), new double[0]);
  }

  /** These multipliers and that of a further condition, which is 0. */
  Multipliers with(Split split) {
    List<Split> more = new ArrayList<>(splits);
    more.add(split);
    return new Multipliers(more, Arrays.copyOf(value, value.length + 1));
  }

  Multipliers copy() {
    return new Multipliers(splits, value.clone());
  }

  /**
   * Adds the multiples of the conditions on a layer's units to a pass that has reached them.
   *
   * @return what rounding makes of the coefficients, at most
   */
  double add(int layer, BackwardPass pass, Enclosure enclosure) {
    double charge = 0;
    for (int s = 0; s < value.length; s++) {
      Split split = splits.get(s);
      if (split.layer() != layer || value[s] == 0) {
        continue;
      }
      double multiple = split.below() ? value[s] : -value[s];
      double[] coefficient = pass.coefficient[layer];
      coefficient[split.unit()] += multiple;
      charge +=
          BackwardPass.UNIT
              * Math.abs(coefficient[split.unit()])
              * enclosure.magnitude(layer, split.unit());
      pass.add(-multiple * split.bend());
    }
    return charge;
  }
}
