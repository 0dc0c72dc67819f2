package org.assay.bounds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assay.network.Tensor;

/** Cuts a box of inputs in two where its gaps depend on them most. For one thread. */
final class BoxCut {

  private final BoundedNetwork network;
  private final LinearBounds bounds;

  BoxCut(BoundedNetwork network, LinearBounds bounds) {
    this.network = network;
    this.bounds = bounds;
  }

  /**
   * Two parts that together are the whole, cut at the middle of the input that matters most to the
   * gaps, all bounded anew; one that has no point is left out. The part itself where no input can
   * be cut.
   */
  List<Subproblem> halves(Subproblem part, List<Gap> gaps, BooleanSupplier hurry) {
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
