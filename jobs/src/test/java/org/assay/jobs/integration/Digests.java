package org.assay.jobs.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/**
 * The tables of an output folder as texts that are the same if they hold the same rows, as often:
 * name, number of rows, SHA-256 of the sorted rows. Ids of runs, times, where things are written,
 * and what names another run are left out.
 */
public final class Digests {

  private static final Set<String> LEFT_OUT =
      Set.of(
          "run",
          "started",
          "seconds",
          "arguments",
          "engine_seconds",
          "measured",
          "earlier",
          "remark");

  private Digests() {}

  public static List<String> of(Path out) {
    SparkSession spark = SharedSession.get();
    List<String> digests = new ArrayList<>();
    for (Table<?> table : Tables.all()) {
      Dataset<Row> rows = table.stored(spark, out.toString());
      Column[] columns =
          Arrays.stream(rows.columns())
              .filter(name -> !LEFT_OUT.contains(name))
              .map(functions::col)
              .toArray(Column[]::new);
      List<String> texts =
          rows.select(functions.to_json(functions.struct(columns))).collectAsList().stream()
              .map(row -> row.getString(0))
              .sorted()
              .toList();
      if (!texts.isEmpty()) {
        digests.add("%s, %d rows, %s".formatted(table.name(), texts.size(), sha256(texts)));
      }
    }
    return digests;
  }

  private static String sha256(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      texts.forEach(text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
