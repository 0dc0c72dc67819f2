package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.jobs.report.PropertyFindings.Answers;
import org.assay.jobs.report.PropertyFindings.Instance;
import org.assay.jobs.report.PropertyFindings.Lists;
import org.assay.jobs.report.PropertyFindings.NetworkAnswers;
import org.assay.jobs.report.PropertyFindings.RunAnswers;
import org.assay.jobs.report.PropertyFindings.Series;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/** Reads what runs of {@code verify} say; lists of instances are small enough for one process. */
final class PropertyReader {

  private static final String COMMAND = "verify";
  private static final int MOST_SLOW = 10;
  private static final int MOST_SERIES = 4;

  private final StoredTables tables;

  PropertyReader(StoredTables tables) {
    this.tables = tables;
  }

  /** What runs about lists of instances, or about single ones, found; one a list. */
  List<PropertyFindings> benchmarks() {
    return read(
        tables.runs().stream().filter(run -> run.row().imageCount() == 0).toList(),
        PropertyReader::list);
  }

  /**
   * What is known of a plan's network.
   *
   * @param runs about one network, in the order they were started
   */
  List<PropertyFindings> read(List<FinishedRun> runs) {
    return read(runs, row -> "Properties of the network");
  }

  private static String list(RunRow row) {
    return row.units() == 1
        ? "Properties, instances asked one by one"
        : "Properties: " + row.network();
  }

  private List<PropertyFindings> read(List<FinishedRun> runs, Function<RunRow, String> title) {
    Map<List<String>, List<FinishedRun>> groups = new LinkedHashMap<>();
    runs.stream()
        .filter(run -> run.row().command().equals(COMMAND))
        .forEach(
            run -> groups.computeIfAbsent(key(run.row(), title), k -> new ArrayList<>()).add(run));
    List<PropertyFindings> findings = new ArrayList<>();
    groups.forEach((key, group) -> findings.add(read(key.get(0), key.get(1), group)));
    return findings;
  }

  /** Title, arithmetic, and of lists what they hold. */
  private static List<String> key(RunRow row, Function<RunRow, String> title) {
    return List.of(
        title.apply(row),
        String.valueOf(row.arithmetic()),
        row.units() == 1 ? "" : row.networkHash());
  }

  private PropertyFindings read(String title, String arithmetic, List<FinishedRun> runs) {
    Map<String, List<Instance>> byRun =
        tables
            .rows(Tables.VERIFY, runs)
            .select(
                col("run"),
                col("row"),
                col("network"),
                col("property"),
                col("verdict"),
                col("answer"),
                col("reason"),
                col("detail"),
                col("method"),
                col("seconds"),
                col("timeout"),
                col("float32_replay").as("float32Replay"))
            .orderBy("row")
            .as(RecordEncoder.of(Instance.class))
            .collectAsList()
            .stream()
            .collect(Collectors.groupingBy(Instance::run));
    List<RunAnswers> answers = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    for (FinishedRun run : runs) {
      List<Instance> mine = byRun.getOrDefault(run.id(), List.of());
      answers.add(new RunAnswers(name(run.row()), Answers.of(mine), run.row().seconds()));
      if (mine.size() > 1) {
        series.add(series(name(run.row()), mine));
      }
    }
    List<Instance> standing = standing(runs, byRun);
    if (series.isEmpty() && !standing.isEmpty()) {
      series.add(series("all instances", standing));
    }
    return new PropertyFindings(
        title,
        arithmetic,
        Answers.of(standing),
        answers,
        networks(standing),
        series.subList(Math.max(0, series.size() - MOST_SERIES), series.size()),
        lists(standing));
  }

  private static String name(RunRow row) {
    String when = ReportPage.toTheMinute(row.started());
    return row.engine() == null ? when : when + ", engine " + row.engine();
  }

  /** Of each instance the row that counts, in the order of the list. */
  private static List<Instance> standing(
      List<FinishedRun> runs, Map<String, List<Instance>> byRun) {
    Map<List<Object>, Instance> standing = new LinkedHashMap<>();
    for (FinishedRun run : runs) {
      for (Instance instance : byRun.getOrDefault(run.id(), List.of())) {
        standing.merge(
            List.of(instance.row(), instance.network(), instance.property()),
            instance,
            (older, newer) -> newer.isDecided() || !older.isDecided() ? newer : older);
      }
    }
    return List.copyOf(standing.values());
  }

  private static Series series(String name, Collection<Instance> instances) {
    return new Series(
        name,
        instances.stream().filter(Instance::isDecided).map(Instance::seconds).sorted().toList(),
        instances.size(),
        instances.stream().mapToDouble(i -> Math.max(i.timeout(), i.seconds())).max().orElse(1));
  }

  private static List<NetworkAnswers> networks(List<Instance> standing) {
    Map<String, List<Instance>> byNetwork =
        standing.stream()
            .collect(Collectors.groupingBy(Instance::network, TreeMap::new, Collectors.toList()));
    List<NetworkAnswers> networks = new ArrayList<>();
    byNetwork.forEach(
        (network, mine) ->
            networks.add(
                new NetworkAnswers(
                    network,
                    Answers.of(mine),
                    mine.stream().mapToDouble(Instance::seconds).max().orElse(0))));
    return networks;
  }

  private static Lists lists(List<Instance> standing) {
    return new Lists(
        standing.stream()
            .sorted(Comparator.comparingDouble(Instance::seconds).reversed())
            .limit(MOST_SLOW)
            .toList(),
        standing.stream().filter(i -> !i.isDecided() && !i.answer().equals("error")).toList(),
        standing.stream().filter(i -> i.answer().equals("error")).toList(),
        standing.stream().filter(Instance::isRealOnly).toList());
  }
}
