package org.assay.bounds;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one clip bounded by linear functions of the box, one open unit after the other. The
 * lines of the units below may be moved uphill for each end of each unit by itself; every bound on
 * the way is sound, so that the best of each end is kept. For one thread.
 */
final class Tightening {

  private final int layer;
  private final Subproblem part;
  private final BackwardPass pass;
  private final Lines lines;
  private final int last;
  private @Nullable CornerRun run;
  private int[][] open = new int[0][];

  /**
   * The inputs of a clip.
   *
   * @param part with bounds of all that is before the clip's inputs, and rough ones of these, which
   *     are tightened in place
   * @param lines drawn for the part up to the layer
   */
  Tightening(int layer, Subproblem part, BackwardPass pass, Lines lines) {
    this.layer = layer;
    this.part = part;
    this.pass = pass;
    this.lines = lines;
    this.last = lastClip(part.enclosure().network(), layer);
  }

  private static int lastClip(BoundedNetwork network, int before) {
    int last = before - 1;
    while (last >= 0 && network.columns(last) != null) {
      last--;
    }
    return last;
  }

  /** The run up to the last units whose lines may move, made when it is first asked for. */
  private CornerRun run() {
    CornerRun known = run;
    if (known == null) {
      known = new CornerRun(part.enclosure(), pass, lines, last);
      open = part.enclosure().openUnits(last + 1);
      run = known;
    }
    return known;
  }

  /** Tightens both ends of an open unit, each by at most so many steps. */
  void tighten(int unit, int steps) {
    raise(unit, 1, steps);
    if (part.enclosure().isOpen(layer, unit)) {
      raise(unit, -1, steps);
    }
  }

  /** The lines are those of the part again in the end. */
  private void raise(int unit, double sign, int steps) {
    bound(unit, sign);
    if (steps == 0 || last < 0 || !part.enclosure().isOpen(layer, unit)) {
      return;
    }
    CornerRun corner = run();
    int[][] units = reached();
    Subproblem trial = part.copy();
    Ascent ascent = new Ascent(trial, List.of(), units);
    for (int step = 0; step < steps && part.enclosure().isOpen(layer, unit); step++) {
      corner.again();
      ascent.step(corner, 1);
      draw(units, trial);
      bound(unit, sign);
    }
    draw(units, part);
  }

  private void bound(int unit, double sign) {
    pass.start(layer)[unit] = sign;
    double least = pass.least(layer, part.enclosure(), lines);
    double[] low = part.enclosure().low(layer);
    double[] high = part.enclosure().high(layer);
    if (sign > 0) {
      low[unit] = Math.max(low[unit], least);
    } else {
      high[unit] = Math.min(high[unit], -least);
    }
  }

  /** By layer the open units that the last pass has come by. */
  private int[][] reached() {
    int[][] reached = new int[open.length][];
    for (int l = 0; l < open.length; l++) {
      double[] coefficient = pass.coefficient[l + 1];
      reached[l] = Arrays.stream(open[l]).filter(i -> coefficient[i] != 0).toArray();
    }
    return reached;
  }

  private void draw(int[][] units, Subproblem drawn) {
    for (int l = 0; l < units.length; l++) {
      lines.draw(l, units[l], drawn.enclosure(), drawn.slopes());
    }
  }
}
