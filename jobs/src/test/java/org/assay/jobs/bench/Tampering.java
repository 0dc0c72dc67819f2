package org.assay.jobs.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assay.jobs.integration.Command;

/**
 * The tamper radii of a hundred images with three keep sets of ten each, every other label a
 * target, through {@code scripts/assay implant} with a heap of 2 GB: wall clock of the process, and
 * what the rows say.
 *
 * @param network as the command line names it, or a file of the models beside the data
 * @param reduction a file of the models; empty for none
 */
record Tampering(String name, String description, String network, String reduction)
    implements Measurement {

  private static final int MINUTES = 120;
  private static final int IMAGES = 100;
  private static final int SETS = 3;
  private static final String BOUND = "4";

  static Tampering lantern() {
    return new Tampering(
        "implant",
        "tamper radii of 100 images x 3 keep sets, Lantern's medium network",
        "lantern-medium-100-33-10.onnx",
        "pca100.onnx");
  }

  static Tampering deepcheck() {
    return new Tampering(
        "implant-deepcheck",
        "the same of DeepCheck's network",
        "deepcheck-784-10-10-10-10.onnx",
        "");
  }

  @Override
  public List<Result> run(Setting setting) throws Exception {
    Path out = Files.createTempDirectory("assay-bench").resolve("out");
    Path models = setting.data().resolveSibling("../models").normalize();
    List<String> words = new ArrayList<>(List.of("implant", "--quiet", "--bound", BOUND));
    words.addAll(List.of("--select", "0.." + (IMAGES - 1), "--sets", Integer.toString(SETS)));
    words.addAll(List.of("--network", models.resolve(network).toString()));
    if (!reduction.isEmpty()) {
      words.addAll(List.of("--reduce", models.resolve(reduction).toString()));
    }
    words.addAll(List.of("--images", setting.data().toString(), "--out", out.toString()));
    words.addAll(List.of("--seed", Long.toString(setting.seed())));
    long start = System.nanoTime();
    Command.assay(Map.of("ASSAY_MEMORY", "2g")).within(MINUTES).run(words.toArray(String[]::new));
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Result> results = new ArrayList<>();
    results.add(result("start-up included", "s", seconds));
    try (Connection tables = DriverManager.getConnection("jdbc:duckdb:")) {
      results.add(result("each image and set", "s", of(tables, out, "seconds", "true")));
      results.add(result("smallest patch", "bias", of(tables, out, "high_double", "true")));
      for (String verdict : List.of("Bracket", "Impossible")) {
        String where = "reason IS NULL AND verdict = '%s'".formatted(verdict);
        results.add(result(verdict + ", closed", "rows", of(tables, out, "1", where).length));
      }
      results.add(result("open", "rows", of(tables, out, "1", "reason IS NOT NULL").length));
    }
    return results;
  }

  private Result result(String quantity, String unit, double... measured) {
    String input = network + ", %d images x %d sets".formatted(IMAGES, SETS);
    return new Result(name + ", " + quantity, input, Spread.of(measured), unit, "");
  }

  /** The values of a column of the rows that fulfil a condition, where there are any. */
  private static double[] of(Connection tables, Path out, String column, String where)
      throws SQLException {
    String query =
        "SELECT %1$s FROM read_parquet('%2$s/implants/*/*.parquet') WHERE %3$s AND %1$s IS NOT NULL"
            .formatted(column, out, where);
    List<Double> values = new ArrayList<>();
    try (Statement statement = tables.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getDouble(1));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
