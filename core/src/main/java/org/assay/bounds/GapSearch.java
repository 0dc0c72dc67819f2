package org.assay.bounds;

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

  /** How often the slopes are moved for one unit. */
  private static final int UNIT_STEPS = 8;

  /** How often a box is bounded anew because much of it was cut off. */
  private static final int ROUNDS = 20;

  /** The share of an input's width below which that is worth it. */
  private static final double LITTLE = 0.6;

  private final BoundedNetwork network;
  private final LinearBounds bounds;
  private final Branching branching;

  public GapSearch(BoundedNetwork network) {
    this.network = network;
    this.bounds = new LinearBounds(network);
    this.branching = new Branching(network, bounds);
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

  /** The part with the units of some bends bounded anew; null where it has no point. */
  public @Nullable Subproblem renew(Subproblem part, List<Split> bends) {
    return bounds.renew(part, bends);
  }

  /**
   * The same part with only those points meant at which its gaps may close, by the lines and
   * weights that it has: bounds that are made within it need not hold elsewhere.
   */
  public Subproblem where(Subproblem part, List<Gap> gaps) {
    return bounds.where(part, gaps);
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
    Ascent ascent = new Ascent(trial, gaps, part.enclosure().openUnits(network.depth()));
    for (int step = 0;
        step < steps && !closes(best, least, gaps) && Double.isFinite(bound);
        step++) {
      ascent.step(run, rate);
      rate *= DECAY;
      bound = bounds.least(trial, gaps);
      run.again();
      if (bound > least) {
        least = bound;
        best = trial.copy();
      }
    }
    Tensor corner = Tensor.of(network.network().input(), run.value(0));
    if (closes(best, least, gaps)) {
      return new Found(best, least, true, corner, List.of());
    }
    return new Found(best, least, false, corner, branching.worst(part.enclosure(), run));
  }

  /** Of the bends of a part the one that is best decided both ways, by the lines as they are. */
  public Split best(Found found, List<Gap> gaps) {
    return branching.best(found.part(), found.least(), found.branches(), gaps);
  }

  /**
   * Two parts that together are the whole, cut at the middle of the input that matters most to the
   * gaps, all bounded anew; one that has no point is left out. The part itself where no input can
   * be cut.
   */
  public List<Subproblem> halves(Subproblem part, List<Gap> gaps, BooleanSupplier hurry) {
    return new BoxCut(network, bounds).halves(part, gaps, hurry);
  }
}
