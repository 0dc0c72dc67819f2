package org.assay.numerics;

import java.util.Arrays;
import java.util.List;
import org.assay.eval.OrderErrors;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every sum of a network on images.
 *
 * <p>Question: how much do a unit's terms cancel, and what can the order in which they are added
 * change? Method: a run in doubles with proved bounds, and in rationals where these leave a sum
 * open by more than a thousandth ({@link SumRun}); where rounding can change the phase, or is as
 * large as what the unit passes on, the sum in some orders ({@link OrderReplay}). Guarantee: the
 * errors of {@link OrderErrors} hold for every order and grouping; what is counted as open may stay
 * closed, what is counted as seen was run. Cost: about three runs of the network an image. Takes
 * images one after another, in any order. For one thread.
 */
public final class CancellationScan {

  private final Network network;
  private final List<SumLayer> layers;
  private final OrderErrors orders;
  private final UnitFigures[] figures;

  public CancellationScan(Network network) {
    this.network = network;
    this.layers = SumLayer.of(network);
    this.orders = new OrderErrors(network.elementType());
    SumLayer last = layers.get(layers.size() - 1);
    this.figures = new UnitFigures[last.firstUnit() + last.size()];
    Arrays.setAll(figures, UnitFigures::none);
  }

  /** The figures of all units on the images so far, in network order. */
  public List<UnitFigures> figures() {
    return List.of(figures);
  }

  /** Adds an image of members of the element type. */
  public void add(int id, Tensor image) {
    SumRun run = new SumRun(network, image);
    for (int n = 0; n < layers.size(); n++) {
      SumLayer layer = layers.get(n);
      new Look(id, layer, run.sums(n), run.before(layer.layer())).all();
    }
  }

  /** A layer's sums on an image. */
  private final class Look {

    private final int id;
    private final SumLayer layer;
    private final SumRun.Sums sums;
    private final double[] before;
    private @Nullable OrderReplay replay;

    Look(int id, SumLayer layer, SumRun.Sums sums, double[] before) {
      this.id = id;
      this.layer = layer;
      this.sums = sums;
      this.before = before;
    }

    void all() {
      for (int r = 0; r < layer.size(); r++) {
        int unit = layer.firstUnit() + r;
        figures[unit] = figures[unit].plus(row(r));
      }
    }

    private UnitFigures row(int r) {
      double error = orders.rounding(sums.products(r), sums.magnitude(r));
      double low = sums.low(r);
      double high = sums.high(r);
      double passed = layer.most(low, high);
      double through = layer.through(low, high, error);
      boolean open = layer.isOpen(low, high, error) && error > 0;
      boolean lost = through > 0 && error >= passed;
      OrderReplay.Seen seen = open || lost ? replay().of(r) : new OrderReplay.Seen(false, false);
      double cancellation = UnitFigures.quotient(sums.magnitude(r), Math.abs(sums.value(r)));
      return new UnitFigures(
          layer.firstUnit() + r,
          1,
          through,
          passed,
          sums.magnitude(r),
          cancellation,
          cancellation > 0 ? id : -1,
          open ? 1 : 0,
          seen.phase() ? 1 : 0,
          seen.label() ? 1 : 0,
          seen.label() ? id : -1);
    }

    private OrderReplay replay() {
      OrderReplay known = replay;
      if (known == null) {
        known = new OrderReplay(network, layer, before);
        replay = known;
      }
      return known;
    }
  }
}
