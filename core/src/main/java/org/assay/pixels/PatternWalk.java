package org.assay.pixels;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.bounds.SegmentPhases;
import org.assay.bounds.SimplexBounds;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.regions.Cell;
import org.assay.regions.ExactRegions;
import org.assay.symbolic.ActivationPattern;

/**
 * Finds the activation patterns that one position visits as it runs through its domain: those of
 * the regions of its line, without the points between them.
 *
 * <p>Method: a segment on which bounds settle every unit's phase has one pattern; another is cut
 * just beside the places where units seem to bend. A sliver in which one unit alone is open lies
 * across that unit's bend, and its patterns are those of its neighbours; slivers with more, and
 * what is left after {@link #MOST_SEGMENTS}, are walked in rationals. Guarantee: exact, but that a
 * unit that is zero on a whole region has the phase that its bound belongs to. For one thread.
 */
final class PatternWalk {

  private static final int MOST_SEGMENTS = 4096;

  /** The half width of a sliver around a bend. */
  private static final double SLIVER = 0x1p-40;

  private final AskedImage image;
  private final SimplexBounds bounds;
  private final SegmentPhases phases = new SegmentPhases();
  private final int[] position;
  private final double[][] corners = new double[2][1];
  private final Set<ActivationPattern> patterns = new HashSet<>();
  private int segments;

  PatternWalk(AskedImage image, SimplexBounds bounds, int index) {
    this.image = image;
    this.bounds = bounds;
    this.position = new int[] {index};
  }

  /** The patterns of all regions. */
  Set<ActivationPattern> patterns() {
    part(image.domain().low().floorDouble(), image.domain().high().ceilingDouble());
    return patterns;
  }

  private void part(double low, double high) {
    segments++;
    corners[0][0] = low;
    corners[1][0] = high;
    bounds.enclose(position, corners, phases);
    boolean sliver = high - low <= 3 * SLIVER;
    if (phases.open() == 0) {
      add(phases.settled());
    } else if (segments > MOST_SEGMENTS || (sliver && phases.open() > 1)) {
      regions(low, high);
    } else if (!sliver) {
      cut(low, high, phases.bends());
    }
  }

  private void cut(double low, double high, List<Double> bends) {
    double from = low;
    for (double bend : bends) {
      double at = low + (high - low) * bend;
      if (at - SLIVER > from && at + SLIVER < high) {
        part(from, at - SLIVER);
        part(at - SLIVER, at + SLIVER);
        from = at + SLIVER;
      }
    }
    if (from > low) {
      part(from, high);
    } else {
      double middle = low + (high - low) / 2;
      part(low, middle);
      part(middle, high);
    }
  }

  private void add(Map<Integer, Clip.Phase> changed) {
    patterns.add(image.trace().pattern().with(changed));
  }

  private void regions(double low, double high) {
    Rational origin = Rational.of(image.trace().image().at(position[0]));
    Rational from = Rational.of(low).max(image.domain().low());
    Rational to = Rational.of(high).min(image.domain().high());
    new ExactRegions(image.trace(), bounds.network(), position)
        .visit(
            Cell.segment(from.minus(origin), to.minus(origin)),
            (cell, region) -> add(region.phases()));
  }
}
