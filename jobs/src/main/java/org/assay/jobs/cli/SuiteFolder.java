package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/**
 * Forged switches of a folder.
 *
 * @param path where table forged lies; its last run counts
 * @param option by which places are selected, for messages
 */
record SuiteFolder(String path, String option, Selection select) {

  /** The selected rows; {@link BadInput} where there is no suite or no such place. */
  Dataset<ForgedRow> rows(Runner runner) {
    if (!runner.files().exists(path + "/" + Tables.FORGED.name())) {
      throw new BadInput(
          "--suite %s has no table forged; make one: assay forge suite --out %s"
              .formatted(path, path));
    }
    Dataset<ForgedRow> rows = Tables.FORGED.read(runner.spark(), path, lastRun(runner));
    List<Long> places = new ArrayList<>();
    long size = rows.count();
    for (Selection.Range range : select.ranges()) {
      if (range.last() >= size) {
        throw new BadInput(
            "%s %s: the suite's places are 0..%d".formatted(option, range, size - 1));
      }
      for (long place = range.first(); place <= range.last(); place++) {
        places.add(place);
      }
    }
    return places.isEmpty() ? rows : rows.where(col("place").isInCollection(places));
  }

  private String lastRun(Runner runner) {
    return Tables.FORGED
        .stored(runner.spark(), path)
        .select(Table.RUN)
        .distinct()
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .max(Comparator.naturalOrder())
        .orElseThrow(
            () ->
                new BadInput(
                    "--suite %s: table forged is empty or of another version; run forge suite again"
                        .formatted(path)));
  }
}
