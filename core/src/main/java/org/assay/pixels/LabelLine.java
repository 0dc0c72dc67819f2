package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.jspecify.annotations.Nullable;

/**
 * The label of a network as a function of one pixel's value, exact: the parts cover the pixel's
 * domain in ascending order, do not overlap, and neighbours differ in their labels.
 *
 * <p>At a value the label is the predicted one where its logit is among the largest, else the
 * lowest index among the largest.
 *
 * @param predicted the label of the image itself
 */
public record LabelLine(int predicted, List<Part> parts) {

  /**
   * Values of the pixel that have one label; not empty.
   *
   * @param alone whether at some of them the label is the one largest
   */
  public record Part(int label, ValueInterval values, boolean alone) {}

  public LabelLine {
    parts = List.copyOf(parts);
  }

  /** Whether every value has the predicted label. */
  public boolean isConstant() {
    return parts.size() == 1 && parts.get(0).label() == predicted;
  }

  /** The parts with another label than the predicted one. */
  public List<Part> others() {
    return parts.stream().filter(part -> part.label() != predicted).toList();
  }

  /** The label at a value of the domain. */
  public int at(Rational value) {
    for (Part part : parts) {
      if (part.values().contains(value)) {
        return part.label();
      }
    }
    throw new IllegalArgumentException("value " + value + " lies outside the line");
  }

  /** The line on which every value has the predicted label. */
  static LabelLine constant(int predicted, ValueInterval domain) {
    return new LabelLine(predicted, List.of(new Part(predicted, domain, true)));
  }

  /** Puts a line together from points and open segments between them, in ascending order. */
  static final class Builder {

    private final List<Part> parts = new ArrayList<>();
    private @Nullable Part last;

    /** The label at a value: the first one, or the end of the last segment. */
    void point(Rational value, int label, boolean alone) {
      Part before = last;
      boolean known =
          before != null && !before.values().highOpen() && before.values().high().equals(value);
      if (!known) {
        add(new Part(label, ValueInterval.closed(value, value), alone));
      }
    }

    /** The label between the last point and this value, neither of them included. */
    void segment(Rational to, int label, boolean alone) {
      Part before = last;
      if (before == null) {
        throw new IllegalStateException("a line starts with a point");
      }
      add(new Part(label, new ValueInterval(before.values().high(), true, to, true), alone));
    }

    private void add(Part more) {
      Part before = last;
      if (before != null && before.label() == more.label()) {
        ValueInterval values =
            new ValueInterval(
                before.values().low(),
                before.values().lowOpen(),
                more.values().high(),
                more.values().highOpen());
        last = new Part(more.label(), values, before.alone() || more.alone());
        return;
      }
      if (before != null) {
        parts.add(before);
      }
      last = more;
    }

    LabelLine line(int predicted) {
      Part before = last;
      if (before != null) {
        parts.add(before);
      }
      return new LabelLine(predicted, parts);
    }
  }
}
