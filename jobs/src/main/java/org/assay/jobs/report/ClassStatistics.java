package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.importance.Metric;
import org.assay.jobs.report.Sheet.Column;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of the paper's tables over any number of images, a row a predicted label and a
 * last row for all.
 *
 * @param question what was asked
 * @param quantities what was counted an image, by name and predicted label
 * @param among of the attackable single pixels, by predicted label, how many there are and how many
 *     are among the best 5, 10, 30 per cent by abs, co, coi: ten numbers; empty for pairs
 */
record ClassStatistics(
    Question question,
    Map<Quantity, SortedMap<Integer, Distribution>> quantities,
    SortedMap<Integer, List<Long>> among) {

  /** What is counted of an image. */
  enum Quantity {
    ATTACKABLE,
    NEW_ATTACKS,
    EXPLORE_ABS,
    EXPLORE_CO,
    EXPLORE_COI,
    UNDECIDED,
    UNITS
  }

  private static final String ALL = "all";

  /** Images that were looked at. */
  long images() {
    return total(Quantity.ATTACKABLE).size();
  }

  /** Images with at least one attack. */
  long attackableImages() {
    return total(Quantity.ATTACKABLE).positive();
  }

  /** Images of which a pixel or pair stayed undecided. */
  long undecidedImages() {
    return total(Quantity.UNDECIDED).positive();
  }

  /** The sentence about undecided images. */
  String undecided() {
    return "Of %s of %s images a question stayed undecided (%s); none of these is counted as robust."
        .formatted(Numbers.whole(undecidedImages()), Numbers.whole(images()), question.title());
  }

  Distribution total(Quantity quantity) {
    return byLabel(quantity).values().stream().reduce(Distribution.EMPTY, Distribution::plus);
  }

  private SortedMap<Integer, Distribution> byLabel(Quantity quantity) {
    return quantities.getOrDefault(quantity, new TreeMap<>());
  }

  /** The label -1 stands for images whose prediction or decision failed. */
  private static String name(int label) {
    return label < 0 ? "none" : String.valueOf(label);
  }

  /** How many images have an attack, and how many attacks they have. */
  Sheet attacks() {
    List<List<String>> rows = new ArrayList<>();
    byLabel(Quantity.ATTACKABLE).forEach((label, d) -> rows.add(attackRow(name(label), label, d)));
    rows.add(attackRow(ALL, null, total(Quantity.ATTACKABLE)));
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("predicted"),
                Column.number("images"),
                Column.number("attackable"),
                Column.number("%"),
                Column.number("mean"),
                Column.number("1st quartile"),
                Column.number("median"),
                Column.number("3rd quartile"),
                Column.number("most")));
    if (question.count() == 2) {
      columns.add(Column.number("new: mean"));
      columns.add(Column.number("new: median"));
    }
    String unit = question.unit();
    return new Sheet(
        "Attackable %s an image in %s, by predicted label".formatted(unit, question.range()),
        columns,
        rows,
        "attackable: images with at least one attack. The other columns tell how many attackable "
            + unit
            + " each of those has.");
  }

  private List<String> attackRow(String title, @Nullable Integer label, Distribution d) {
    Distribution attacked = d.positives();
    List<String> row =
        new ArrayList<>(
            List.of(
                title,
                Numbers.whole(d.size()),
                Numbers.whole(d.positive()),
                Numbers.percent(d.positive(), d.size()),
                Numbers.decimal(attacked.mean()),
                Numbers.decimal(attacked.quantile(0.25)),
                Numbers.decimal(attacked.quantile(0.5)),
                Numbers.decimal(attacked.quantile(0.75)),
                Numbers.decimal(attacked.quantile(1))));
    if (question.count() == 2) {
      Distribution fresh =
          label == null
              ? total(Quantity.NEW_ATTACKS)
              : byLabel(Quantity.NEW_ATTACKS).getOrDefault(label, Distribution.EMPTY);
      row.add(Numbers.decimal(fresh.mean()));
      row.add(Numbers.decimal(fresh.quantile(0.5)));
    }
    return row;
  }

  /** Table IV over all images: where the attackable pixels stand among the important ones. */
  Sheet amongBest() {
    List<Column> columns =
        new ArrayList<>(List.of(Column.text("predicted"), Column.number("pixels")));
    for (int share : PaperTables.SHARES) {
      for (Metric metric : Metric.values()) {
        columns.add(Column.number(share + "% " + Numbers.word(metric)));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    among.forEach((label, counts) -> rows.add(amongRow(name(label), counts)));
    among.values().stream().reduce(ClassStatistics::sum).ifPresent(s -> rows.add(amongRow(ALL, s)));
    return new Sheet(
        "Important pixels and attackable pixels, by predicted label",
        columns,
        rows,
        "pixels: attackable pixels of all images together. The other columns: per cent of them that"
            + " are among the best 5, 10, 30 % of their image by each metric.");
  }

  private static List<String> amongRow(String title, List<Long> counts) {
    List<String> row = new ArrayList<>(List.of(title, Numbers.whole(counts.get(0))));
    for (Long part : counts.subList(1, counts.size())) {
      row.add(Numbers.percent(part, counts.get(0)));
    }
    return row;
  }

  private static List<Long> sum(List<Long> a, List<Long> b) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      sum.add(a.get(i) + b.get(i));
    }
    return sum;
  }

  /** Tables V and VI over all images: how many important pixels until the first attack. */
  Sheet explored() {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (total(quantity(metric)).size() > 0) {
        metrics.add(metric);
      }
    }
    List<Column> columns =
        new ArrayList<>(List.of(Column.text("predicted"), Column.number("attackable")));
    metrics.forEach(m -> columns.add(Column.number(Numbers.word(m))));
    List<List<String>> rows = new ArrayList<>();
    byLabel(Quantity.ATTACKABLE)
        .forEach((label, d) -> rows.add(exploredRow(name(label), label, d, metrics)));
    rows.add(exploredRow(ALL, null, total(Quantity.ATTACKABLE), metrics));
    return new Sheet(
        "Important pixels to look at until the first attack, by predicted label",
        columns,
        rows,
        "Median, and in brackets the first and third quartiles, over the attackable images.");
  }

  private List<String> exploredRow(
      String title, @Nullable Integer label, Distribution attacks, List<Metric> metrics) {
    List<String> row = new ArrayList<>(List.of(title, Numbers.whole(attacks.positive())));
    for (Metric metric : metrics) {
      Distribution d =
          label == null
              ? total(quantity(metric))
              : byLabel(quantity(metric)).getOrDefault(label, Distribution.EMPTY);
      row.add(
          d.size() == 0
              ? Sheet.NONE
              : "%s (%s to %s)"
                  .formatted(
                      Numbers.decimal(d.quantile(0.5)),
                      Numbers.decimal(d.quantile(0.25)),
                      Numbers.decimal(d.quantile(0.75))));
    }
    return row;
  }

  private static Quantity quantity(Metric metric) {
    return switch (metric) {
      case ABS -> Quantity.EXPLORE_ABS;
      case CO -> Quantity.EXPLORE_CO;
      case COI -> Quantity.EXPLORE_COI;
    };
  }
}
