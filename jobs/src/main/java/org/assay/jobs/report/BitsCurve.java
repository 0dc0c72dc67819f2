package org.assay.jobs.report;

import static j2html.TagCreator.tag;
import static org.assay.jobs.report.CurveParts.BOTTOM;
import static org.assay.jobs.report.CurveParts.LEFT;
import static org.assay.jobs.report.CurveParts.RIGHT;
import static org.assay.jobs.report.CurveParts.TOP;
import static org.assay.jobs.report.CurveParts.number;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.table.RoundingRow;

/** A number of each network against the bits that it has; the network as it stands at the end. */
final class BitsCurve {

  /** Times below this are drawn at it. */
  private static final double SHORTEST = 1e-3;

  /** Names of bits that would stand nearer to each other are left out. */
  private static final double ROOM = 26;

  private final List<RoundingRow> rows;

  private BitsCurve(Roundings roundings) {
    this.rows = new ArrayList<>(roundings.rows());
    Collections.reverse(rows);
  }

  static DomContent accuracy(Roundings roundings) {
    BitsCurve curve = new BitsCurve(roundings);
    ContainerTag<?> svg = CurveParts.frame(curve.spokenAccuracy());
    for (int percent = 0; percent <= 100; percent += 25) {
      CurveParts.level(svg, height(percent / 100.0), percent + " %");
    }
    curve.bits(svg);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < curve.rows.size(); i++) {
      path.append(i == 0 ? "M " : " L ").append(number(curve.x(i)));
      path.append(' ').append(number(height(curve.rows.get(i).accuracy())));
    }
    svg.with(tag("path").attr("d", path.toString()).withClass("step"));
    for (int i = 0; i < curve.rows.size(); i++) {
      RoundingRow row = curve.rows.get(i);
      svg.with(dot(curve.x(i), height(row.accuracy()), row.bits() == null ? "ring" : "dot"));
    }
    return svg;
  }

  static DomContent seconds(Roundings roundings) {
    BitsCurve curve = new BitsCurve(roundings);
    ContainerTag<?> svg = CurveParts.frame(curve.spokenSeconds());
    double most = SHORTEST * 10;
    double least = Double.POSITIVE_INFINITY;
    for (RoundingRow row : curve.rows) {
      if (row.patchSeconds() != null) {
        most = Math.max(most, row.patchSeconds());
        least = Math.min(least, row.patchSeconds());
      }
    }
    int first = (int) Math.floor(Math.log10(Math.max(SHORTEST, Math.min(least, most))));
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(most)));
    for (int power = first; power <= last; power++) {
      String name =
          power < 0
              ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
              : Numbers.whole(Math.round(Math.pow(10, power)));
      CurveParts.level(svg, height((double) (power - first) / (last - first)), name);
    }
    curve.bits(svg);
    for (int i = 0; i < curve.rows.size(); i++) {
      RoundingRow row = curve.rows.get(i);
      if (row.patchSeconds() != null) {
        double power = Math.log10(Math.max(row.patchSeconds(), Math.pow(10, first)));
        String kind = "Bracket".equals(row.patchVerdict()) ? "dot" : "ring";
        svg.with(dot(curve.x(i), height((power - first) / (last - first)), kind));
      }
    }
    return svg;
  }

  private void bits(ContainerTag<?> svg) {
    double taken = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rows.size(); i++) {
      boolean whole = rows.get(i).bits() == null;
      boolean beforeWhole = i == rows.size() - 2 && x(rows.size() - 1) - x(i) < ROOM;
      if (whole || (x(i) - taken >= ROOM && !beforeWhole)) {
        taken = x(i);
        svg.with(CurveParts.text(taken, BOTTOM + 20, "middle", name(rows.get(i))));
      }
    }
    CurveParts.below(svg, "explicit bits");
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

  private static DomContent dot(double x, double y, String kind) {
    return tag("circle").attr("cx", number(x)).attr("cy", number(y)).attr("r", "4").withClass(kind);
  }

  private double x(int place) {
    return LEFT
        + 8
        + (rows.size() < 2 ? 0 : (double) place / (rows.size() - 1)) * (RIGHT - LEFT - 16);
  }

  private static double height(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
  }
}
