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

  /** Values of the pixel that have one label; not empty. */
  public record Part(int label, ValueInterval values) {}

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
    return new LabelLine(predicted, List.of(new Part(predicted, domain)));
  }

  /** Puts a line together from points and open segments between them, in ascending order. */
  static final class Builder {

    private final List<Part> parts = new ArrayList<>();
    private int label = -1;
    private @Nullable ValueInterval values;

    /** The label at a value: the first one, or the end of the last segment. */
    void point(Rational value, int labelThere) {
      ValueInterval last = values;
      boolean known = last != null && !last.highOpen() && last.high().equals(value);
      if (!known) {
        add(ValueInterval.closed(value, value), labelThere);
      }
    }

    /** The label between the last point and this value, neither of them included. */
    void segment(Rational to, int labelThere) {
      ValueInterval last = values;
      if (last == null) {
        throw new IllegalStateException("a line starts with a point");
      }
      add(new ValueInterval(last.high(), true, to, true), labelThere);
    }

    private void add(ValueInterval more, int labelThere) {
      ValueInterval last = values;
      if (last != null && label == labelThere) {
        values = new ValueInterval(last.low(), last.lowOpen(), more.high(), more.highOpen());
        return;
      }
      if (last != null) {
        parts.add(new Part(label, last));
      }
      values = more;
      label = labelThere;
    }

    LabelLine line(int predicted) {
      ValueInterval last = values;
      if (last != null) {
        parts.add(new Part(label, last));
      }
      return new LabelLine(predicted, parts);
    }
  }
}
