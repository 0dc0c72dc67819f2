package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.assay.jobs.table.NoiseRow;

/** How perturbed copies of a network predict, by epsilon, from rows of {@code noise}. */
public final class NoiseFigures {

  private static final Comparator<NoiseRow> GREATEST_FIRST =
      Comparator.comparingDouble(NoiseRow::epsilon).reversed().thenComparingLong(NoiseRow::sample);

  private NoiseFigures() {}

  /**
   * The copies at one epsilon.
   *
   * @param epsilon 0 for the network in float64 as it stands
   * @param accuracies of the copies
   * @param mostMovedInFloat32 weights and biases that float32 tells from the network's, of a copy
   * @param errors where robustness was asked: the share that some change within the radius gives a
   *     wrong label, by copy; undecided images are none
   * @param undecided images of all copies that robustness left open
   */
  record ByEpsilon(
      double epsilon,
      List<Double> accuracies,
      double changed,
      long mostMovedInFloat32,
      List<Double> errors,
      long undecided) {

    ByEpsilon {
      accuracies = List.copyOf(accuracies);
      errors = List.copyOf(errors);
    }

    double accuracy() {
      return Confidence.mean(accuracies);
    }

    Confidence interval() {
      return Confidence.ofMean(accuracies);
    }

    String name() {
      return NoiseFigures.name(epsilon);
    }
  }

  /** The greatest epsilon first, 0 last. */
  static List<ByEpsilon> byEpsilon(List<NoiseRow> rows) {
    SortedMap<Double, List<NoiseRow>> groups = new TreeMap<>(Comparator.reverseOrder());
    rows.stream()
        .sorted(GREATEST_FIRST)
        .forEach(row -> groups.computeIfAbsent(row.epsilon(), e -> new ArrayList<>()).add(row));
    List<ByEpsilon> figures = new ArrayList<>();
    groups.forEach((epsilon, mine) -> figures.add(figures(epsilon, mine)));
    return figures;
  }

  private static ByEpsilon figures(double epsilon, List<NoiseRow> rows) {
    List<Double> errors = new ArrayList<>();
    long undecided = 0;
    for (NoiseRow row : rows) {
      Long asked = row.asked();
      Long violated = row.violated();
      Long open = row.undecided();
      if (asked != null && violated != null && open != null && asked > 0) {
        errors.add((double) violated / asked);
        undecided += open;
      }
    }
    return new ByEpsilon(
        epsilon,
        values(rows, NoiseRow::accuracy),
        Confidence.mean(values(rows, NoiseRow::changed)),
        rows.stream().mapToLong(NoiseRow::movedInFloat32).max().orElse(0),
        errors,
        undecided);
  }

  private static List<Double> values(List<NoiseRow> rows, ToDoubleFunction<NoiseRow> value) {
    return rows.stream().mapToDouble(value).boxed().toList();
  }

  /** One line an epsilon. */
  public static Sheet sheet(List<NoiseRow> rows) {
    List<ByEpsilon> figures = byEpsilon(rows);
    boolean attacked = figures.stream().anyMatch(at -> !at.errors().isEmpty());
    List<Sheet.Column> columns =
        new ArrayList<>(
            List.of(
                Sheet.Column.text("epsilon"),
                Sheet.Column.number("copies"),
                Sheet.Column.number("mean accuracy %"),
                Sheet.Column.number("deviation"),
                Sheet.Column.number("95 % interval of the mean"),
                Sheet.Column.number("least"),
                Sheet.Column.number("greatest"),
                Sheet.Column.number("other labels, mean"),
                Sheet.Column.number("weights moved in float32")));
    if (attacked) {
      columns.add(Sheet.Column.number("adversarial error %, mean"));
      columns.add(Sheet.Column.number("deviation"));
      columns.add(Sheet.Column.number("undecided"));
    }
    return new Sheet(
        "Accuracy of perturbed copies",
        columns,
        figures.stream().map(at -> cells(at, attacked)).toList(),
        "Each weight w of a copy is w + U(-|w| epsilon, |w| epsilon), run in float64; 0 is the network"
            + " in float64 as it stands. Other labels: images with another label than from the network"
            + " in its own type. Where no weight moves in float32, the noise would change nothing in"
            + " it. Student's interval.");
  }

  private static List<String> cells(ByEpsilon at, boolean attacked) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                at.name(),
                Numbers.whole(at.accuracies().size()),
                percent(at.accuracy()),
                percent(Confidence.deviation(at.accuracies())),
                at.interval().percent(3),
                percent(at.accuracies().stream().mapToDouble(a -> a).min().orElse(Double.NaN)),
                percent(at.accuracies().stream().mapToDouble(a -> a).max().orElse(Double.NaN)),
                String.format(Locale.ROOT, "%.1f", at.changed()),
                Numbers.whole(at.mostMovedInFloat32())));
    if (attacked) {
      cells.add(at.errors().isEmpty() ? Sheet.NONE : percent(Confidence.mean(at.errors())));
      cells.add(percent(Confidence.deviation(at.errors())));
      cells.add(at.errors().isEmpty() ? Sheet.NONE : Numbers.whole(at.undecided()));
    }
    return cells;
  }

  static String percent(double share) {
    return Double.isNaN(share) ? Sheet.NONE : String.format(Locale.ROOT, "%.3f", 100 * share);
  }

  /** Such as {@code 1e-6}, {@code 0.025} or {@code 0}. */
  static String name(double epsilon) {
    String text = String.valueOf(epsilon).replace(".0E", "e").replace("E", "e");
    String power = String.format(Locale.ROOT, "1e%d", Math.round(Math.log10(epsilon)));
    if (epsilon == 0) {
      return "0";
    }
    return Double.parseDouble(power) == epsilon ? power : text;
  }
}
