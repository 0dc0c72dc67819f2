package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.exact.Rational;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.repair.Bias;

/** Reads what runs of {@code patch} found; each run asks questions of its own. */
final class PatchReader {

  static final String COMMAND = "patch";

  /** Questions of a run that are told one by one. */
  private static final int MOST_SHOWN = 50;

  private final StoredTables tables;

  PatchReader(StoredTables tables) {
    this.tables = tables;
  }

  /**
   * What every run about patches found, the last one first.
   *
   * @param runs about one network, in the order they were started
   */
  List<PatchFindings> read(List<FinishedRun> runs) {
    List<PatchFindings> findings = new ArrayList<>();
    for (FinishedRun run : runs) {
      if (run.row().command().equals(COMMAND)) {
        findings.add(0, read(run));
      }
    }
    return findings;
  }

  private PatchFindings read(FinishedRun run) {
    Dataset<Row> all = tables.rows(Tables.PATCHES, List.of(run));
    Dataset<PatchRow> rows = Tables.PATCHES.records(all);
    Dataset<PatchRow> whole = rows.where(col("quantised").isNull());
    Map<String, Long> verdicts = new HashMap<>();
    whole
        .groupBy("verdict")
        .count()
        .collectAsList()
        .forEach(row -> verdicts.put(row.getString(0), row.getLong(1)));
    List<PatchRow> shown =
        rows.where(col("question").leq(MOST_SHOWN))
            .orderBy(col("quantised").asc_nulls_first(), col("question"))
            .collectAsList();
    return new PatchFindings(
        run.row().arguments(),
        verdicts.values().stream().mapToLong(Long::longValue).sum(),
        verdicts,
        whole.where(col("verdict").equalTo("Bracket").and(col("reason").isNull())).count(),
        shown,
        pixels(run, shown),
        PatchAccuracies.of(
            Tables.PATCH_ACCURACY.records(tables.rows(Tables.PATCH_ACCURACY, List.of(run)))),
        biases(SharedNetwork.of(run.row()).network(), shown));
  }

  private Map<Integer, List<Float>> pixels(FinishedRun run, List<PatchRow> shown) {
    Set<Integer> wanted = new TreeSet<>();
    shown.forEach(row -> wanted.addAll(PatchSection.pictured(row)));
    return Tables.IMAGES
        .records(
            tables.rows(Tables.IMAGES, List.of(run)).where(col("image").isInCollection(wanted)))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(ImageRow::image, ImageRow::pixels));
  }

  private static PatchFindings.Biases biases(Network network, List<PatchRow> shown) {
    List<Double> original = new ArrayList<>();
    List<Double> changes = new ArrayList<>();
    List<Double> patched = new ArrayList<>();
    for (PatchRow row : shown) {
      if (row.quantised() == null && row.high() != null) {
        List<Bias> free = places(row.freeLayers(), row.freeIndices());
        Map<Bias, Rational> by = new HashMap<>();
        List<Bias> moved = places(row.layers(), row.indices());
        for (int i = 0; i < moved.size(); i++) {
          by.put(moved.get(i), Rational.parse(row.changes().get(i)));
        }
        if (original.isEmpty()) {
          free.forEach(bias -> original.add(bias.of(network)));
        }
        for (Bias bias : free) {
          Rational change = by.getOrDefault(bias, Rational.ZERO);
          changes.add(change.nearestDouble());
          patched.add(Rational.of(bias.of(network)).plus(change).nearestDouble());
        }
      }
    }
    return new PatchFindings.Biases(original, changes, patched);
  }

  private static List<Bias> places(List<Integer> layers, List<Integer> indices) {
    List<Bias> places = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      places.add(new Bias(layers.get(i), indices.get(i)));
    }
    return places;
  }
}
