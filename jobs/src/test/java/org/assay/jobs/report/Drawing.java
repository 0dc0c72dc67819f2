package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plot of the page read back: its texts, and its marks by the numbers of its upright axis. */
record Drawing(String svg) {

  private static final Pattern SVG = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("<text [^>]*>([^<]*)</text>");
  private static final Pattern LEVEL =
      Pattern.compile(
          "translate\\(0 ([\\d.]+) \\) \"><g [^>]*><text class=\"axis-text-y\"[^>]*>([\\d.]+)");
  private static final Pattern CORNER = Pattern.compile("[ML][\\d.]+ ([\\d.]+)");

  /** The first drawing of a page. */
  static Drawing first(String html) {
    return new Drawing(SVG.matcher(html).results().findFirst().orElseThrow().group());
  }

  List<String> texts() {
    return TEXT.matcher(svg).results().map(text -> text.group(1)).toList();
  }

  /** How high marks of a colour stand, left to right; upper edges of rectangles. */
  List<Double> heights(String mark, String colour) {
    return Pattern.compile("<" + mark + " [^>]*>")
        .matcher(svg)
        .results()
        .map(MatchResult::group)
        .filter(tag -> tag.contains("fill=\"var(" + colour + ")\""))
        .sorted(Comparator.comparingDouble(tag -> Double.parseDouble(number(tag, "x"))))
        .map(tag -> height(number(tag, "y")))
        .toList();
  }

  private static String number(String tag, String name) {
    Matcher number = Pattern.compile(" c?" + name + "=\"([\\d.]+)\"").matcher(tag);
    return number.results().findFirst().orElseThrow().group(1);
  }

  /** The heights of the corners of a line of a colour. */
  List<Double> corners(String colour) {
    List<Double> heights = new ArrayList<>();
    Pattern.compile("<path d=\"([^\"]*)\"[^>]*stroke=\"var\\(" + colour + "\\)\"")
        .matcher(svg)
        .results()
        .forEach(
            path ->
                CORNER
                    .matcher(path.group(1))
                    .results()
                    .forEach(corner -> heights.add(height(corner.group(1)))));
    return heights;
  }

  /** In the numbers of the axis, to a tenth. */
  private double height(String y) {
    List<MatchResult> levels = LEVEL.matcher(svg).results().toList();
    MatchResult low = levels.get(0);
    MatchResult high = levels.get(levels.size() - 1);
    double lowY = Double.parseDouble(low.group(1));
    double highY = Double.parseDouble(high.group(1));
    double lowest = Double.parseDouble(low.group(2));
    double highest = Double.parseDouble(high.group(2));
    double share = (Double.parseDouble(y) - lowY) / (highY - lowY);
    return Math.rint(10 * (lowest + share * (highest - lowest))) / 10;
  }
}
