package org.assay.jobs.report;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;

/** How numbers are spread, as a small drawing of upright bars. */
final class Histogram {

  private static final int COUNT = 24;

  private static final double WIDTH = 300;
  private static final double HEIGHT = 190;
  private static final double LEFT = 40;
  private static final double RIGHT = 292;
  private static final double TOP = 10;
  private static final double BOTTOM = 160;

  /** A number that would stand nearer to an end than this is left out. */
  private static final double ROOM = 60;

  private Histogram() {}

  /** Bars of one width. */
  record Bins(double low, double high) {

    /** Bars that together hold all numbers. */
    static Bins over(List<Double> numbers) {
      double low = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
      double high = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(0);
      double reach = Math.max(Math.abs(low), Math.abs(high));
      return reach == 0 ? new Bins(-1, 1) : new Bins(Math.min(low, 0), Math.max(high, 0));
    }

    int of(double number) {
      return (int) Math.min(COUNT - 1, Math.max(0, (number - low) / (high - low) * COUNT));
    }

    double end(int bin) {
      return low + (high - low) * bin / COUNT;
    }
  }

  static DomContent of(String name, List<Double> numbers, Bins bins) {
    int[] counts = new int[COUNT];
    numbers.forEach(number -> counts[bins.of(number)]++);
    double most = 0;
    for (int count : counts) {
      most = Math.max(most, (double) count / Math.max(1, numbers.size()));
    }
    ContainerTag<?> svg =
        tag("svg")
            .attr("viewBox", "0 0 %.0f %.0f".formatted(WIDTH, HEIGHT))
            .attr("role", "img")
            .attr("aria-label", spoken(name, numbers))
            .withClass("curve");
    level(svg, 0, most);
    level(svg, most / 2, most);
    level(svg, most, most);
    for (int b = 0; b < COUNT; b++) {
      bar(svg, b, (double) counts[b] / Math.max(1, numbers.size()) / (most == 0 ? 1 : most));
    }
    for (double at : new double[] {bins.low(), 0, bins.high()}) {
      tick(svg, at, bins);
    }
    return figure(svg, figcaption(name));
  }

  private static void level(ContainerTag<?> svg, double share, double most) {
    double y = BOTTOM - (most == 0 ? 0 : share / most) * (BOTTOM - TOP);
    svg.with(
        CurveParts.line(LEFT, y, RIGHT, y, "grid"),
        CurveParts.text(
            LEFT - 5, y + 4, "end", String.format(Locale.ROOT, "%.0f %%", 100 * share)));
  }

  private static void bar(ContainerTag<?> svg, int bin, double height) {
    if (height > 0) {
      double width = (RIGHT - LEFT) / COUNT;
      double tall = height * (BOTTOM - TOP);
      svg.with(
          tag("rect")
              .attr("x", CurveParts.number(LEFT + bin * width + 0.5))
              .attr("y", CurveParts.number(BOTTOM - tall))
              .attr("width", CurveParts.number(width - 1))
              .attr("height", CurveParts.number(tall))
              .withClass("column"));
    }
  }

  /** The number below its place; zero is left out where it would stand upon an end. */
  private static void tick(ContainerTag<?> svg, double at, Bins bins) {
    double x = LEFT + (at - bins.low()) / (bins.high() - bins.low()) * (RIGHT - LEFT);
    boolean end = at == bins.low() || at == bins.high();
    if (end || (x - LEFT > ROOM && RIGHT - x > ROOM)) {
      String anchor = at == bins.low() ? "start" : at == bins.high() ? "end" : "middle";
      svg.with(
          CurveParts.line(x, BOTTOM, x, BOTTOM + 4, "grid"),
          CurveParts.text(x, BOTTOM + 18, anchor, String.format(Locale.ROOT, "%.2f", at)));
    }
  }

  private static String spoken(String name, List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? "Histogram of no " + name
        : String.format(
            Locale.ROOT,
            "Histogram of %d %s: from %.3g to %.3g, median %.3g",
            sorted.length,
            name,
            sorted[0],
            sorted[sorted.length - 1],
            sorted[(sorted.length - 1) / 2]);
  }
}
