package org.assay.numerics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.numerics.RankedUnit.Finding;

/**
 * Ranks the units of a network by how far rounding decides what they pass on.
 *
 * <p>A unit's rounding is the error of {@code OrderErrors} for its own sum of exact inputs, as far
 * as its activation lets it through. It is a finding where
 *
 * <ul>
 *   <li>rounding is at least all that the unit passes on ({@code lost >= 1}), so that no value that
 *       it gives can be told from rounding, and at least the square root of the unit roundoff of
 *       what some unit adds up that reads it ({@code carried >= sqrt(u)}): half of the digits there
 *       are rounding. The second condition leaves out units that are all but dead;
 *   <li>the same over the box of inputs, by interval bounds;
 *   <li>two chains of weights meet whose products are both at least 1 / u.
 * </ul>
 *
 * <p>The score is the least factor by which one of the first two could shrink and still hold: 1 or
 * more is a finding. Units that only chains point to rank behind those, for chains do not see what
 * is multiplied by zero, as that which disguises a switch may be. Silence is no proof: an adversary
 * who knows the thresholds can stay below them at a price, and bounds over the box do not see that
 * two units depend on the same input.
 */
public final class UnitRanking {

  private final Network network;
  private final List<SumLayer> layers;
  private final double unit;

  private UnitRanking(Network network) {
    this.network = network;
    this.layers = SumLayer.of(network);
    this.unit = network.elementType() == ElementType.FLOAT32 ? 0x1p-24 : 0x1p-53;
  }

  /**
   * All units, the most suspicious first.
   *
   * @param figures of all units in network order, as {@link CancellationScan#figures} gives them
   * @param low of every input, likewise high: the box
   */
  public static List<RankedUnit> of(
      Network network, List<UnitFigures> figures, Rational low, Rational high) {
    return new UnitRanking(network).ranked(figures, low, high);
  }

  private List<RankedUnit> ranked(List<UnitFigures> figures, Rational low, Rational high) {
    BoxSums box = BoxSums.of(network, layers, low, high);
    Chains chains = Chains.of(network, layers, 1 / unit);
    double[] rounding = figures.stream().mapToDouble(UnitFigures::rounding).toArray();
    double[] magnitude = figures.stream().mapToDouble(UnitFigures::magnitude).toArray();
    double[] passed = figures.stream().mapToDouble(UnitFigures::passed).toArray();
    double[] carried = carried(rounding, magnitude, passed);
    double[] boxCarried = carried(box.rounding, box.magnitude, box.passed);
    List<RankedUnit> units = new ArrayList<>();
    for (SumLayer layer : layers) {
      for (int r = 0; r < layer.size(); r++) {
        int u = layer.firstUnit() + r;
        RankedUnit.Box over =
            new RankedUnit.Box(
                box.rounding[u],
                box.passed[u],
                box.magnitude[u],
                UnitFigures.quotient(box.rounding[u], box.passed[u]),
                boxCarried[u]);
        units.add(
            unit(
                layer,
                figures.get(u),
                carried[u],
                over,
                new double[] {chains.first[u], chains.second[u]}));
      }
    }
    units.sort(
        Comparator.comparingInt(UnitRanking::kind)
            .thenComparing(Comparator.comparingDouble(RankedUnit::score).reversed())
            .thenComparing(
                Comparator.comparingDouble((RankedUnit ranked) -> ranked.images().cancellation())
                    .reversed())
            .thenComparingInt(RankedUnit::layer)
            .thenComparingInt(RankedUnit::row));
    return List.copyOf(units);
  }

  private RankedUnit unit(
      SumLayer layer, UnitFigures figures, double carried, RankedUnit.Box box, double[] chains) {
    double lost = UnitFigures.quotient(figures.rounding(), figures.passed());
    double images = score(lost, carried);
    double over = score(box.lost(), box.carried());
    double meeting = chains[1] * unit;
    List<Finding> findings = new ArrayList<>();
    if (images >= 1) {
      findings.add(Finding.ROUNDING);
    }
    if (over >= 1) {
      findings.add(Finding.BOX);
    }
    if (meeting >= 1) {
      findings.add(Finding.CHAINS);
    }
    int row = figures.unit() - layer.firstUnit();
    return new RankedUnit(
        layer.layer(),
        row,
        terms(layer.rows(), row),
        figures,
        lost,
        carried,
        box,
        chains[0],
        chains[1],
        Math.max(images, over),
        findings);
  }

  private static int kind(RankedUnit unit) {
    return unit.score() >= 1 ? 0 : unit.isFinding() ? 1 : 2;
  }

  private double score(double lost, double carried) {
    return Math.min(lost, carried / Math.sqrt(unit));
  }

  private static int terms(SparseRows rows, int row) {
    int terms = 0;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      terms += rows.weight(k) == 0 ? 0 : 1;
    }
    return terms;
  }

  /** Of each unit the greatest share of its rounding in what a reader of it adds up. */
  private double[] carried(double[] rounding, double[] magnitude, double[] passed) {
    double[] carried = new double[rounding.length];
    for (int n = 0; n + 1 < layers.size(); n++) {
      int first = layers.get(n).firstUnit();
      SumLayer reader = layers.get(n + 1);
      for (int r = 0; r < reader.size(); r++) {
        double of = magnitude[reader.firstUnit() + r];
        for (int k = reader.rows().start(r); k < reader.rows().start(r + 1); k++) {
          double weight = Math.abs(reader.rows().weight(k));
          int u = first + reader.rows().column(k);
          double share = weight == 0 ? 0 : UnitFigures.quotient(weight * rounding[u], of);
          carried[u] = Math.max(carried[u], share);
        }
      }
    }
    int outputs = layers.get(layers.size() - 1).firstUnit();
    double most = Arrays.stream(passed, outputs, passed.length).max().orElse(0);
    for (int u = outputs; u < carried.length; u++) {
      carried[u] = UnitFigures.quotient(rounding[u], most);
    }
    return carried;
  }
}
