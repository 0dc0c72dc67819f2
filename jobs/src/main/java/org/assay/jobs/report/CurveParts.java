package org.assay.jobs.report;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.Locale;

/** What drawings of curves share: their frame, level lines and texts. */
final class CurveParts {

  static final double LEFT = 52;
  static final double RIGHT = 464;
  static final double TOP = 14;
  static final double BOTTOM = 226;

  private static final double WIDTH = 480;
  private static final double HEIGHT = 280;

  private CurveParts() {}

  /**
   * An empty drawing.
   *
   * @param spoken what it shows, for those who do not see it
   */
  static ContainerTag<?> frame(String spoken) {
    return tag("svg")
        .attr("viewBox", "0 0 %.0f %.0f".formatted(WIDTH, HEIGHT))
        .attr("role", "img")
        .attr("aria-label", spoken)
        .withClass("curve");
  }

  /** A line across at a height, with its name. */
  static void level(ContainerTag<?> svg, double y, String name) {
    svg.with(line(LEFT, y, RIGHT, y, "grid"), text(LEFT - 6, y + 5, "end", name));
  }

  /** What the drawing's lower edge counts. */
  static void below(ContainerTag<?> svg, String name) {
    svg.with(text((LEFT + RIGHT) / 2, BOTTOM + 44, "middle", name));
  }

  static DomContent line(double x1, double y1, double x2, double y2, String kind) {
    return tag("line")
        .attr("x1", number(x1))
        .attr("x2", number(x2))
        .attr("y1", number(y1))
        .attr("y2", number(y2))
        .withClass(kind);
  }

  static DomContent text(double x, double y, String anchor, String text) {
    return tag("text")
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("text-anchor", anchor)
        .withText(text);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
