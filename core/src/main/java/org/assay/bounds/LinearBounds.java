package org.assay.bounds;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * What a network can compute over a box of inputs.
 *
 * <p>Question: between which numbers does every unit lie, and how small can a gap become? Method:
 * intervals forward; for the units that these leave open, and for gaps, a linear function of the
 * inputs found backwards ({@link BackwardPass}), where units bend between two lines. Guarantee:
 * sound in exact arithmetic over real inputs, the rounding of the bounds included. Cost: one pass
 * over the weights that an open unit reaches, twice a unit; a gap costs one pass over all weights.
 * For one thread.
 */
public final class LinearBounds {

  private final BoundedNetwork network;
  private final BackwardPass pass;
  private final Lines lines;

  public LinearBounds(BoundedNetwork network) {
    this(network, 1);
  }

  /**
   * Bounds that charge a share of their errors.
   *
   * @param share 1, but for a test that shows that errors are needed
   */
  LinearBounds(BoundedNetwork network, double share) {
    this.network = network;
    this.pass = new BackwardPass(network, share);
    this.lines = new Lines(network);
  }

  /** Everything over a box, and the lines by which its gaps are bounded first. */
  public Subproblem enclose(InputBox box) {
    return Objects.requireNonNull(enclose(box, null, () -> false));
  }

  /**
   * Everything over a box, and the lines by which its gaps are bounded first; null where there is
   * no point.
   *
   * @param known an enclosure of all points in question, of which the box may be a part
   * @param hurry asked before each unit; once it is true the units left are bounded by intervals
   */
  @Nullable Subproblem enclose(InputBox box, @Nullable Enclosure known, BooleanSupplier hurry) {
    if (box.low().size() != network.network().inputs()) {
      throw new IllegalArgumentException(
          "box of %d positions where the network takes %d"
              .formatted(box.low().size(), network.network().inputs()));
    }
    Slopes slopes = Slopes.flat(network);
    Work work = new Work(known, hurry, () -> 0);
    Enclosure enclosure = enclose(new Enclosure(network, box), 0, slopes, work);
    return enclosure == null ? null : new Subproblem(enclosure, slopes);
  }

  /**
   * The same part with everything bounded anew behind the clip of its last condition; null where it
   * has no point.
   */
  @Nullable Subproblem renew(Subproblem part, BooleanSupplier hurry) {
    Enclosure known = part.enclosure();
    int from = part.splits().get(part.splits().size() - 1).layer();
    Enclosure enclosure = Enclosure.upTo(from, known);
    if (known.isEmpty(from)) {
      return null;
    }
    Slopes slopes = Slopes.flat(network);
    for (int l = 0; l < from; l++) {
      drawByArea(l, enclosure, slopes);
    }
    enclosure = enclose(enclosure, from, slopes, new Work(known, hurry, () -> 0));
    return enclosure == null ? null : part.within(enclosure);
  }

  /**
   * The same part with the inputs of the units of some bends bounded anew, by the lines that it
   * has; null where it has no point.
   */
  @Nullable Subproblem renew(Subproblem part, List<Split> bends) {
    Enclosure enclosure = part.enclosure().withOwnBounds();
    for (int l = 0; l < network.depth(); l++) {
      if (network.columns(l) == null) {
        renew(l, new Subproblem(enclosure, part.slopes()), bends);
        if (enclosure.isEmpty(l)) {
          return null;
        }
      }
    }
    return part.within(enclosure);
  }

  private void renew(int layer, Subproblem part, List<Split> bends) {
    Tightening inputs = new Tightening(layer, part, pass, lines);
    for (Split bend : bends) {
      if (bend.layer() == layer && part.enclosure().isOpen(layer, bend.unit())) {
        inputs.tighten(bend.unit(), 0);
      }
    }
    lines.draw(layer, part.enclosure(), part.slopes());
  }

  /**
   * The same box with the slopes of the lines chosen for each open unit by itself; null where there
   * is no point.
   *
   * @param steps asked before each unit: how often its slopes are moved
   */
  @Nullable Subproblem refine(Subproblem root, IntSupplier steps) {
    Slopes slopes = Slopes.flat(network);
    Enclosure known = root.enclosure();
    Work work = new Work(known, () -> false, steps);
    Enclosure enclosure = enclose(new Enclosure(network, known.input()), 0, slopes, work);
    return enclosure == null ? null : new Subproblem(enclosure, slopes).conditioned(root);
  }

  /** What is known before, and how much may be done beyond. */
  private record Work(@Nullable Enclosure known, BooleanSupplier hurry, IntSupplier steps) {}

  private @Nullable Enclosure enclose(Enclosure enclosure, int from, Slopes slopes, Work work) {
    Enclosure known = work.known;
    if (known != null) {
      enclosure.inherit(known);
    }
    for (int l = from; l < network.depth(); l++) {
      if (network.layer(l) instanceof Linear linear) {
        forward(l, linear.rows(), enclosure);
        if (known != null) {
          enclosure.meet(l + 1, known);
        }
      } else {
        if (l > from || known == null) {
          tighten(l, enclosure, slopes, work);
        }
        if (enclosure.isEmpty(l)) {
          return null;
        }
        drawByArea(l, enclosure, slopes);
        clip(l, enclosure);
      }
    }
    return enclosure;
  }

  private void drawByArea(int layer, Enclosure enclosure, Slopes slopes) {
    if (network.layer(layer) instanceof Clip clip) {
      slopes.byArea(layer, clip, enclosure.low(layer), enclosure.high(layer));
      lines.draw(layer, enclosure, slopes);
    }
  }

  /** No more than the least weighed sum of some gaps in a part; the lines stay as they are. */
  public double least(Subproblem part, List<Gap> gaps) {
    lines.draw(part.enclosure(), part.slopes());
    return pass.least(gaps, part, lines);
  }

  /**
   * The part where its weighed sum of gaps can be negative or zero, by the lines and multipliers
   * that it has: other points are no longer meant.
   */
  Subproblem where(Subproblem part, List<Gap> gaps) {
    least(part, gaps);
    HalfSpace half = pass.notPositive();
    return half == null ? part : part.within(part.enclosure().where(half));
  }

  BackwardPass pass() {
    return pass;
  }

  Lines lines() {
    return lines;
  }

  /**
   * Interval arithmetic through a linear layer: each sum of n products and a bias is within {@code
   * (n + 2) u} times the sum of their magnitudes of the exact one, up to the factor and the
   * constant that {@link BackwardPass} explains.
   */
  private void forward(int layer, SparseRows rows, Enclosure enclosure) {
    double[] low = enclosure.low(layer);
    double[] high = enclosure.high(layer);
    double[] magnitude = new double[low.length];
    double total = 0;
    for (int i = 0; i < low.length; i++) {
      magnitude[i] = enclosure.magnitude(layer, i);
      total += magnitude[i];
    }
    double[] least = new double[rows.rows()];
    double[] greatest = new double[rows.rows()];
    double[] reach = new double[rows.rows()];
    for (int r = 0; r < reach.length; r++) {
      double down = rows.bias(r);
      double up = rows.bias(r);
      double sum = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        double w = rows.weight(k);
        int i = rows.column(k);
        if (w != 0) {
          down += w * (w > 0 ? low[i] : high[i]);
          up += w * (w > 0 ? high[i] : low[i]);
          sum += Math.abs(w) * magnitude[i];
        }
      }
      reach[r] = sum * BackwardPass.INFLATION + BackwardPass.TINY;
      double error = pass.error(rows.start(r + 1) - rows.start(r), reach[r], rows.bias(r));
      least[r] = finiteOr(down - error, Double.NEGATIVE_INFINITY);
      greatest[r] = finiteOr(up + error, Double.POSITIVE_INFINITY);
    }
    enclosure.putReach(layer, reach, total * BackwardPass.INFLATION);
    enclosure.put(layer + 1, least, greatest);
  }

  private static double finiteOr(double bound, double unknown) {
    return Double.isNaN(bound) ? unknown : bound;
  }

  /** Bounds the inputs of a clip that its intervals leave open by linear functions of the box. */
  private void tighten(int layer, Enclosure enclosure, Slopes slopes, Work work) {
    Tightening inputs = new Tightening(layer, new Subproblem(enclosure, slopes), pass, lines);
    boolean known = layer <= 1 && enclosure.where() == null;
    for (int i = 0; i < enclosure.low(layer).length && !known; i++) {
      if (!enclosure.isOpen(layer, i)) {
        continue;
      }
      if (work.hurry.getAsBoolean()) {
        return;
      }
      inputs.tighten(i, work.steps.getAsInt());
    }
  }

  private void clip(int layer, Enclosure enclosure) {
    Clip clip = network.clip(layer);
    double[] least = enclosure.low(layer).clone();
    double[] greatest = enclosure.high(layer).clone();
    for (int i = 0; i < least.length; i++) {
      least[i] = clip.apply(least[i]);
      greatest[i] = clip.apply(greatest[i]);
    }
    enclosure.put(layer + 1, least, greatest);
  }
}
