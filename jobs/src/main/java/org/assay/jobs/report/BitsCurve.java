package org.assay.jobs.report;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assay.jobs.table.RoundingRow;

/** A number of each network against the bits that it has; the network as it stands at the end. */
final class BitsCurve {

  /** Times below this are drawn at it. */
  private static final double SHORTEST = 1e-3;

  private static final Predicate<RoundingRow> ASKED = row -> row.patchSeconds() != null;

  private final List<RoundingRow> rows;

  private BitsCurve(Roundings roundings) {
    this.rows = new ArrayList<>(roundings.rows());
    Collections.reverse(rows);
  }

  static DomContent accuracy(Roundings roundings) {
    BitsCurve curve = new BitsCurve(roundings);
    return curve
        .bits(Plot.of(curve.spokenAccuracy()).percents(0, 100))
        .line(curve.places(row -> true), curve.accuracies(row -> true))
        .points(
            Plot.Mark.DOT,
            curve.places(row -> row.bits() != null),
            curve.accuracies(row -> row.bits() != null))
        .points(
            Plot.Mark.RING,
            curve.places(row -> row.bits() == null),
            curve.accuracies(row -> row.bits() == null))
        .drawing();
  }

  static DomContent seconds(Roundings roundings) {
    BitsCurve curve = new BitsCurve(roundings);
    List<Double> all = curve.seconds(ASKED);
    int first = (int) Math.floor(Math.log10(all.stream().min(Double::compare).orElse(SHORTEST)));
    int last = (int) Math.ceil(Math.log10(all.stream().max(Double::compare).orElse(SHORTEST)));
    Predicate<RoundingRow> found = row -> "Bracket".equals(row.patchVerdict());
    return curve
        .bits(Plot.of(curve.spokenSeconds()).powers("y", "", first, Math.max(first + 1, last)))
        .points(Plot.Mark.DOT, curve.places(ASKED.and(found)), curve.seconds(ASKED.and(found)))
        .points(
            Plot.Mark.RING,
            curve.places(ASKED.and(found.negate())),
            curve.seconds(ASKED.and(found.negate())))
        .drawing();
  }

  private Plot bits(Plot plot) {
    return plot.places(
        "explicit bits", places(row -> true), rows.stream().map(BitsCurve::name).toList());
  }

  private List<Double> places(Predicate<RoundingRow> of) {
    return IntStream.range(0, rows.size())
        .filter(i -> of.test(rows.get(i)))
        .mapToObj(i -> (double) i)
        .toList();
  }

  private List<Double> accuracies(Predicate<RoundingRow> of) {
    return rows.stream().filter(of).map(row -> 100 * row.accuracy()).toList();
  }

  private List<Double> seconds(Predicate<RoundingRow> of) {
    return rows.stream()
        .filter(of)
        .map(row -> Math.max(SHORTEST, Objects.requireNonNull(row.patchSeconds())))
        .toList();
  }

  private static String name(RoundingRow row) {
    return row.bits() == null ? "all" : row.bits().toString();
  }

  private String spokenAccuracy() {
    StringBuilder text = new StringBuilder("Images labelled right");
    for (RoundingRow row : rows) {
      text.append(String.format(Locale.ROOT, "; %s bits %.1f %%", name(row), 100 * row.accuracy()));
    }
    return text.toString();
  }

  private String spokenSeconds() {
    StringBuilder text = new StringBuilder("Seconds for a patch");
    for (RoundingRow row : rows) {
      if (row.patchSeconds() != null) {
        text.append(
            String.format(
                Locale.ROOT,
                "; %s bits %.3g s, %s",
                name(row),
                row.patchSeconds(),
                row.patchVerdict()));
      }
    }
    return text.toString();
  }
}
