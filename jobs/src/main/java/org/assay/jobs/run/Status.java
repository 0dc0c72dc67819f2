package org.assay.jobs.run;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status.json} in an output folder says of the last command, for whoever cannot see its
 * exit code, as in cluster deploy mode.
 *
 * @param state running, done or failed
 * @param exitCode null while it runs
 * @param message what went wrong; empty if nothing did
 * @param command such as {@code pixels}
 * @param run id of its first run
 * @param started UTC, ISO 8601; likewise finished, null while it runs
 * @param tables rows written by each table of each run
 */
public record Status(
    String state,
    @Nullable Integer exitCode,
    String message,
    String command,
    String run,
    String started,
    @Nullable String finished,
    List<TableCount> tables) {

  /** How many rows a run wrote to a table. */
  public record TableCount(String run, String table, long rows) {}

  public Status {
    tables = List.copyOf(tables);
  }

  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", state);
    if (exitCode != null) {
      fields.put("exit_code", exitCode);
    }
    fields.put("message", message);
    fields.put("command", command);
    fields.put("run", run);
    fields.put("started", started);
    if (finished != null) {
      fields.put("finished", finished);
    }
    List<Map<String, Object>> counts = new ArrayList<>();
    for (TableCount count : tables) {
      counts.add(Map.of("run", count.run(), "table", count.table(), "rows", count.rows()));
    }
    fields.put("tables", counts);
    return ConfigValueFactory.fromMap(fields)
            .render(ConfigRenderOptions.concise().setFormatted(true))
        + "\n";
  }
}
