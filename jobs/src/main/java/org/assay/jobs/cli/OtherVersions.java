package org.assay.jobs.cli;

import java.util.List;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Table;

/** Says which stored rows are left out because another version of Assay wrote them. */
final class OtherVersions {

  private OtherVersions() {}

  /** Warns of the rows of some tables that are of another schema version than is read here. */
  static void warn(Runner runner, String out, List<Table<?>> tables) {
    for (Table<?> table : tables) {
      if (runner.files().exists(out + "/" + table.name())) {
        table
            .otherVersions(runner.spark(), out)
            .forEach(
                (version, rows) ->
                    runner
                        .console()
                        .err()
                        .printf(
                            "WARNING: %s: %,d rows of schema version %d are left out; this Assay"
                                + " reads version %d. Ask again, or read them with the Assay that"
                                + " wrote them.%n",
                            table.name(), rows, version, table.version()));
      }
    }
  }
}
