package org.assay.triggers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.pixels.ValueInterval;

/**
 * Finds the values that most flips have in common.
 *
 * <p>Method: the ends of all flips cut the line into cells within which nothing changes; one walk
 * over the sorted cuts counts the flips of each cell. Guarantee: exact; the answer does not depend
 * on the order of the flips. Cost: sorting the ends.
 */
final class Sweep {

  /** A place between two values, or between a value and what lies just beside it. */
  private record Cut(Rational value, boolean after) implements Comparable<Cut> {

    static Cut low(ValueInterval values) {
      return new Cut(values.low(), values.lowOpen());
    }

    static Cut high(ValueInterval values) {
      return new Cut(values.high(), !values.highOpen());
    }

    @Override
    public int compareTo(Cut other) {
      int order = value.compareTo(other.value);
      return order != 0 ? order : Boolean.compare(after, other.after);
    }
  }

  private record Event(Cut cut, int change) {}

  /** What lies between two neighbouring cuts, and how many flips hold there. */
  private record Cell(Cut low, Cut high, int flips) {

    Rational width() {
      return high.value.minus(low.value);
    }
  }

  private static final Comparator<Cell> MOST_THEN_WIDEST =
      Comparator.comparingInt(Cell::flips).thenComparing(Cell::width);

  private final List<Flip> flips;
  private final List<Cell> cells = new ArrayList<>();

  private Sweep(List<Flip> flips) {
    this.flips = flips;
    List<Event> events = new ArrayList<>();
    for (Flip flip : flips) {
      events.add(new Event(Cut.low(flip.values()), 1));
      events.add(new Event(Cut.high(flip.values()), -1));
    }
    events.sort(Comparator.comparing(Event::cut));
    int open = 0;
    Cut last = null;
    for (Event event : events) {
      if (last != null && last.compareTo(event.cut) < 0) {
        cells.add(new Cell(last, event.cut, open));
      }
      open += event.change;
      last = event.cut;
    }
  }

  /**
   * The values that flip the most images at once: of several such ranges the widest, of equally
   * wide ones the lowest; empty where nothing flips.
   *
   * @param flips of one pixel; those of one image do not meet
   */
  static Optional<FlippingRange> most(List<Flip> flips) {
    return flips.isEmpty() ? Optional.empty() : Optional.of(new Sweep(flips).most());
  }

  private FlippingRange most() {
    int best = 0;
    for (int c = 1; c < cells.size(); c++) {
      best = MOST_THEN_WIDEST.compare(cells.get(c), cells.get(best)) > 0 ? c : best;
    }
    Cell most = cells.get(best);
    int first = best;
    while (first > 0 && 2 * cells.get(first - 1).flips >= most.flips) {
      first--;
    }
    int last = best;
    while (last + 1 < cells.size() && 2 * cells.get(last + 1).flips >= most.flips) {
      last++;
    }
    return new FlippingRange(
        between(most.low, most.high),
        between(cells.get(first).low, cells.get(last).high),
        flips.stream().filter(flip -> covers(flip, most)).toList());
  }

  private static ValueInterval between(Cut low, Cut high) {
    return new ValueInterval(low.value, low.after, high.value, !high.after);
  }

  private static boolean covers(Flip flip, Cell cell) {
    return Cut.low(flip.values()).compareTo(cell.low) <= 0
        && Cut.high(flip.values()).compareTo(cell.high) >= 0;
  }
}
