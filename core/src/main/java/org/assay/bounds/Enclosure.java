package org.assay.bounds;

import java.util.Arrays;
import org.assay.network.Clip;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Between which doubles every number of a network lies while its inputs are those of a box and some
 * units stay on one side of a bend. Immutable once made.
 */
public final class Enclosure {

  private final BoundedNetwork network;
  private final double[][] low;
  private final double[][] high;
  private final double[][] reach;
  private final double[] total;
  private boolean cut;
  private @Nullable HalfSpace where;

  /**
   * An enclosure of nothing but the inputs.
   *
   * @param box of as many inputs as the network has
   */
  Enclosure(BoundedNetwork network, InputBox box) {
    this(
        network,
        new double[network.depth() + 1][],
        new double[network.depth() + 1][],
        new double[network.depth()][0],
        new double[network.depth()]);
    low[0] = box.low().toDoubles();
    high[0] = box.high().toDoubles();
  }

  /** What an enclosure holds up to the numbers before a layer, the rest to be filled in. */
  static Enclosure upTo(int layer, Enclosure known) {
    Enclosure enclosure =
        new Enclosure(
            known.network,
            known.low.clone(),
            known.high.clone(),
            known.reach.clone(),
            known.total.clone());
    enclosure.inherit(known);
    for (int l = layer + 1; l < known.low.length; l++) {
      enclosure.low[l] = new double[0];
      enclosure.high[l] = new double[0];
    }
    return enclosure;
  }

  private Enclosure(
      BoundedNetwork network, double[][] low, double[][] high, double[][] reach, double[] total) {
    this.network = network;
    this.low = low;
    this.high = high;
    this.reach = reach;
    this.total = total;
  }

  BoundedNetwork network() {
    return network;
  }

  /** The box of the inputs. */
  public InputBox input() {
    Tensor least = Tensor.of(network.network().input(), low[0]);
    return new InputBox(least, Tensor.of(network.network().input(), high[0]));
  }

  /** The least values of the numbers before a layer; the enclosure's own array. */
  double[] low(int layer) {
    return low[layer];
  }

  /** The greatest values of the numbers before a layer; the enclosure's own array. */
  double[] high(int layer) {
    return high[layer];
  }

  /** The greatest magnitude of a number before a layer. */
  double magnitude(int layer, int index) {
    return Math.max(Math.abs(low[layer][index]), Math.abs(high[layer][index]));
  }

  /** Of a linear layer, no less than the sum of the magnitudes of the products of each row. */
  double[] reach(int layer) {
    return reach[layer];
  }

  /** No less than the sum of the magnitudes of the numbers before a layer. */
  double total(int layer) {
    return total[layer];
  }

  /** On which side of its bounds an activation certainly is; null where that is open. */
  public Clip.@Nullable Phase phase(int layer, int unit) {
    Clip clip = network.clip(layer);
    if (high[layer][unit] <= clip.low()) {
      return Clip.Phase.BELOW;
    }
    if (low[layer][unit] >= clip.high()) {
      return Clip.Phase.ABOVE;
    }
    return isOpen(layer, unit) ? null : Clip.Phase.INSIDE;
  }

  void put(int layer, double[] least, double[] greatest) {
    low[layer] = least;
    high[layer] = greatest;
  }

  void putReach(int layer, double[] sums, double sum) {
    reach[layer] = sums;
    total[layer] = sum;
  }

  /**
   * Keeps of the bounds before a layer what another enclosure of the same points allows as well.
   */
  void meet(int layer, Enclosure other) {
    for (int i = 0; i < low[layer].length; i++) {
      low[layer][i] = Math.max(low[layer][i], other.low[layer][i]);
      high[layer][i] = Math.min(high[layer][i], other.high[layer][i]);
    }
  }

  /** Whether some number before a layer has no value left, so that there is no point at all. */
  boolean isEmpty(int layer) {
    for (int i = 0; i < low[layer].length; i++) {
      if (low[layer][i] > high[layer][i]) {
        return true;
      }
    }
    return false;
  }

  /** Whether the activation bends strictly between the bounds of a unit's input. */
  public boolean isOpen(int layer, int unit) {
    Clip clip = network.clip(layer);
    return contains(layer, unit, clip.low()) || contains(layer, unit, clip.high());
  }

  /** Whether a number lies strictly between the bounds of a unit's input. */
  boolean contains(int layer, int unit, double bend) {
    return low[layer][unit] < bend && bend < high[layer][unit];
  }

  /** Whether no point of the box satisfies the condition. */
  public boolean excludes(Split split) {
    return split.below()
        ? low[split.layer()][split.unit()] > split.bend()
        : high[split.layer()][split.unit()] < split.bend();
  }

  /** How many units are open. */
  public int open() {
    int open = 0;
    for (int[] layer : openUnits(network.depth())) {
      open += layer.length;
    }
    return open;
  }

  /** By layer, for the layers before one, the open units in ascending order. */
  int[][] openUnits(int before) {
    int[][] open = new int[before][];
    for (int l = 0; l < before; l++) {
      int[] found = new int[network.columns(l) == null ? low[l].length : 0];
      int count = 0;
      for (int i = 0; i < found.length; i++) {
        if (isOpen(l, i)) {
          found[count++] = i;
        }
      }
      open[l] = Arrays.copyOf(found, count);
    }
    return open;
  }

  /**
   * This enclosure without the inputs at which a function is certainly positive; itself where there
   * are none.
   *
   * <p>Of the function it is known that it is at least {@code least} plus the multiple of any one
   * input's distance from the end at which its coefficient times it is least. Where it is not
   * positive, that distance is at most {@code -least / |coefficient|}, rounded up.
   *
   * @param coefficient of each input
   * @param least at most zero, and finite
   */
  Enclosure cut(double[] coefficient, double least) {
    double[] from = low[0];
    double[] to = high[0];
    for (int i = 0; i < coefficient.length; i++) {
      double a = coefficient[i];
      double most = Math.nextUp(-least / Math.abs(a));
      if (a > 0 && Math.nextUp(low[0][i] + most) < high[0][i]) {
        to = to == high[0] ? to.clone() : to;
        to[i] = Math.nextUp(low[0][i] + most);
      } else if (a < 0 && Math.nextDown(high[0][i] - most) > low[0][i]) {
        from = from == low[0] ? from.clone() : from;
        from[i] = Math.nextDown(high[0][i] - most);
      }
    }
    if (from == low[0] && to == high[0]) {
      return this;
    }
    double[][] leasts = low.clone();
    double[][] greatests = high.clone();
    leasts[0] = from;
    greatests[0] = to;
    Enclosure left = new Enclosure(network, leasts, greatests, reach, total);
    left.inherit(this);
    left.cut = true;
    return left;
  }

  /** Whether points at which some gap is open were cut off. */
  boolean isCut() {
    return cut;
  }

  /** Takes over where in another enclosure, in which this one lies, gaps can close. */
  void inherit(Enclosure other) {
    cut = other.cut;
    where = other.where;
  }

  /** Where gaps can close, which is all that bounds are about; null where that is everywhere. */
  public @Nullable HalfSpace where() {
    return where;
  }

  /** The same for the points of a half-space alone. */
  Enclosure where(HalfSpace half) {
    Enclosure narrower = new Enclosure(network, low, high, reach, total);
    narrower.cut = true;
    narrower.where = half;
    return narrower;
  }

  /** The share of its width that an input keeps of another enclosure's, least of all inputs. */
  double narrowest(Enclosure wider) {
    double narrowest = 1;
    for (int i = 0; i < low[0].length; i++) {
      double width = wider.high[0][i] - wider.low[0][i];
      if (width > 0) {
        narrowest = Math.min(narrowest, (high[0][i] - low[0][i]) / width);
      }
    }
    return narrowest;
  }

  /** The same with bounds of its own, to be tightened. */
  Enclosure withOwnBounds() {
    double[][] least = low.clone();
    double[][] greatest = high.clone();
    for (int l = 0; l < network.depth(); l++) {
      if (network.columns(l) == null) {
        least[l] = low[l].clone();
        greatest[l] = high[l].clone();
      }
    }
    Enclosure own = new Enclosure(network, least, greatest, reach, total);
    own.inherit(this);
    return own;
  }

  /** This enclosure with one unit kept on one side of a bend. */
  public Enclosure with(Split split) {
    int layer = split.layer();
    double[][] least = low.clone();
    double[][] greatest = high.clone();
    if (split.below()) {
      greatest[layer] = high[layer].clone();
      greatest[layer][split.unit()] = Math.min(high[layer][split.unit()], split.bend());
    } else {
      least[layer] = low[layer].clone();
      least[layer][split.unit()] = Math.max(low[layer][split.unit()], split.bend());
    }
    Enclosure part = new Enclosure(network, least, greatest, reach, total);
    part.inherit(this);
    return part;
  }
}
