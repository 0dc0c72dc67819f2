package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImplantRow;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Tamper radii of many images, small enough for a screen.
 *
 * @param radii of one run, by high end
 */
public record Implants(List<Radius> radii) {

  private static final int MOST_SHOWN = 10;

  /** The largest bound asked for is cut in halves so often. */
  private static final int HALVES = 6;

  private static final List<String> PART_NAMES =
      List.of("least", "10 %", "25 %", "median", "75 %", "90 %", "greatest");

  /** What is shown of a row. */
  public record Radius(
      int image,
      int label,
      int predicted,
      int keepSet,
      @Nullable Integer target,
      String bound,
      String verdict,
      @Nullable String reason,
      @Nullable Double lowDouble,
      @Nullable Double highDouble) {

    private boolean isFlippedWithin(double bound) {
      return highDouble != null && highDouble <= bound;
    }

    private boolean isProvedNotWithin(double bound) {
      return lowDouble != null && lowDouble >= bound;
    }
  }

  public Implants {
    radii =
        radii.stream()
            .sorted(
                Comparator.comparing(
                        Radius::highDouble, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Radius::image)
                    .thenComparing(Radius::keepSet))
            .toList();
  }

  /** What the rows of one run say. */
  public static Implants of(Dataset<ImplantRow> rows) {
    return new Implants(
        rows.select(
                col("image"),
                col("label"),
                col("predicted"),
                col("keepSet"),
                col("target"),
                col("bound"),
                col("verdict"),
                col("reason"),
                col("lowDouble"),
                col("highDouble"))
            .as(RecordEncoder.of(Radius.class))
            .collectAsList());
  }

  /** The radii that have an upper end, ascending by it. */
  private List<Radius> flipped() {
    return radii.stream().filter(radius -> radius.highDouble() != null).toList();
  }

  /** The middle one of the patches' sizes; none without a patch. */
  Optional<String> median() {
    List<Double> highs = ends(Radius::highDouble);
    return highs.isEmpty() ? Optional.empty() : Optional.of(Numbers.measure(quantile(highs, 0.5)));
  }

  /** How many images and sets have which verdict. */
  public Sheet verdicts() {
    Map<String, Long> counts = new TreeMap<>();
    for (Radius radius : radii) {
      String reason = radius.reason() == null ? Sheet.NONE : radius.reason();
      counts.merge(radius.verdict() + "\t" + reason, 1L, Long::sum);
    }
    return new Sheet(
        "Images and keep sets",
        List.of(
            Sheet.Column.text("verdict"),
            Sheet.Column.text("reason"),
            Sheet.Column.number("rows"),
            Sheet.Column.number("%")),
        counts.entrySet().stream()
            .map(
                entry -> {
                  String[] key = entry.getKey().split("\t", -1);
                  return List.of(
                      key[0],
                      key[1],
                      Numbers.whole(entry.getValue()),
                      Numbers.percent(entry.getValue(), radii.size()));
                })
            .toList(),
        "Bracket: a checked patch; with a reason where its ends are further apart than the precision."
            + " Impossible: proved that no change within the bound flips the image and keeps the set."
            + " Already: the image has the label asked for.");
  }

  /** How many images can be flipped by changes up to what size. */
  public Sheet withinBounds() {
    List<List<String>> cells = new ArrayList<>();
    double most =
        radii.stream().mapToDouble(r -> Rational.parse(r.bound()).nearestDouble()).max().orElse(0);
    for (int halves = HALVES; halves >= 0; halves--) {
      double bound = most / (1 << halves);
      long flipped = radii.stream().filter(r -> r.isFlippedWithin(bound)).count();
      long not = radii.stream().filter(r -> r.isProvedNotWithin(bound)).count();
      cells.add(
          List.of(
              Numbers.measure(bound),
              Numbers.whole(flipped),
              Numbers.percent(flipped, radii.size()),
              Numbers.whole(not),
              Numbers.whole(radii.size() - flipped - not),
              Numbers.whole(images(bound, false)),
              Numbers.whole(images(bound, true))));
    }
    return new Sheet(
        "Flipped by changes of no bias by more than",
        List.of(
            Sheet.Column.number("bound"),
            Sheet.Column.number("rows"),
            Sheet.Column.number("%"),
            Sheet.Column.number("proved not"),
            Sheet.Column.number("between"),
            Sheet.Column.number("images, some set"),
            Sheet.Column.number("every set")),
        cells,
        "rows: an image with a keep set, flipped by a checked patch. between: the bound lies between"
            + " the ends, or nothing was found. images: flipped with at least one set, with all.");
  }

  private long images(double bound, boolean everySet) {
    Map<Integer, Boolean> flipped = new HashMap<>();
    for (Radius radius : radii) {
      boolean is = radius.isFlippedWithin(bound);
      flipped.merge(radius.image(), is, (a, b) -> everySet ? a && b : a || b);
    }
    return flipped.values().stream().filter(is -> is).count();
  }

  /** The radii over all images and sets that have both ends. */
  public Sheet quantiles() {
    List<Double> lows = ends(Radius::lowDouble);
    List<Double> highs = ends(Radius::highDouble);
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < PART_NAMES.size() && !highs.isEmpty(); i++) {
      double part = Distances.PARTS.get(i);
      cells.add(
          List.of(
              PART_NAMES.get(i),
              Numbers.measure(quantile(lows, part)),
              Numbers.measure(quantile(highs, part))));
    }
    return new Sheet(
        "The tamper radius over all images and sets",
        List.of(
            Sheet.Column.text("quantile"),
            Sheet.Column.number("proved to be above"),
            Sheet.Column.number("patch of")),
        cells,
        "Of the rows that have both ends; quantiles of each end.");
  }

  private List<Double> ends(Function<Radius, @Nullable Double> end) {
    List<Double> ends = new ArrayList<>();
    for (Radius radius : flipped()) {
      Double value = end.apply(radius);
      if (value != null) {
        ends.add(value);
      }
    }
    ends.sort(Comparator.naturalOrder());
    return ends;
  }

  /** Between the two values next to a part of all, in proportion. */
  private static double quantile(List<Double> ascending, double part) {
    double place = part * (ascending.size() - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return ascending.get(below) + (place - below) * (ascending.get(above) - ascending.get(below));
  }

  /** By the true label. */
  public Sheet byLabel() {
    Map<Integer, List<Radius>> labels =
        radii.stream()
            .collect(Collectors.groupingBy(Radius::label, TreeMap::new, Collectors.toList()));
    return new Sheet(
        "By true label",
        List.of(
            Sheet.Column.number("label"),
            Sheet.Column.number("rows"),
            Sheet.Column.number("flipped"),
            Sheet.Column.number("impossible"),
            Sheet.Column.number("median patch"),
            Sheet.Column.number("smallest"),
            Sheet.Column.text("its image")),
        labels.entrySet().stream().map(e -> cells(e.getKey(), new Implants(e.getValue()))).toList(),
        "");
  }

  private static List<String> cells(int label, Implants of) {
    List<Double> highs = of.ends(Radius::highDouble);
    long impossible = of.radii().stream().filter(r -> r.verdict().equals("Impossible")).count();
    return List.of(
        Integer.toString(label),
        Numbers.whole(of.radii().size()),
        Numbers.whole(highs.size()),
        Numbers.whole(impossible),
        highs.isEmpty() ? Sheet.NONE : Numbers.measure(quantile(highs, 0.5)),
        highs.isEmpty() ? Sheet.NONE : Numbers.measure(highs.get(0)),
        highs.isEmpty() ? Sheet.NONE : Integer.toString(of.radii().get(0).image()));
  }

  /** The images that the smallest changes flip. */
  public Sheet smallest() {
    return new Sheet(
        "The images that the smallest changes flip",
        List.of(
            Sheet.Column.number("image"),
            Sheet.Column.number("keep set"),
            Sheet.Column.number("label"),
            Sheet.Column.number("predicted"),
            Sheet.Column.number("becomes"),
            Sheet.Column.number("no patch up to"),
            Sheet.Column.number("patch of")),
        flipped().stream().limit(MOST_SHOWN).map(Implants::cells).toList(),
        "");
  }

  private static List<String> cells(Radius radius) {
    return List.of(
        Integer.toString(radius.image()),
        Integer.toString(radius.keepSet()),
        Integer.toString(radius.label()),
        Integer.toString(radius.predicted()),
        Numbers.orNone(radius.target()),
        radius.lowDouble() == null ? Sheet.NONE : Numbers.measure(radius.lowDouble()),
        radius.highDouble() == null ? Sheet.NONE : Numbers.measure(radius.highDouble()));
  }
}
