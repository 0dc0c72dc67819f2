package org.assay.jobs.report;

import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.tag;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * A plot as inline SVG: axes and layers are named here, in the terms of the grammar of graphics,
 * and Lets-Plot draws them, with neither display nor fonts. Equal layers give equal bytes.
 */
final class Plot {

  /** How a point looks. */
  enum Mark {
    DOT(CIRCLE, ACCENT),
    RING(CIRCLE, PAGE),
    SQUARE(BOX, ACCENT),
    OPEN_SQUARE(BOX, PAGE);

    private final int shape;
    private final String fill;

    Mark(int shape, String fill) {
      this.shape = shape;
      this.fill = fill;
    }
  }

  /** Numbers with their name in the legend. */
  record Series(String name, List<Double> x, List<Double> y) {}

  // What Lets-Plot is told, and the page's style sheet has for it in light, dark and in print.
  private static final String ACCENT = "#1f5fbf";
  private static final String INK = "#1b1f24";
  private static final String SOFT = "#57606a";
  private static final String LINE = "#d5dae1";
  private static final String PAGE = "#ffffff";
  private static final Map<String, String> COLOURS =
      Map.of(
          ACCENT, "var(--accent)",
          INK, "var(--ink)",
          SOFT, "var(--soft)",
          LINE, "var(--line)",
          PAGE, "var(--page)");

  /** Shapes with an edge, by the numbers that R gives them. */
  private static final int CIRCLE = 21;

  private static final int BOX = 22;

  private static final Map<String, Object> POINT = Map.of("color", ACCENT, "size", 3.2);

  /** How series are told apart. */
  private static final List<String> LINES = List.of("solid", "dashed", "dotted", "dotdash");

  private static final List<String> LINE_COLOURS = List.of(ACCENT, INK, SOFT, ACCENT);

  private static final double WIDTH = 480;
  private static final double HEIGHT = 290;
  private static final double LEGEND_ROW = 28;
  private static final double TEXT_SIZE = 14;

  /** So many powers of ten have names on an axis. */
  private static final int MOST_POWERS = 7;

  /** About how wide a character is. */
  private static final double CHARACTER = 8;

  /** Its styles are the page's, and all marks lie within the axes; both have random names. */
  private static final Pattern NEEDLESS =
      Pattern.compile("<style.*?</style>|<defs>.*?</defs>|(?<=>)\\s+|\\s+(?=<)", Pattern.DOTALL);

  /** Texts are escaped: what stands between such brackets is Lets-Plot's own. */
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  private static final Pattern NAME = Pattern.compile(" (id|clip[a-z-]*)=\"[^\"]*\"");
  private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern COLOUR = Pattern.compile("#\\p{XDigit}{6}");
  private static final Pattern FRACTION = Pattern.compile("\\d+\\.\\d+");

  private final String spoken;
  private final double width;
  private double height;
  private final List<Map<String, Object>> layers = new ArrayList<>();
  private final List<Map<String, Object>> scales = new ArrayList<>();

  private Plot(String spoken, double width, double height) {
    this.spoken = spoken;
    this.width = width;
    this.height = height;
  }

  /**
   * An empty plot.
   *
   * @param spoken what it shows, for those who do not see it
   */
  static Plot of(String spoken) {
    return new Plot(spoken, WIDTH, HEIGHT);
  }

  /** An empty plot that stands beside others. */
  static Plot small(String spoken) {
    return new Plot(spoken, 300, 190);
  }

  /** Per cent upwards, with a line at each quarter of the range. */
  Plot percents(double low, double high) {
    List<Double> levels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    String format = low % 1 == 0 && (high - low) % 4 == 0 ? "%.0f %%" : "%.1f %%";
    for (int quarter = 0; quarter <= 4; quarter++) {
      levels.add(low + quarter * (high - low) / 4);
      names.add(String.format(Locale.ROOT, format, levels.get(quarter)));
    }
    return axis("y", "", ticks(levels, names, low, high));
  }

  /** Whole numbers upwards, from 0. */
  Plot counts(long most) {
    List<Double> levels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (long count = 0; count <= most; count += Math.max(1, (most + 3) / 4)) {
      levels.add((double) count);
      names.add(Numbers.whole(count));
    }
    return axis("y", "", ticks(levels, names, 0, (double) most));
  }

  /** Per cent upwards, from 0 to what there is. */
  Plot shares() {
    return axis(
        "y",
        "",
        Map.of("limits", Arrays.asList(0.0, null), "expand", List.of(0.0, 0.0), "format", "{} %"));
  }

  /**
   * A logarithmic scale with powers of ten, across for axis x and upwards for y.
   *
   * @param first the least power, less than the last
   */
  Plot powers(String axis, String name, int first, int last) {
    List<Double> at = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int power = first; power <= last; power += 1 + (last - first) / MOST_POWERS) {
      at.add(Math.pow(10, power));
      names.add(
          power < -4
              ? "1e" + power
              : power < 0
                  ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
                  : Numbers.whole(Math.round(Math.pow(10, power))));
    }
    // The names at both ends want room.
    double room = (last - first) / 20.0;
    Map<String, Object> scale =
        ticks(at, names, Math.pow(10, first - room), Math.pow(10, last + room));
    scale.put("trans", "log10");
    return axis(axis, name, scale);
  }

  /**
   * Names across. Those that would stand too near to the next one are left out.
   *
   * @param at ascending
   */
  Plot places(String name, List<Double> at, List<String> names) {
    int last = at.size() - 1;
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    double room = (longest + 1) * CHARACTER / width * (at.get(last) - at.get(0));
    List<Double> shown = new ArrayList<>(List.of(at.get(last)));
    List<String> shownNames = new ArrayList<>(List.of(names.get(last)));
    for (int i = last - 1; i >= 0; i--) {
      if (shown.get(0) - at.get(i) >= room) {
        shown.add(0, at.get(i));
        shownNames.add(0, names.get(i));
      }
    }
    return axis("x", name, ticks(shown, shownNames, at.get(0) - room / 2, at.get(last) + room / 2));
  }

  private static Map<String, Object> ticks(
      List<Double> at, List<String> names, double low, double high) {
    return new TreeMap<>(Map.of("breaks", at, "labels", names, "limits", List.of(low, high)));
  }

  private Plot axis(String axis, String name, Map<String, ?> options) {
    Map<String, Object> scale = new TreeMap<>(options);
    scale.put("aesthetic", axis);
    scale.put("name", name);
    scales.add(scale);
    return this;
  }

  /** What lies between two bounds, as rectangles. */
  Plot band(List<Double> left, List<Double> right, List<Double> low, List<Double> high) {
    return layer(
        "rect",
        Map.of("xmin", left, "xmax", right, "ymin", low, "ymax", high),
        Map.of("fill", ACCENT, "alpha", 0.16, "size", 0));
  }

  /** Upright lines from a lower to an upper number. */
  Plot brackets(List<Double> x, List<Double> low, List<Double> high) {
    return layer(
        "linerange", Map.of("x", x, "ymin", low, "ymax", high), Map.of("color", ACCENT, "size", 1));
  }

  Plot points(Mark mark, List<Double> x, List<Double> y) {
    Map<String, Object> look = new TreeMap<>(POINT);
    look.put("shape", mark.shape);
    look.put("fill", mark.fill);
    return layer("point", Map.of("x", x, "y", y), look);
  }

  /** Points with a legend, a mark for each series. */
  Plot points(List<Mark> marks, List<Series> series) {
    return looks("shape", series, marks.stream().map(mark -> (double) mark.shape).toList())
        .looks("fill", series, marks.stream().map(mark -> mark.fill).toList())
        .layer("point", columns(series, "shape", "fill"), POINT);
  }

  /** A line through points. */
  Plot line(List<Double> x, List<Double> y) {
    return layer("line", Map.of("x", x, "y", y), Map.of("color", ACCENT, "size", 0.9));
  }

  /** Steps up at each point, with a legend where there is more than one series; at most four. */
  Plot steps(List<Series> series) {
    return looks("linetype", series, LINES)
        .looks("color", series, LINE_COLOURS)
        .layer(
            "step",
            columns(series, "linetype", "color"),
            Map.of("size", 0.9, "show_legend", series.size() > 1));
  }

  /** Lines from top to bottom. */
  Plot uprights(List<Double> x) {
    return layer(
        "vline", Map.of("xintercept", x), Map.of("color", SOFT, "linetype", "dashed", "size", 0.8));
  }

  /** A line from left to right. */
  Plot across(double y) {
    return layer("hline", Map.of("yintercept", List.of(y)), Map.of("color", ACCENT, "size", 0.9));
  }

  /** How numbers are spread, as bars of the width: their shares, in per cent. */
  Plot bars(List<Double> numbers, double start, double barWidth) {
    return layer(
        "histogram",
        Map.of("x", numbers, "weight", Collections.nCopies(numbers.size(), 100.0 / numbers.size())),
        Map.of("fill", ACCENT, "binwidth", barWidth, "boundary", start, "size", 0));
  }

  /** The numbers of all series one below another, with the place of each series as its look. */
  private Map<String, List<?>> columns(List<Series> series, String... looks) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (int s = 0; s < series.size(); s++) {
      Series one = series.get(s);
      x.addAll(one.x());
      y.addAll(one.y());
      places.addAll(Collections.nCopies(one.x().size(), String.valueOf(s)));
    }
    Map<String, List<?>> columns = new TreeMap<>(Map.of("x", x, "y", y));
    for (String look : looks) {
      columns.put(look, places);
    }
    height = HEIGHT + (series.size() > 1 ? series.size() * LEGEND_ROW : 0);
    return columns;
  }

  private Plot looks(String look, List<Series> series, List<?> values) {
    List<String> places = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Series one : series) {
      // Lets-Plot makes one entry of equal labels.
      int same = Collections.frequency(names, one.name());
      places.add(String.valueOf(names.size()));
      labels.add(same == 0 ? one.name() : one.name() + " (" + (same + 1) + ")");
      names.add(one.name());
    }
    Map<String, Object> scale = new TreeMap<>();
    scale.put("breaks", places);
    scale.put("limits", places);
    scale.put("labels", labels);
    scale.put("values", values.subList(0, series.size()));
    return axis(look, "", scale);
  }

  /** Columns have the names of what they stand for. */
  private Plot layer(String geometry, Map<String, List<?>> columns, Map<String, ?> options) {
    Map<String, String> mapping = new TreeMap<>();
    columns.keySet().forEach(column -> mapping.put(column, column));
    Map<String, Object> layer = new TreeMap<>(options);
    layer.put("geom", geometry);
    layer.put("data", new TreeMap<>(columns));
    layer.put("mapping", mapping);
    layer.put("sampling", "none");
    layers.add(layer);
    return this;
  }

  /** The drawing, which is as wide as there is room for. */
  DomContent drawing() {
    Map<String, Object> plot =
        new TreeMap<>(Map.of("kind", "plot", "layers", layers, "scales", scales));
    plot.put("theme", theme());
    String svg =
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            plot, new DoubleVector(width, height), new UnsupportedRGBEncoder(), false);
    String inner = svg.substring(svg.indexOf('>') + 1, svg.lastIndexOf("</svg>"));
    return tag("svg")
        .attr("viewBox", "0 0 %.0f %.0f".formatted(width, height))
        .attr("role", "img")
        .attr("aria-label", spoken)
        .withClass("curve")
        .with(
            rawHtml(
                TAG.matcher(NEEDLESS.matcher(inner).replaceAll(""))
                    .replaceAll(tag -> ofPage(tag.group()))));
  }

  private static Map<String, Object> theme() {
    Map<String, Object> text = Map.of("size", TEXT_SIZE, "blank", false);
    Map<String, Object> theme = new TreeMap<>();
    theme.put("name", "minimal");
    theme.put("text", text);
    theme.put("axis_title", text);
    theme.put("axis_title_y", "blank");
    theme.put("axis_text", text);
    theme.put("legend_text", text);
    theme.put("panel_grid_major", Map.of("color", LINE, "size", 1, "blank", false));
    theme.put("panel_grid_minor", "blank");
    theme.put("panel_grid_major_x", "blank");
    theme.put("plot_background", "blank");
    theme.put("legend_background", "blank");
    theme.put("legend_title", "blank");
    theme.put("legend_position", "bottom");
    theme.put("legend_direction", "vertical");
    return theme;
  }

  /** A mark without names, with the page's colours, and numbers to a hundredth. */
  private static String ofPage(String tag) {
    String hexadecimal =
        RGB.matcher(NAME.matcher(tag).replaceAll("")).replaceAll(Plot::hexadecimal);
    String coloured =
        COLOUR
            .matcher(hexadecimal)
            .replaceAll(colour -> COLOURS.getOrDefault(colour.group(), colour.group()));
    return FRACTION.matcher(coloured).replaceAll(Plot::rounded);
  }

  private static String hexadecimal(MatchResult rgb) {
    return String.format(
        "#%02x%02x%02x",
        Integer.valueOf(rgb.group(1)),
        Integer.valueOf(rgb.group(2)),
        Integer.valueOf(rgb.group(3)));
  }

  private static String rounded(MatchResult number) {
    String text = String.format(Locale.ROOT, "%.2f", Double.parseDouble(number.group()));
    return text.replaceFirst("\\.?0+$", "");
  }
}
