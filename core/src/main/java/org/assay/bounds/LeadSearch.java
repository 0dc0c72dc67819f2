package org.assay.bounds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assay.network.Tensor;

/**
 * Better lower bounds of a label's lead, by moving the free lines of the units and the multipliers
 * of conditions uphill (alpha-CROWN; Xu, Zhang, Wang, Wang, Jana, Lin, Hsieh, ICLR 2021,
 * arXiv:2011.13824; beta-CROWN, see {@link Multipliers}). Steps are those of Adam (Kingma, Ba, ICLR
 * 2015, arXiv:1412.6980) and need not be right: every bound on the way is sound by itself. Cost: a
 * pass backward and one forward a step. For one thread.
 */
public final class LeadSearch {

  private static final double DECAY = 0.97;
  private static final int TRIED = 4;

  private final BoundedNetwork network;
  private final LinearBounds bounds;

  public LeadSearch(BoundedNetwork network) {
    this.network = network;
    this.bounds = new LinearBounds(network);
  }

  /**
   * A lead with the best bound that was found.
   *
   * @param part with the lines and multipliers of that bound
   * @param least no more than the lead's least value
   * @param corner inputs at which the last bound would be attained if nothing were lost
   * @param branches units whose lines lose most there, worst first; empty where nothing is lost
   */
  public record Found(Subproblem part, double least, Tensor corner, List<Split> branches) {}

  /**
   * Everything over a box; see {@link LinearBounds}.
   *
   * @param hurry asked before each unit; once it is true the units left are bounded by intervals
   */
  public Subproblem enclose(InputBox box, BooleanSupplier hurry) {
    return bounds.enclose(box, hurry);
  }

  /** The bound by the lines as they are. */
  public double leastLead(Subproblem part, int label, int other) {
    return bounds.leastLead(part, label, other);
  }

  /** Raises the bound of a lead until it is not negative, by at most so many steps. */
  public Found raise(Subproblem part, int label, int other, int steps) {
    Subproblem trial = part.copy();
    Ascent ascent = new Ascent(trial);
    double bound = bounds.leastLead(trial, label, other);
    CornerRun run = new CornerRun(part.enclosure(), bounds.pass(), bounds.lines());
    Subproblem best = part;
    double least = bound;
    double rate = 1;
    for (int step = 0; step < steps && least < 0 && Double.isFinite(bound); step++) {
      ascent.step(run, rate);
      rate *= DECAY;
      bound = bounds.leastLead(trial, label, other);
      run = new CornerRun(part.enclosure(), bounds.pass(), bounds.lines());
      if (bound > least) {
        least = bound;
        best = trial.copy();
      }
    }
    Tensor corner = Tensor.of(network.network().input(), run.value(0));
    return new Found(best, least, corner, branches(part.enclosure(), run));
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
  public Split best(Found found, int label, int other) {
    Split best = found.branches().get(0);
    double greatest = Double.NEGATIVE_INFINITY;
    for (Split split : found.branches()) {
      double least = Double.POSITIVE_INFINITY;
      for (Split side : List.of(split, split.other())) {
        Subproblem part = found.part().with(side);
        least = Math.min(least, bounds.leastLead(part, label, other));
      }
      if (least > greatest) {
        greatest = least;
        best = split;
      }
    }
    return best;
  }

  /**
   * Two parts that together are the whole, cut at the middle of the input that moves the bound
   * most, its conditions kept; one that no point satisfies is left out. The part itself where no
   * input can be cut.
   */
  public List<Subproblem> halves(Subproblem part, int label, int other, BooleanSupplier hurry) {
    bounds.leastLead(part, label, other);
    double[] low = part.enclosure().low(0);
    double[] high = part.enclosure().high(0);
    int widest = 0;
    double most = -1;
    for (int i = 0; i < low.length; i++) {
      double moves = (Math.abs(bounds.pass().coefficient[0][i]) + 1e-9) * (high[i] - low[i]);
      if (moves > most) {
        most = moves;
        widest = i;
      }
    }
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

  private void add(List<Subproblem> into, InputBox box, Subproblem part, BooleanSupplier hurry) {
    Subproblem half = bounds.enclose(box, hurry);
    for (Split split : part.splits()) {
      if (half.enclosure().excludes(split)) {
        return;
      }
      half = half.with(split);
    }
    into.add(half);
  }
}
