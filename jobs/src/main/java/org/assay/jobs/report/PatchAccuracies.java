package org.assay.jobs.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.stddev_samp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.table.PatchAccuracyRow;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * How many images networks label right before and after patches, averaged over the questions whose
 * patches they are. Source: Lantern, Table 1.
 *
 * @param means by variant in the order of the paper, each by label, all labels last
 */
public record PatchAccuracies(List<Mean> means) {

  private static final List<String> VARIANTS =
      List.of("ORIGINAL", "PATCHED", "QUANTISED", "QUANTISED_PATCHED");

  /**
   * The mean over patches of one kind.
   *
   * @param label the true label; null for all images
   * @param images that have it
   * @param networks how many patches, or 1 for a network without any
   * @param accuracy mean share of images that are labelled right
   * @param deviation standard deviation of the sample; null where there is one network
   */
  public record Mean(
      String variant,
      @Nullable Integer label,
      long images,
      long networks,
      double accuracy,
      @Nullable Double deviation) {}

  public PatchAccuracies {
    means = List.copyOf(means);
  }

  /** Those of a run's rows. */
  public static PatchAccuracies of(Dataset<PatchAccuracyRow> rows) {
    List<Mean> means =
        rows.groupBy("variant", "label")
            .agg(
                max("images").as("images"),
                count(lit(1)).as("networks"),
                avg("accuracy").as("accuracy"),
                stddev_samp("accuracy").as("deviation"))
            .orderBy(col("variant"), col("label").asc_nulls_last())
            .as(RecordEncoder.of(Mean.class))
            .collectAsList();
    return new PatchAccuracies(
        VARIANTS.stream()
            .flatMap(variant -> means.stream().filter(m -> m.variant().equals(variant)))
            .toList());
  }

  boolean isEmpty() {
    return means.isEmpty();
  }

  /** The kinds of networks there are. */
  List<String> variants() {
    return means.stream().map(Mean::variant).distinct().toList();
  }

  /** The labels there are, ascending. */
  List<Integer> labels() {
    return means.stream()
        .map(Mean::label)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .<Integer>map(label -> label)
        .toList();
  }

  /** The mean of a kind for a label; for all images where it is null. */
  Optional<Mean> of(String variant, @Nullable Integer label) {
    return means.stream()
        .filter(m -> m.variant().equals(variant) && Objects.equals(m.label(), label))
        .findFirst();
  }

  /** A kind in words. */
  static String name(String variant) {
    return variant.toLowerCase(Locale.ROOT).replace("_", ", ");
  }

  /** A row a label, a column a kind of network. */
  public Sheet sheet() {
    List<Sheet.Column> columns = new ArrayList<>();
    columns.add(Sheet.Column.text("label"));
    columns.add(Sheet.Column.number("images"));
    variants().forEach(variant -> columns.add(Sheet.Column.number(name(variant))));
    List<List<String>> cells = new ArrayList<>();
    labels().forEach(label -> cells.add(cells(label.toString(), label)));
    cells.add(cells("all", null));
    return new Sheet("Images labelled right, per cent (Lantern's Table 1)", columns, cells, note());
  }

  private List<String> cells(String name, @Nullable Integer label) {
    long images =
        means.stream()
            .filter(m -> Objects.equals(m.label(), label))
            .mapToLong(Mean::images)
            .max()
            .orElse(0);
    return Stream.concat(
            Stream.of(name, Numbers.whole(images)),
            variants().stream()
                .map(variant -> of(variant, label).map(PatchAccuracies::cell).orElse(Sheet.NONE)))
        .toList();
  }

  private static String cell(Mean mean) {
    String share = String.format(Locale.ROOT, "%.1f", 100 * mean.accuracy());
    Double deviation = mean.deviation();
    return deviation == null
        ? share
        : share + String.format(Locale.ROOT, " ± %.1f", 100 * deviation);
  }

  private String note() {
    List<String> counted =
        variants().stream()
            .flatMap(variant -> of(variant, null).stream())
            .filter(mean -> mean.variant().endsWith("PATCHED"))
            .map(mean -> name(mean.variant()) + ": " + counted(mean))
            .toList();
    return (counted.isEmpty() ? "" : String.join("; ", counted) + ". ")
        + "Each patch is a network of its own, with its biases as they were written.";
  }

  private static String counted(Mean mean) {
    return mean.networks() == 1
        ? "one patch"
        : "mean of %s patches ± standard deviation".formatted(Numbers.whole(mean.networks()));
  }
}
