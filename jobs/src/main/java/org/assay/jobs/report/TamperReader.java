package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/** Reads what runs of {@code implant} and {@code repair} found, the last one first. */
final class TamperReader {

  private static final String IMPLANT = "implant";
  private static final String REPAIR = "repair";

  /** Commands whose images are not those that were asked about alone. */
  static final Set<String> COMMANDS = Set.of(IMPLANT, REPAIR);

  private final StoredTables tables;

  TamperReader(StoredTables tables) {
    this.tables = tables;
  }

  /**
   * What every such run found.
   *
   * @param runs about one network, in the order they were started
   */
  List<SheetSection> read(List<FinishedRun> runs) {
    List<SheetSection> found = new ArrayList<>();
    for (FinishedRun run : runs) {
      section(run).ifPresent(section -> found.add(0, section));
    }
    return found;
  }

  private Optional<SheetSection> section(FinishedRun run) {
    return switch (run.row().command()) {
      case IMPLANT ->
          Optional.of(
              implants(
                  run.row().arguments(),
                  Implants.of(Tables.IMPLANTS.records(rows(Tables.IMPLANTS, run)))));
      case REPAIR ->
          Optional.of(
              repair(
                  run.row().arguments(),
                  new Repairs(Tables.REPAIRS.records(rows(Tables.REPAIRS, run)).collectAsList())));
      default -> Optional.empty();
    };
  }

  private Dataset<Row> rows(Table<?> table, FinishedRun run) {
    return tables.rows(table, List.of(run));
  }

  private static SheetSection implants(String arguments, Implants implants) {
    return new SheetSection(
        "How little a change of biases flips an image",
        "For each image and keep set its tamper radius: the smallest change of any bias with which"
            + " the image gets another label while the set keeps its labels. No smaller change does"
            + " it, proved; the patch was run again exactly on every image.",
        arguments,
        implants.median().stream()
            .map(
                median ->
                    new SheetSection.Key(
                        median,
                        "changes a bias at most, in the middle one of %s tamper radii"
                            .formatted(Numbers.whole(implants.radii().size()))))
            .toList(),
        List.of(
            implants.verdicts(),
            implants.withinBounds(),
            implants.quantiles(),
            implants.byLabel(),
            implants.smallest()));
  }

  private static SheetSection repair(String arguments, Repairs repairs) {
    return new SheetSection(
        "Misclassified images put right",
        "The smallest change of biases with which they get their true labels while others stay, and"
            + " what it does to images held out. "
            + repairs.reason(),
        arguments,
        repairs.drawdown().stream()
            .map(
                points ->
                    new SheetSection.Key(
                        points + " points",
                        "of accuracy on images held out lost by putting images right"))
            .toList(),
        List.of(repairs.patch(), repairs.byLabel()));
  }
}
