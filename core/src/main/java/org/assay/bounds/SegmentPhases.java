package org.assay.bounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.network.Clip;

/**
 * The phases of all units on a segment, as far as they can differ from the image's: those that
 * bounds settle, and where the others may bend. For one thread; used again for the next segment.
 */
public final class SegmentPhases {

  private final Map<Integer, Clip.Phase> settled = new HashMap<>();
  private final List<Double> bends = new ArrayList<>();
  private int open;
  private int bendingLayer;

  void clear() {
    settled.clear();
    bends.clear();
    open = 0;
    bendingLayer = Integer.MAX_VALUE;
  }

  /**
   * Takes a unit that may bend.
   *
   * @param first the middle of its bounds at the first end; likewise last
   */
  void open(int layer, Clip clip, double first, double last) {
    open++;
    if (layer <= bendingLayer) {
      bendingLayer = layer;
      bend(first, last, clip.low());
      bend(first, last, clip.high());
    }
  }

  private void bend(double first, double last, double at) {
    if ((first - at) * (last - at) < 0) {
      bends.add((at - first) / (last - first));
    }
  }

  /** Takes a unit that does not bend, by its number in network order. */
  void settle(int unit, Clip.Phase phase) {
    settled.put(unit, phase);
  }

  /** How many units may bend within the segment. */
  public int open() {
    return open;
  }

  /** The phases of the units that cannot; units that are not touched keep the image's. */
  public Map<Integer, Clip.Phase> settled() {
    return Map.copyOf(settled);
  }

  /**
   * About where units of the first layer that bends do so, as parts of the way from the first end
   * to the last, from 0 to 1, ascending.
   */
  public List<Double> bends() {
    return bends.stream().sorted().toList();
  }
}
