package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assay.importance.Metric;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.table.PixelSummaryRow;
import org.jspecify.annotations.Nullable;

/**
 * Tables II to VI of "Symbolic Execution for Deep Neural Networks" (Gopinath et al.), a row an
 * image, in the order of the labels.
 *
 * <p>The paper counts pixels as attackable among all of an image's, alone (#ap) or in pairs of the
 * top 5 % by coi (#a2p). Pixels are numbered from 0 row by row, as in the paper.
 */
final class PaperTables {

  /** The shares of best pixels that Tables I, IV and VII look at, in per cent. */
  static final List<Integer> SHARES = List.of(5, 10, 30);

  private PaperTables() {}

  /** The tables in the paper's order; the last three only where there are attacks to tell of. */
  static List<Sheet> of(List<Specimen> specimens) {
    List<Sheet> sheets = new ArrayList<>();
    if (specimens.stream().anyMatch(s -> s.single() != null)) {
      sheets.add(singlePixels(specimens));
    }
    if (specimens.stream().anyMatch(s -> s.pairs() != null)) {
      sheets.add(pairs(specimens));
    }
    if (specimens.stream().anyMatch(s -> !s.attacks().isEmpty())) {
      sheets.add(importantAndAttackable(specimens));
      sheets.add(exploredPixels(specimens));
    }
    if (specimens.stream().anyMatch(s -> !s.inAttackablePairs().isEmpty())) {
      sheets.add(exploredPairs(specimens));
    }
    return sheets;
  }

  /** Table II: attackable pixels, the labels they produce, and the first of them. */
  static Sheet singlePixels(List<Specimen> specimens) {
    List<List<String>> rows = new ArrayList<>();
    for (Specimen s : specimens) {
      PixelSummaryRow summary = s.single();
      if (summary != null) {
        rows.add(
            List.of(
                String.valueOf(s.image().label()),
                String.valueOf(s.image().image()),
                Numbers.whole(summary.attackable()),
                Numbers.list(summary.labels()),
                Numbers.orNone(summary.firstPixel())));
      }
    }
    return new Sheet(
        "Table II. One-pixel attacks",
        List.of(
            Column.number("digit"),
            Column.number("image"),
            Column.number("#ap"),
            Column.text("alabel"),
            Column.number("1stap")),
        rows,
        "#ap: attackable pixels. alabel: the wrong labels they reach. 1stap: the first attackable"
            + " pixel, counted from 0, row by row.");
  }

  /** Table III: attackable pairs, and those of which neither pixel is attackable alone. */
  static Sheet pairs(List<Specimen> specimens) {
    List<List<String>> rows = new ArrayList<>();
    for (Specimen s : specimens) {
      PixelSummaryRow summary = s.pairs();
      if (summary != null) {
        rows.add(
            List.of(
                String.valueOf(s.image().label()),
                String.valueOf(s.image().image()),
                Numbers.whole(summary.units()),
                Numbers.whole(summary.attackable()),
                Numbers.whole(summary.newAttacks()),
                Numbers.list(summary.labels())));
      }
    }
    return new Sheet(
        "Table III. Two-pixel attacks",
        List.of(
            Column.number("digit"),
            Column.number("image"),
            Column.number("pairs"),
            Column.number("#a2p"),
            Column.number("#a2p-new"),
            Column.text("alabel")),
        rows,
        "pairs: how many were looked at ("
            + pairsLookedAt(specimens)
            + "). #a2p: attackable pairs. #a2p-new: of these, neither pixel is attackable alone.");
  }

  private static String pairsLookedAt(List<Specimen> specimens) {
    return specimens.stream()
        .map(Specimen::pairs)
        .filter(p -> p != null)
        .map(p -> p.pairs() + " by " + p.metric().toLowerCase(Locale.ROOT))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Table IV: the share of attackable pixels that lie among the best 5, 10 and 30 per cent. */
  static Sheet importantAndAttackable(List<Specimen> specimens) {
    List<Column> columns = new ArrayList<>(List.of(Column.number("digit"), Column.number("#ap")));
    for (int share : SHARES) {
      for (Metric metric : Metric.values()) {
        columns.add(Column.number(share + "% " + Numbers.word(metric)));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (Specimen s : specimens) {
      if (s.single() != null) {
        List<String> row = new ArrayList<>();
        row.add(String.valueOf(s.image().label()));
        row.add(Numbers.whole(s.attackable().size()));
        for (int share : SHARES) {
          for (Metric metric : Metric.values()) {
            row.add(Numbers.percent(attackableAmongBest(s, metric, share), s.attackable().size()));
          }
        }
        rows.add(row);
      }
    }
    return new Sheet(
        "Table IV. Important pixels and attackable pixels",
        columns,
        rows,
        "Per cent of the attackable pixels that are among the best "
            + bestCounts(specimens)
            + " pixels by each metric.");
  }

  private static String bestCounts(List<Specimen> specimens) {
    int pixels = specimens.isEmpty() ? 0 : specimens.get(0).pixels();
    return SHARES.stream()
        .map(share -> share + " % (" + Specimen.top(pixels, share) + ")")
        .collect(Collectors.joining(", "));
  }

  /** How many of the attackable pixels are among the best share by the metric. */
  static int attackableAmongBest(Specimen s, Metric metric, int percent) {
    var best = s.best(metric, Specimen.top(s.pixels(), percent));
    best.retainAll(s.attackable());
    return best.size();
  }

  /** Table V: how many of the best pixels are looked at until the first attackable one. */
  static Sheet exploredPixels(List<Specimen> specimens) {
    List<List<String>> rows = new ArrayList<>();
    for (Specimen s : specimens) {
      PixelSummaryRow summary = s.single();
      if (summary != null) {
        List<String> row = new ArrayList<>(List.of(String.valueOf(s.image().label())));
        for (Metric metric : Metric.values()) {
          row.add(explored(PaperTables.explored(metric, summary), s.pixels()));
        }
        rows.add(row);
      }
    }
    return new Sheet(
        "Table V. Important pixels to look at until the first one-pixel attack",
        List.of(
            Column.number("digit"),
            Column.number("abs"),
            Column.number("co"),
            Column.number("coi")),
        rows,
        "In brackets: per cent of all pixels.");
  }

  /** How many of the best pixels by a metric are looked at until an attack is found. */
  static @Nullable Integer explored(Metric metric, PixelSummaryRow summary) {
    return switch (metric) {
      case ABS -> summary.exploreAbs();
      case CO -> summary.exploreCo();
      case COI -> summary.exploreCoi();
    };
  }

  private static String explored(@Nullable Integer count, int pixels) {
    return count == null
        ? Sheet.NONE
        : Numbers.whole(count) + " (" + Numbers.percent(count, pixels) + "%)";
  }

  /** Table VI: how many of the best pixels are looked at until an attackable pair among them. */
  static Sheet exploredPairs(List<Specimen> specimens) {
    List<List<String>> rows = new ArrayList<>();
    for (Specimen s : specimens) {
      PixelSummaryRow summary = s.pairs();
      if (summary != null) {
        Metric metric = Metric.valueOf(summary.metric().toUpperCase(Locale.ROOT));
        rows.add(
            List.of(
                String.valueOf(s.image().label()),
                Numbers.word(metric),
                Numbers.orNone(PaperTables.explored(metric, summary))));
      }
    }
    return new Sheet(
        "Table VI. Important pixels to look at until the first two-pixel attack",
        List.of(Column.number("digit"), Column.text("metric"), Column.number("pixels")),
        rows,
        "");
  }
}
