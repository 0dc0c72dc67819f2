package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.FigureRow;
import org.assay.jobs.table.GateRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/** What the last audit of each plan came to, for machines and for the top of the page. */
public final class AuditResults {

  /** Where results for CI systems lie below the output folder. */
  public static final String JUNIT_FILE = "junit.xml";

  /** Likewise results for other programs. */
  public static final String JSON_FILE = "report.json";

  private static final String COMMAND = "audit";

  /**
   * The last audit of a plan.
   *
   * @param run its id
   * @param row of table runs; the network is the plan
   * @param gates in the order of the plan
   */
  record Audit(String run, RunRow row, List<GateRow> gates, List<FigureRow> figures) {

    Audit {
      gates = List.copyOf(gates);
      figures = List.copyOf(figures);
    }

    String plan() {
      return row.network();
    }

    long breached() {
      return gates.stream().filter(gate -> !gate.holds()).count();
    }
  }

  private final String out;
  private final List<FinishedRun> runs;
  private final List<Audit> audits;

  AuditResults(String out, List<FinishedRun> runs, List<Audit> audits) {
    this.out = out;
    this.runs = List.copyOf(runs);
    this.audits = List.copyOf(audits);
  }

  /** Reads the tables below an output folder. */
  public static AuditResults of(SparkSession spark, String out) {
    return of(new StoredTables(spark, out));
  }

  static AuditResults of(StoredTables tables) {
    Map<String, FinishedRun> last = new LinkedHashMap<>();
    List<FinishedRun> runs = tables.runs();
    runs.stream()
        .filter(run -> run.row().command().equals(COMMAND))
        .forEach(run -> last.put(run.row().network(), run));
    List<Audit> audits = new ArrayList<>();
    for (FinishedRun run : last.values()) {
      audits.add(
          new Audit(
              run.id(),
              run.row(),
              Tables.GATES
                  .records(tables.rows(Tables.GATES).where(col(Table.RUN).equalTo(run.id())))
                  .collectAsList()
                  .stream()
                  .sorted(
                      Comparator.comparing(GateRow::network)
                          .thenComparing(GateRow::images)
                          .thenComparing(GateRow::gate)
                          .thenComparing(GateRow::question))
                  .toList(),
              Tables.FIGURES
                  .records(tables.rows(Tables.FIGURES).where(col(Table.RUN).equalTo(run.id())))
                  .collectAsList()));
    }
    return new AuditResults(tables.out(), runs, audits);
  }

  List<Audit> audits() {
    return audits;
  }

  /**
   * A test suite an audit, a test case a gate, as CI systems read results of JUnit.
   *
   * @throws BadInput if no plan was audited
   */
  public String junit() {
    if (audits.isEmpty()) {
      throw new BadInput(
          out + ": no plan was audited here, so there are no gates; run assay audit PLAN first");
    }
    return new JunitText(audits).text();
  }

  /** All runs, and the last audit of each plan with its gates and figures, as one object. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    mapper.enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode all = mapper.createObjectNode();
    all.put("out", out);
    ArrayNode told = all.putArray("audits");
    for (Audit audit : audits) {
      ObjectNode node = told.addObject();
      node.put("plan", audit.plan());
      node.put("plan_hash", audit.row().networkHash());
      put(node, audit.run(), audit.row());
      node.put("gates_breached", audit.breached());
      node.set("gates", mapper.valueToTree(audit.gates()));
      node.set("figures", mapper.valueToTree(audit.figures()));
    }
    ArrayNode asked = all.putArray("runs");
    for (FinishedRun run : runs) {
      if (!run.row().command().equals(COMMAND)) {
        ObjectNode node = asked.addObject();
        node.put("command", run.row().command());
        node.put("network", run.row().networkTitle());
        node.put("network_hash", run.row().networkHash());
        node.put("images", run.row().images());
        node.put("image_count", run.row().imageCount());
        node.put("units", run.row().units());
        node.put("engine_differences", run.row().engineDifferences());
        put(node, run.id(), run.row());
      }
    }
    try {
      return mapper.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written", e);
    }
  }

  private static void put(ObjectNode node, String run, RunRow row) {
    node.put("run", run);
    node.put("arguments", row.arguments());
    node.put("started", row.started());
    node.put("seconds", row.seconds());
    node.put("version", row.version());
    node.put("exit_code", row.exitCode());
  }

  /** The gates of each plan for people, the breached ones first; none where no plan has any. */
  List<Sheet> sheets() {
    return audits.stream().filter(a -> !a.gates().isEmpty()).map(AuditResults::sheet).toList();
  }

  private static Sheet sheet(Audit audit) {
    List<List<String>> rows = new ArrayList<>();
    audit.gates().stream()
        .sorted(Comparator.comparing(GateRow::holds))
        .forEach(gate -> rows.add(cells(gate)));
    String breached =
        audit.breached() == 0
            ? "all hold"
            : "%d of %d breached".formatted(audit.breached(), audit.gates().size());
    return new Sheet(
        "%s, %s: %s"
            .formatted(audit.plan(), ReportPage.toTheMinute(audit.row().started()), breached),
        List.of(
            Sheet.Column.text("result"),
            Sheet.Column.text("gate"),
            Sheet.Column.number("figure"),
            Sheet.Column.text("95 % interval"),
            Sheet.Column.text("question"),
            Sheet.Column.text("network"),
            Sheet.Column.text("images"),
            Sheet.Column.text("against the last run")),
        rows,
        audit.gates().stream().anyMatch(g -> g.low() != null) ? Interval.MEANING : "");
  }

  private static List<String> cells(GateRow gate) {
    return List.of(
        gate.holds() ? "holds" : "BREACHED",
        gate.gate(),
        figure(gate),
        interval(gate),
        gate.question(),
        gate.network(),
        gate.images(),
        Numbers.orNone(gate.remark()));
  }

  /** What a gate looks at, such as {@code 9 of 10, 90.00 %}. */
  static String figure(GateRow gate) {
    return "%s of %s, %s %%"
        .formatted(
            Numbers.whole(gate.part()),
            Numbers.whole(gate.whole()),
            RobustnessFigures.percent(gate.part(), gate.whole()));
  }

  private static String interval(GateRow gate) {
    Double low = gate.low();
    Double high = gate.high();
    return low == null || high == null ? Sheet.NONE : new Interval(low, high).toString();
  }
}
