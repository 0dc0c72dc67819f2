package org.assay.jobs.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.header;
import static j2html.TagCreator.main;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.FigureRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/** The figures of all runs of plans over time, from table {@code figures}. */
public final class History {

  /** Where the page lies below the output folder. */
  public static final String FILE = "history.html";

  /** How many hexadecimal digits tell networks apart for people. */
  private static final int HASH_SHOWN = 8;

  private static final List<Sheet.Column> COLUMNS =
      List.of(
          Sheet.Column.text("question"),
          Sheet.Column.text("figure"),
          Sheet.Column.text("run of"),
          Sheet.Column.number("value %"),
          Sheet.Column.number("change"),
          Sheet.Column.text("95 % interval"),
          Sheet.Column.number("of"),
          Sheet.Column.text("network"),
          Sheet.Column.text("hash"),
          Sheet.Column.text("images"));

  /** What stays the same while time passes. */
  record Series(String plan, String network, String images, String question, String figure)
      implements Comparable<Series> {

    private static final Comparator<Series> ORDER =
        Comparator.comparing(Series::plan)
            .thenComparing(Series::images)
            .thenComparing(Series::question)
            .thenComparing(Series::figure)
            .thenComparing(Series::network);

    static Series of(FigureRow row) {
      return new Series(row.plan(), row.network(), row.images(), row.question(), row.figure());
    }

    @Override
    public int compareTo(Series other) {
      return ORDER.compare(this, other);
    }
  }

  private final String out;
  private final Map<Series, List<FigureRow>> series;

  private History(String out, Map<Series, List<FigureRow>> series) {
    this.out = out;
    this.series = series;
  }

  /**
   * Reads the figures below an output folder.
   *
   * @param plan as the table has it; null for all plans
   * @throws BadInput if there are none
   */
  public static History of(SparkSession spark, String out, @Nullable String plan) {
    StoredTables tables = new StoredTables(spark, out);
    List<FigureRow> all = Tables.FIGURES.records(tables.rows(Tables.FIGURES)).collectAsList();
    List<FigureRow> rows = all.stream().filter(r -> plan == null || plan.equals(r.plan())).toList();
    if (rows.isEmpty()) {
      throw new BadInput(
          all.isEmpty()
              ? out + " has no figures of a plan; run assay audit PLAN --out " + out + " first"
              : "%s has no figures of %s; its plans are %s"
                  .formatted(
                      out,
                      plan,
                      all.stream()
                          .map(FigureRow::plan)
                          .distinct()
                          .sorted()
                          .collect(Collectors.joining(", "))));
    }
    return new History(out, bySeries(rows));
  }

  static Map<Series, List<FigureRow>> bySeries(List<FigureRow> rows) {
    Map<Series, List<FigureRow>> series = new TreeMap<>();
    rows.stream()
        .sorted(Comparator.comparing(FigureRow::started).thenComparing(FigureRow::measured))
        .forEach(row -> series.computeIfAbsent(Series.of(row), s -> new ArrayList<>()).add(row));
    return series;
  }

  /**
   * The figures as lines for a terminal, plan by plan.
   *
   * @param last how many runs of each figure, at least 1
   */
  public String text(int last) {
    return sheets(last).stream()
            .map(s -> TerminalTables.text(s) + "\n")
            .collect(Collectors.joining())
        + Interval.MEANING
        + "\n";
  }

  private List<Sheet> sheets(int last) {
    Map<String, List<List<String>>> plans = new LinkedHashMap<>();
    series.forEach(
        (key, points) -> {
          List<List<String>> rows = plans.computeIfAbsent(key.plan(), p -> new ArrayList<>());
          for (int i = Math.max(0, points.size() - last); i < points.size(); i++) {
            rows.add(cells(key, points.get(i), i == 0 ? null : points.get(i - 1)));
          }
        });
    List<Sheet> sheets = new ArrayList<>();
    plans.forEach((plan, rows) -> sheets.add(new Sheet("Plan " + plan, COLUMNS, rows, "")));
    return sheets;
  }

  private static List<String> cells(Series key, FigureRow row, @Nullable FigureRow before) {
    Double low = row.low();
    Double high = row.high();
    return List.of(
        key.question(),
        key.figure(),
        ReportPage.toTheMinute(row.started()),
        percent(row),
        before == null ? Sheet.NONE : change(before, row),
        low == null || high == null ? Sheet.NONE : new Interval(low, high).toString(),
        Numbers.whole(row.whole()) + " " + row.unit(),
        key.network(),
        row.networkHash().substring(0, Math.min(HASH_SHOWN, row.networkHash().length())),
        key.images());
  }

  private static String percent(FigureRow row) {
    String least = RobustnessFigures.percent(row.least(), row.whole());
    return row.least() == row.most()
        ? least
        : least + " to " + RobustnessFigures.percent(row.most(), row.whole());
  }

  /** In percentage points; where a figure is known between two ends alone, of the lower one. */
  private static String change(FigureRow before, FigureRow row) {
    if (before.whole() == 0 || row.whole() == 0) {
      return Sheet.NONE;
    }
    double points = 100.0 * row.least() / row.whole() - 100.0 * before.least() / before.whole();
    boolean same =
        row.least() * before.whole() == before.least() * row.whole()
            && row.networkHash().equals(before.networkHash());
    return same ? "=" : String.format(Locale.ROOT, "%+.2f", points);
  }

  /** The figures as one page with a drawing of each over time. */
  public String html() {
    Map<String, List<DomContent>> plans = new LinkedHashMap<>();
    series.forEach(
        (key, points) ->
            plans
                .computeIfAbsent(key.plan(), p -> new ArrayList<>())
                .add(HistoryCurve.of(key, points)));
    List<Sheet> sheets = sheets(Integer.MAX_VALUE);
    List<DomContent> sections = new ArrayList<>();
    plans.forEach(
        (plan, curves) ->
            sections.add(
                section(h2("Plan " + plan), each(curves, curve -> curve)).withClass("subject")));
    return ReportPage.page(
        "Assay history",
        main(
            header(
                h1("Assay history"),
                p("The figures of all runs of plans into " + out + ", over time.")
                    .withClass("subtitle")),
            each(sections, s -> s),
            section(h2("All figures"), each(sheets, PageParts::sheet)),
            p(Interval.MEANING).withClass("note")));
  }
}
