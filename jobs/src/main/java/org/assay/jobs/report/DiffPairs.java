package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.RunRow;

/**
 * Runs to be held against each other.
 *
 * @param alone what has no other side, in sentences
 */
record DiffPairs(List<Pair> pairs, List<String> alone) {

  /**
   * Runs that asked the same; several on a side are waves of one question.
   *
   * @param before in the order they were started; likewise after
   */
  record Pair(List<FinishedRun> before, List<FinishedRun> after) {

    RunRow first() {
      return before.get(0).row();
    }

    String title() {
      RunRow row = first();
      String pixels =
          row.count() == null
              ? ""
              : ", %d free %s, %s scope"
                  .formatted(
                      row.count(),
                      row.count() == 1 ? "pixel" : "pixels",
                      String.valueOf(row.scope()).toLowerCase(Locale.ROOT));
      return row.command() + pixels + (row.images().isEmpty() ? "" : " on " + row.images());
    }

    String side(List<FinishedRun> runs) {
      RunRow row = runs.get(0).row();
      String bits =
          row.significandBits() == null ? "" : " to %d bits".formatted(row.significandBits());
      return "%s%s (%.12s), run %s of %s"
          .formatted(
              row.networkTitle(),
              bits,
              row.networkHash(),
              runs.stream().map(FinishedRun::id).collect(Collectors.joining(", ")),
              ReportPage.toTheMinute(row.started()));
    }
  }

  DiffPairs {
    pairs = List.copyOf(pairs);
    alone = List.copyOf(alone);
  }

  /**
   * Pairs what asked the same of the same images: of the same network where there is such a run,
   * else in the order of the runs.
   */
  static DiffPairs of(List<FinishedRun> before, List<FinishedRun> after) {
    Map<List<Object>, Map<List<Object>, List<FinishedRun>>> first = grouped(before);
    Map<List<Object>, Map<List<Object>, List<FinishedRun>>> second = grouped(after);
    List<Pair> pairs = new ArrayList<>();
    List<FinishedRun> alone = new ArrayList<>();
    first.forEach(
        (question, variants) ->
            pair(variants, second.getOrDefault(question, new LinkedHashMap<>()), pairs, alone));
    second.values().forEach(left -> left.values().forEach(alone::addAll));
    if (pairs.isEmpty()) {
      throw new BadInput(
          "these runs have no question about the same images in common: %s; and %s"
              .formatted(told(before), told(after)));
    }
    return new DiffPairs(pairs, alone.stream().map(DiffPairs::told).toList());
  }

  private static Map<List<Object>, Map<List<Object>, List<FinishedRun>>> grouped(
      List<FinishedRun> runs) {
    Map<List<Object>, Map<List<Object>, List<FinishedRun>>> groups = new LinkedHashMap<>();
    for (FinishedRun run : runs) {
      groups
          .computeIfAbsent(Told.question(run.row()), q -> new LinkedHashMap<>())
          .computeIfAbsent(Told.variant(run.row()), v -> new ArrayList<>())
          .add(run);
    }
    return groups;
  }

  private static void pair(
      Map<List<Object>, List<FinishedRun>> before,
      Map<List<Object>, List<FinishedRun>> after,
      List<Pair> pairs,
      List<FinishedRun> alone) {
    List<List<FinishedRun>> rest = new ArrayList<>();
    before.forEach(
        (variant, runs) -> {
          List<FinishedRun> same = after.remove(variant);
          if (same == null) {
            rest.add(runs);
          } else {
            pairs.add(new Pair(runs, same));
          }
        });
    for (List<FinishedRun> runs : rest) {
      if (after.isEmpty()) {
        alone.addAll(runs);
      } else {
        List<Object> next = after.keySet().iterator().next();
        pairs.add(new Pair(runs, List.copyOf(after.remove(next))));
      }
    }
  }

  private static String told(FinishedRun run) {
    return "Only one side has %s of %s (run %s)"
        .formatted(run.row().command(), run.row().networkTitle(), run.id());
  }

  private static String told(List<FinishedRun> runs) {
    return runs.stream()
        .map(r -> "%s on %s (run %s)".formatted(r.row().command(), r.row().images(), r.id()))
        .collect(Collectors.joining(", "));
  }
}
