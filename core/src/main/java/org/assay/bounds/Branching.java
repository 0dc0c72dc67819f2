package org.assay.bounds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which bend of a part is decided both ways: of those that lose most where the bound would be
 * attained (as BaBSR scores them; Bunel, Lu, Turkaslan, Torr, Kohli, Kumar, JMLR 21, 2020) the one
 * whose sides have the best bounds (filtered smart branching; De Palma, Bunel, Desmaison,
 * Dvijotham, Kohli, Torr, Kumar, arXiv:2104.06718). Only chooses. For one thread.
 */
final class Branching {

  /** How many bends are tried. */
  private static final int TRIED = 20;

  /** The share of what a bound lacks that a side counts for at least. */
  private static final double LITTLE = 1e-3;

  private final BoundedNetwork network;
  private final LinearBounds bounds;

  Branching(BoundedNetwork network, LinearBounds bounds) {
    this.network = network;
    this.bounds = bounds;
  }

  /** A bend that is open, and how much its unit's line loses where the bound would be attained. */
  private record Loss(Split split, double amount) {}

  /** The bends that lose most at the corner of a run, worst first; none where nothing is lost. */
  List<Split> worst(Enclosure enclosure, CornerRun run) {
    List<Loss> losses = new ArrayList<>();
    for (int l = 0; l < network.depth(); l++) {
      if (network.columns(l) != null) {
        continue;
      }
      for (int i = 0; i < enclosure.low(l).length; i++) {
        double coefficient = bounds.pass().coefficient[l + 1][i];
        if (coefficient != 0 && enclosure.isOpen(l, i)) {
          losses.add(new Loss(bend(enclosure, run.value(l)[i], l, i), run.loss(l, i)));
        }
      }
    }
    losses.sort(Comparator.comparingDouble(Loss::amount).reversed());
    return losses.stream().limit(TRIED).map(Loss::split).toList();
  }

  /** The open bend that is nearest to where the unit's input stands. */
  private Split bend(Enclosure enclosure, double z, int layer, int unit) {
    double low = network.clip(layer).low();
    double high = network.clip(layer).high();
    boolean upper =
        enclosure.contains(layer, unit, high)
            && (!enclosure.contains(layer, unit, low) || Math.abs(z - high) < Math.abs(z - low));
    return new Split(layer, unit, upper ? high : low, true);
  }

  /**
   * Of some bends the one whose sides raise a bound most, by the lines as they are: the product of
   * both gains counts, none beyond zero where a side is closed (as in mixed-integer programming;
   * Achterberg, Constraint Integer Programming, 2007, section 5.5).
   *
   * @param now the bound of the part
   */
  Split best(Subproblem part, double now, List<Split> bends, List<Gap> gaps) {
    Split best = bends.get(0);
    double greatest = Double.NEGATIVE_INFINITY;
    double little = LITTLE * -now;
    for (Split split : bends) {
      double one = Math.min(0, bounds.least(part.with(split), gaps)) - now;
      double other = Math.min(0, bounds.least(part.with(split.other()), gaps)) - now;
      double gain = Math.max(one, little) * Math.max(other, little);
      if (gain > greatest) {
        greatest = gain;
        best = split;
      }
    }
    return best;
  }
}
