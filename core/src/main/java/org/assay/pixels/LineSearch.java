package org.assay.pixels;

import java.util.List;
import java.util.Set;
import org.assay.bounds.SimplexBounds;
import org.assay.exact.Rational;
import org.assay.regions.Cell;
import org.assay.regions.ExactRegions;
import org.assay.symbolic.ActivationPattern;

/**
 * Finds the label of every value of one position, over all activation patterns.
 *
 * <p>Method: bounds show that one label leads on the whole line, or the line is halved; what stays
 * open is walked region by region in rationals. Guarantee: exact and complete. For one thread.
 */
final class LineSearch {

  /** How often a line is halved before rationals walk what is left. */
  private static final int MOST_HALVINGS = 6;

  private static final Rational HALF = Rational.of(1, 2);

  private final AskedImage image;
  private final SimplexBounds bounds;
  private long pruned;
  private long walked;
  private long rational;

  LineSearch(AskedImage image, SimplexBounds bounds) {
    this.image = image;
    this.bounds = bounds;
  }

  /** Lines that bounds decided as a whole. */
  long pruned() {
    return pruned;
  }

  /** Lines that were cut into parts. */
  long walked() {
    return walked;
  }

  /** Of these, lines of which some part needed rationals. */
  long rational() {
    return rational;
  }

  /** One line being walked. */
  private final class Walk {
    private final int[] position;
    private final double[][] corners = new double[2][1];
    private final LabelLine.Builder line = new LabelLine.Builder();
    private final Rational origin;
    private boolean rationalsAsked;

    Walk(int index) {
      this.position = new int[] {index};
      this.origin = Rational.of(image.trace().image().at(index));
    }

    /** The label that certainly leads on a segment, or -1. */
    private int leader(Rational low, Rational high) {
      corners[0][0] = low.floorDouble();
      corners[1][0] = high.ceilingDouble();
      bounds.enclose(position, corners);
      bounds.leads(image.label());
      if (bounds.leadsAll()) {
        return image.label();
      }
      int other = bounds.likely();
      if (other != image.label()) {
        bounds.leads(other);
        return bounds.leadsAll() ? other : -1;
      }
      return -1;
    }

    private void part(Rational low, Rational high, int halvings) {
      int leader = leader(low, high);
      if (leader >= 0) {
        line.point(low, leader, true);
        line.segment(high, leader, true);
        line.point(high, leader, true);
      } else {
        halves(low, high, halvings);
      }
    }

    /** Goes on with a segment just enclosed on which no label certainly leads. */
    private void halves(Rational low, Rational high, int halvings) {
      if (halvings == MOST_HALVINGS || bounds.isAffine()) {
        rationalsAsked = true;
        regions(low, high);
      } else {
        Rational middle = low.plus(high).times(HALF);
        part(low, middle, halvings + 1);
        part(middle, high, halvings + 1);
      }
    }

    private void regions(Rational low, Rational high) {
      new ExactRegions(image.trace(), bounds.network(), position)
          .visit(
              Cell.segment(low.minus(origin), high.minus(origin)),
              (cell, region) ->
                  new Envelope(region.logits(), image.label())
                      .add(
                          cell.vertices().get(0).get(0),
                          cell.vertices().get(1).get(0),
                          origin,
                          line));
    }
  }

  /** The activation patterns along the line of a position. */
  Set<ActivationPattern> patterns(int index) {
    return new PatternWalk(image, bounds, index).patterns();
  }

  /** Whether a label is the one largest at a value of a position. */
  boolean leads(int label, int index, Rational value) {
    int[] position = {index};
    double[][] corner = {{value.nearestDouble()}};
    bounds.enclose(position, corner);
    bounds.leads(label);
    if (value.isDouble() && bounds.leadsAll()) {
      return true;
    }
    Rational offset = value.minus(Rational.of(image.trace().image().at(index)));
    LabelLine.Builder point = new LabelLine.Builder();
    new ExactRegions(image.trace(), bounds.network(), position)
        .visit(
            new Cell(List.of(List.of(offset))),
            (cell, region) ->
                new Envelope(region.logits(), image.label())
                    .add(offset, offset, Rational.ZERO, point));
    LabelLine.Part there = point.line(image.label()).parts().get(0);
    return there.label() == label && there.alone();
  }

  /** The labels of all values of a position. */
  LabelLine line(int index) {
    Rational low = image.domain().low();
    Rational high = image.domain().high();
    Walk walk = new Walk(index);
    if (walk.leader(low, high) == image.label()) {
      pruned++;
      return LabelLine.constant(image.label(), ValueInterval.closed(low, high));
    }
    walked++;
    walk.halves(low, high, 0);
    rational += walk.rationalsAsked ? 1 : 0;
    return walk.line.line(image.label());
  }
}
