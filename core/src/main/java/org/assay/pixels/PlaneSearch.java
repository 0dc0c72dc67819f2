package org.assay.pixels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.assay.bounds.SimplexBounds;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.assay.regions.AffineForm;
import org.assay.regions.Cell;
import org.assay.regions.ExactRegions;

/**
 * Finds which labels two positions can reach together, over all activation patterns.
 *
 * <p>Method: the rectangle of their values is enclosed as two triangles. A label that nowhere
 * exceeds the predicted one is dropped, and so is one that another label nowhere falls behind; one
 * that leads at a point is found; while labels stay open the rectangle is halved. A rectangle that
 * is no further divided, or on which the network is affine, is subdivided into linear regions in
 * rationals. Guarantee: exact and complete. For one thread.
 */
final class PlaneSearch {

  private final AskedImage image;
  private final SimplexBounds bounds;
  private final Ticks ticks;
  private final double[][] triangle = new double[3][2];
  private final double[][] point = new double[1][2];

  PlaneSearch(AskedImage image, SimplexBounds bounds) {
    this.image = image;
    this.bounds = bounds;
    this.ticks = Ticks.of(image);
  }

  /**
   * What two positions reach.
   *
   * @param labels that can be the one largest, those known before included
   * @param points values at which some logit exceeds the predicted one; none where none was sought
   * @param attackable whether some logit can exceed the predicted one
   * @param rational whether rationals were needed
   * @param complete whether all was decided within the time
   */
  record Found(
      BitSet labels,
      List<List<Rational>> points,
      boolean attackable,
      boolean rational,
      boolean complete) {}

  /** A rectangle by its first and last ticks. */
  private record Part(int left, int right, int bottom, int top) {}

  /**
   * Searches the plane of two positions.
   *
   * @param known labels that are known to be reached, which are not sought
   */
  Found search(int first, int second, BitSet known, Budget.Timer timer) {
    Search search = new Search(first, second, known);
    boolean complete = search.run(timer);
    return new Found(
        search.found,
        search.points,
        search.exceeded || !search.found.isEmpty(),
        search.rational,
        complete);
  }

  /** The search for one pair. */
  private final class Search {
    private final int[] positions;
    private final BitSet found;
    private final List<List<Rational>> points = new ArrayList<>();
    private final Deque<Part> parts = new ArrayDeque<>();
    private final BitSet open = new BitSet();
    private boolean affine;
    private boolean exceeded;
    private boolean rational;

    Search(int first, int second, BitSet known) {
      this.positions = new int[] {first, second};
      this.found = (BitSet) known.clone();
    }

    boolean run(Budget.Timer timer) {
      parts.push(new Part(0, ticks.last(), 0, ticks.last()));
      while (!parts.isEmpty()) {
        Part part = parts.pop();
        enclose(part);
        if (!open.isEmpty()) {
          if (timer.expired()) {
            return false;
          }
          probe(part);
          open.andNot(found);
          if (!open.isEmpty()) {
            divide(part);
          }
        }
      }
      return true;
    }

    /** Finds the labels that may be the largest somewhere on a part and are not found already. */
    private void enclose(Part part) {
      open.clear();
      affine = true;
      corner(0, part.left, part.bottom);
      corner(1, part.right, part.top);
      corner(2, part.right, part.bottom);
      encloseTriangle();
      if (part.left < part.right || part.bottom < part.top) {
        corner(2, part.left, part.top);
        encloseTriangle();
      }
    }

    private void corner(int vertex, int x, int y) {
      triangle[vertex][0] = ticks.values()[x];
      triangle[vertex][1] = ticks.values()[y];
    }

    private void encloseTriangle() {
      bounds.enclose(positions, triangle);
      affine &= bounds.isAffine();
      bounds.leads(image.label());
      BitSet candidates = new BitSet();
      for (int k = 0; k < image.trace().labels(); k++) {
        if (k != image.label() && !found.get(k) && !bounds.holdsOff(k)) {
          candidates.set(k);
        }
      }
      int likely = candidates.isEmpty() ? image.label() : bounds.likely();
      if (likely != image.label()) {
        bounds.leads(likely);
        for (int k = 0; k < image.trace().labels(); k++) {
          candidates.set(k, candidates.get(k) && (k == likely || !bounds.holdsOff(k)));
        }
      }
      open.or(candidates);
    }

    /** Looks at the middle of a part. */
    private void probe(Part part) {
      point[0][0] = ticks.between(part.left, part.right);
      point[0][1] = ticks.between(part.bottom, part.top);
      bounds.enclose(positions, point);
      bounds.leads(image.label());
      int likely = bounds.likely();
      if (likely == image.label() || found.get(likely)) {
        return;
      }
      bounds.leads(likely);
      if (bounds.leadsAll()) {
        found.set(likely);
        points.add(List.of(Rational.of(point[0][0]), Rational.of(point[0][1])));
      }
    }

    private void divide(Part part) {
      boolean wide = part.right - part.left >= part.top - part.bottom;
      if (affine && ticks.segments()) {
        subdivide(part);
      } else if (wide && ticks.divides(part.left, part.right)) {
        int middle = ticks.middle(part.left, part.right);
        int after = ticks.afterMiddle(part.left, part.right);
        parts.push(new Part(after, part.right, part.bottom, part.top));
        parts.push(new Part(part.left, middle, part.bottom, part.top));
      } else if (ticks.divides(part.bottom, part.top)) {
        int middle = ticks.middle(part.bottom, part.top);
        int after = ticks.afterMiddle(part.bottom, part.top);
        parts.push(new Part(part.left, part.right, after, part.top));
        parts.push(new Part(part.left, part.right, part.bottom, middle));
      } else {
        subdivide(part);
      }
    }

    private void subdivide(Part part) {
      rational = true;
      List<Rational> origin = List.of(original(0), original(1));
      Rational left = offset(part.left, origin.get(0));
      Rational bottom = offset(part.bottom, origin.get(1));
      Cell whole =
          ticks.segments()
              ? Cell.rectangle(
                  left, offset(part.right, origin.get(0)), bottom, offset(part.top, origin.get(1)))
              : new Cell(List.of(List.of(left, bottom)));
      new ExactRegions(image.trace(), bounds.network(), positions)
          .visit(whole, (cell, region) -> region(cell, region.logits(), origin));
    }

    private Rational original(int p) {
      return Rational.of(image.trace().image().at(positions[p]));
    }

    private Rational offset(int tick, Rational origin) {
      return Rational.of(ticks.values()[tick])
          .max(image.domain().low())
          .min(image.domain().high())
          .minus(origin);
    }

    private void region(Cell region, List<AffineForm> logits, List<Rational> origin) {
      for (int k = 0; k < logits.size(); k++) {
        AffineForm lead = logits.get(k).minus(logits.get(image.label()));
        if (k == image.label() || found.get(k) || region.greatest(lead).signum() <= 0) {
          continue;
        }
        Cell won = winning(region, logits, k);
        if (!won.isEmpty()) {
          found.set(k);
          points.add(plus(won.mean(), origin));
        } else if (!exceeded) {
          points.add(plus(region.clip(lead).mean(), origin));
        }
        exceeded = true;
      }
    }

    /**
     * The part of a region where a label is largest; empty if it is nowhere the one largest. Its
     * leads are at least zero there, so that at the mean of the vertices all are positive if each
     * is so anywhere.
     */
    private static Cell winning(Cell region, List<AffineForm> logits, int label) {
      Cell won = region;
      for (int j = 0; j < logits.size() && !won.isEmpty(); j++) {
        won = j == label ? won : won.clip(logits.get(label).minus(logits.get(j)));
      }
      for (int j = 0; j < logits.size() && !won.isEmpty(); j++) {
        boolean leads =
            j == label || won.greatest(logits.get(label).minus(logits.get(j))).signum() > 0;
        won = leads ? won : new Cell(List.of());
      }
      return won;
    }

    private static List<Rational> plus(List<Rational> offsets, List<Rational> origin) {
      return List.of(offsets.get(0).plus(origin.get(0)), offsets.get(1).plus(origin.get(1)));
    }
  }
}
