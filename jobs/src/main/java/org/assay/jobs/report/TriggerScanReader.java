package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Encoders;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.report.TriggerScan.Changed;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.SmallestChangeRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;

/** Reads the last scan for triggers of some runs. */
final class TriggerScanReader {

  private static final int MOST_ATTACKABLE = 6;
  private static final int MOST_EVIDENCE = 3;
  private static final String COMMAND = "scan-triggers";
  private static final String IMAGE = "image";

  private final StoredTables tables;
  private final List<FinishedRun> last;

  private TriggerScanReader(StoredTables tables, FinishedRun run) {
    this.tables = tables;
    this.last = List.of(run);
  }

  /**
   * A reader of the last of these runs that scanned; empty where none did.
   *
   * @param runs in the order they were started
   */
  static Optional<TriggerScanReader> of(StoredTables tables, List<FinishedRun> runs) {
    return runs.stream()
        .filter(run -> run.row().command().equals(COMMAND))
        .reduce((a, b) -> b)
        .map(run -> new TriggerScanReader(tables, run));
  }

  TriggerScan read() {
    List<TriggerEvidenceRow> evidence =
        Tables.TRIGGER_EVIDENCE
            .records(tables.rows(Tables.TRIGGER_EVIDENCE, last))
            .collectAsList()
            .stream()
            .sorted(
                Comparator.comparingInt(TriggerEvidenceRow::pixel)
                    .thenComparing(e -> TriggerSheets.ARITHMETICS.indexOf(e.arithmetic()))
                    .thenComparingInt(TriggerEvidenceRow::image))
            .toList();
    return new TriggerScan(
        last.get(0).row(),
        Tables.TRIGGERS.records(tables.rows(Tables.TRIGGERS, last)).collectAsList(),
        evidence,
        changed(shown(evidence)),
        Tables.PATTERNS.records(tables.rows(Tables.PATTERNS, last)).collectAsList().stream()
            .sorted(Comparator.comparingInt(PatternsRow::layer))
            .toList());
  }

  /** Images that the evidence names, then those with the most attackable pixels. */
  private Set<Integer> shown(List<TriggerEvidenceRow> evidence) {
    Set<Integer> shown = new LinkedHashSet<>();
    evidence.stream()
        .map(TriggerEvidenceRow::image)
        .distinct()
        .limit(MOST_EVIDENCE)
        .forEach(shown::add);
    shown.addAll(
        tables
            .rows(Tables.SMALLEST_CHANGES, last)
            .groupBy(IMAGE)
            .agg(count(lit(1)).as("pixels"))
            .orderBy(desc("pixels"), col(IMAGE))
            .select(IMAGE)
            .as(Encoders.INT())
            .takeAsList(MOST_ATTACKABLE));
    return shown;
  }

  private List<Changed> changed(Set<Integer> ids) {
    Map<Integer, ImageRow> images =
        Tables.IMAGES
            .records(tables.rows(Tables.IMAGES, last).where(col(IMAGE).isInCollection(ids)))
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(ImageRow::image, row -> row));
    Map<Integer, List<SmallestChangeRow>> changes =
        Tables.SMALLEST_CHANGES
            .records(
                tables.rows(Tables.SMALLEST_CHANGES, last).where(col(IMAGE).isInCollection(ids)))
            .collectAsList()
            .stream()
            .collect(Collectors.groupingBy(SmallestChangeRow::image));
    List<Changed> changed = new ArrayList<>();
    for (int id : ids) {
      ImageRow image = images.get(id);
      if (image != null) {
        changed.add(new Changed(image, changes.getOrDefault(id, List.of())));
      }
    }
    return changed;
  }

  /** One image with its smallest changes; empty where the scan did not have it. */
  Optional<Changed> changed(int image) {
    return changed(Set.of(image)).stream().findFirst();
  }
}
