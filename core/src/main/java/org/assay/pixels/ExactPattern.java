package org.assay.pixels;

import java.util.HashMap;
import java.util.Map;
import org.assay.exact.Rational;
import org.assay.query.PixelDomain;
import org.assay.symbolic.Trace;

/**
 * The activation pattern of an image in exact numbers: slack and slope of every half-space of its
 * path condition, and every logit, as affine functions of the free positions. Remembers what it has
 * computed.
 */
final class ExactPattern {

  private final Trace trace;
  private final PixelDomain domain;
  private final PathHalfSpaces spaces;
  private final Rational[] slacks;
  private final Rational[] logits;
  private final Map<Integer, Rational[]> columns = new HashMap<>();

  ExactPattern(Trace trace, PathHalfSpaces spaces, PixelDomain domain) {
    this.trace = trace;
    this.domain = domain;
    this.spaces = spaces;
    this.slacks = new Rational[spaces.size()];
    for (int h = 0; h < slacks.length; h++) {
      Rational over = trace.exactValue(spaces.row(h)).minus(Rational.of(spaces.bound(h)));
      slacks[h] = signed(over, spaces.sign(h));
    }
    this.logits = new Rational[trace.labels()];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = trace.exactValue(trace.logitRow(k));
    }
  }

  private static Rational signed(Rational value, int sign) {
    return sign < 0 ? value.negate() : value;
  }

  PathHalfSpaces spaces() {
    return spaces;
  }

  int labels() {
    return logits.length;
  }

  /** The value of half-space {@code h} at the original, at least zero. */
  Rational slack(int h) {
    return slacks[h];
  }

  /** How half-space {@code h} changes with a position. */
  Rational slope(int h, int index) {
    return signed(column(index)[spaces.row(h)], spaces.sign(h));
  }

  /** The logit of one label less that of another, at the original. */
  Rational margin(int label, int other) {
    return logits[label].minus(logits[other]);
  }

  /** How the margin of one label over another changes with a position. */
  Rational marginSlope(int label, int other, int index) {
    Rational[] column = column(index);
    return column[trace.logitRow(label)].minus(column[trace.logitRow(other)]);
  }

  private Rational[] column(int index) {
    return columns.computeIfAbsent(index, trace::exactColumn);
  }

  /** The original value of a position. */
  Rational original(int index) {
    return Rational.of(trace.image().at(index));
  }

  /** The values that a position may take. */
  ValueInterval range(int index) {
    return ValueInterval.closed(domain.low(), domain.high());
  }
}
