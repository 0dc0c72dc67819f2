package org.assay.bounds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Better lower bounds of gaps, by moving the free lines of the units, the multipliers of conditions
 * and the weights of the gaps uphill (alpha-CROWN; Xu, Zhang, Wang, Wang, Jana, Lin, Hsieh, ICLR
 * 2021, arXiv:2011.13824; beta-CROWN, see {@link Multipliers}). Where several gaps must close at
 * once to violate a property, a sum of them, none counted negatively, that stays positive shows
 * that they cannot. Steps are those of Adam (Kingma, Ba, ICLR 2015, arXiv:1412.6980) and need not
 * be right: every bound on the way is sound by itself. Cost: a pass backward and one forward a
 * step. For one thread.
 */
public final class GapSearch {

  private static final double DECAY = 0.97;
  private static final int TRIED = 4;

  /** How often the slopes are moved for one unit. */
  private static final int UNIT_STEPS = 8;

  /** How often a box is bounded anew because much of it was cut off. */
  private static final int ROUNDS = 20;

  /** The share of an input's width below which that is worth it. */
  private static final double LITTLE = 0.6;

  private final BoundedNetwork network;
  private final LinearBounds bounds;

  public GapSearch(BoundedNetwork network) {
    this.network = network;
    this.bounds = new LinearBounds(network);
  }

  /** The network that is searched. */
  public BoundedNetwork network() {
    return network;
  }

  /**
   * A part with the best bound that was found.
   *
   * @param part with the lines, multipliers and weights of that bound
   * @param least no more than the weighed sum of the gaps
   * @param closed whether no point of the part satisfies all conditions
   * @param corner inputs at which the last bound would be attained if nothing were lost
   * @param branches units whose lines lose most there, worst first; empty where nothing is lost
   */
  public record Found(
      Subproblem part, double least, boolean closed, Tensor corner, List<Split> branches) {

    /**
     * No more than the weighed sum of the gaps anywhere in the box that the part comes from, zero
     * where the sum was only known to be positive.
     */
    public double margin() {
      return part.enclosure().isCut() ? Math.min(0, least) : least;
    }

    /** The same where it has turned out that there is no point. */
    Found closing() {
      return new Found(part, Math.max(0, least), true, corner, List.of());
    }
  }

  /**
   * Everything over a box; see {@link LinearBounds}.
   *
   * @param hurry asked before each unit; once it is true the units left are bounded by intervals
   */
  public Subproblem enclose(InputBox box, BooleanSupplier hurry) {
    return Objects.requireNonNull(bounds.enclose(box, null, hurry));
  }

  /**
   * The same box with tighter bounds of open units, their lines moved for each by itself; null
   * where there is no point.
   *
   * @param tired asked before each unit; once it is true the units left are bounded as they come
   */
  public @Nullable Subproblem refine(Subproblem root, BooleanSupplier tired) {
    return bounds.refine(root, () -> tired.getAsBoolean() ? 0 : UNIT_STEPS);
  }

  /** The part with all units behind its last condition bounded anew; null where it has no point. */
  public @Nullable Subproblem renew(Subproblem part, BooleanSupplier hurry) {
    return bounds.renew(part, hurry);
  }

  /** The part aimed at the gap whose bound is greatest, with that bound; at least one gap. */
  public Found aim(Subproblem part, List<Gap> gaps) {
    return aim(part, gaps, false);
  }

  /**
   * The same without inputs at which some gap is certainly open; the rest is bounded anew while
   * much is cut off.
   */
  public Found narrow(Subproblem part, List<Gap> gaps, BooleanSupplier hurry) {
    Found found = aim(part, gaps, true);
    Subproblem whole = part;
    for (int round = 0; round < ROUNDS && !found.closed(); round++) {
      Enclosure narrower = found.part().enclosure();
      if (narrower.narrowest(whole.enclosure()) > LITTLE) {
        break;
      }
      whole = bounds.enclose(narrower.input(), narrower, hurry);
      if (whole == null) {
        return found.closing();
      }
      whole = whole.conditioned(part);
      found = aim(whole, gaps, true);
    }
    return found;
  }

  private Found aim(Subproblem part, List<Gap> gaps, boolean cutting) {
    Subproblem best = part.aimed(0, gaps.size());
    double greatest = Double.NEGATIVE_INFINITY;
    Enclosure enclosure = part.enclosure();
    for (int g = 0; g < gaps.size(); g++) {
      Subproblem trial = part.aimed(g, gaps.size()).within(enclosure);
      double least = bounds.least(trial, gaps);
      if (g == 0 || least > greatest) {
        best = trial;
        greatest = least;
      }
      if (closes(trial, least, gaps)) {
        return raise(trial, gaps, 0);
      }
      enclosure = cutting ? cut(enclosure, least) : enclosure;
    }
    return raise(best.within(enclosure), gaps, 0);
  }

  /** What is left of an enclosure where the function that was bounded last is not positive. */
  private Enclosure cut(Enclosure enclosure, double least) {
    return least <= 0 && Double.isFinite(least)
        ? enclosure.cut(bounds.pass().coefficient[0], least)
        : enclosure;
  }

  /** Whether a bound shows that no point satisfies all conditions. */
  private static boolean closes(Subproblem part, double least, List<Gap> gaps) {
    if (least > 0) {
      return true;
    }
    for (int g = 0; g < gaps.size() && least == 0; g++) {
      if (part.weights()[g] > 0 && gaps.get(g).isStrict()) {
        return true;
      }
    }
    return false;
  }

  /** Raises the bound of a part until it is closed, by at most so many steps. */
  public Found raise(Subproblem part, List<Gap> gaps, int steps) {
    Subproblem trial = steps == 0 ? part : part.copy();
    double bound = bounds.least(trial, gaps);
    CornerRun run = new CornerRun(part.enclosure(), bounds.pass(), bounds.lines());
    Subproblem best = part;
    double least = bound;
    double rate = 1;
    Ascent ascent = new Ascent(trial, gaps);
    for (int step = 0;
        step < steps && !closes(best, least, gaps) && Double.isFinite(bound);
        step++) {
      ascent.step(run, rate);
      rate *= DECAY;
      bound = bounds.least(trial, gaps);
      run = new CornerRun(part.enclosure(), bounds.pass(), bounds.lines());
      if (bound > least) {
        least = bound;
        best = trial.copy();
      }
    }
    Tensor corner = Tensor.of(network.network().input(), run.value(0));
    if (closes(best, least, gaps)) {
      return new Found(best, least, true, corner, List.of());
    }
    return new Found(best, least, false, corner, branches(part.enclosure(), run));
  }

  /** A bend that is open, and how much its unit's line loses where the bound would be attained. */
  private record Loss(Split split, double amount) {}

  private List<Split> branches(Enclosure enclosure, CornerRun run) {
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

  /** Of some bends the one whose two sides have the best bounds, by the lines as they are. */
  public Split best(Found found, List<Gap> gaps) {
    Split best = found.branches().get(0);
    double greatest = Double.NEGATIVE_INFINITY;
    for (Split split : found.branches()) {
      double least = Double.POSITIVE_INFINITY;
      for (Split side : List.of(split, split.other())) {
        least = Math.min(least, bounds.least(found.part().with(side), gaps));
      }
      if (least > greatest) {
        greatest = least;
        best = split;
      }
    }
    return best;
  }

  /**
   * Two parts that together are the whole, cut at the middle of the input that matters most to the
   * gaps, all bounded anew; one that has no point is left out. The part itself where no input can
   * be cut.
   */
  public List<Subproblem> halves(Subproblem part, List<Gap> gaps, BooleanSupplier hurry) {
    double[] low = part.enclosure().low(0);
    double[] high = part.enclosure().high(0);
    int widest = widest(part, gaps);
    double middle = 0.5 * low[widest] + 0.5 * high[widest];
    if (!(low[widest] < middle && middle < high[widest])) {
      return List.of(part);
    }
    Tensor least = Tensor.of(network.network().input(), low);
    Tensor greatest = Tensor.of(network.network().input(), high);
    List<Subproblem> halves = new ArrayList<>();
    add(halves, new InputBox(least, greatest.with(widest, middle)), part, hurry);
    add(halves, new InputBox(least.with(widest, middle), greatest), part, hurry);
    return halves;
  }

  private int widest(Subproblem part, List<Gap> gaps) {
    Smear smear = new Smear(network, part.enclosure());
    for (int g = 0; g < gaps.size(); g++) {
      bounds.least(part.aimed(g, gaps.size()), gaps);
      smear.add(bounds.pass());
    }
    return smear.widest();
  }

  private void add(List<Subproblem> into, InputBox box, Subproblem part, BooleanSupplier hurry) {
    Subproblem half = bounds.enclose(box, part.enclosure(), hurry);
    if (half != null) {
      into.add(half.conditioned(part));
    }
  }
}
