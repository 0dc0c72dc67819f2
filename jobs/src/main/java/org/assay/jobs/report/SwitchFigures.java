package org.assay.jobs.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.table.NoiseSwitchRow;
import org.assay.jobs.table.RecordEncoder;

/** What noise makes of forged switches, from rows of {@code noise_switches}. */
public final class SwitchFigures {

  private SwitchFigures() {}

  /**
   * The copies of switches of one kind at one epsilon.
   *
   * @param working that have a counterexample in the stated order of additions
   * @param exactToo of these, that have one in EXACT arithmetic too
   * @param chance mean of what appendix B predicts of OFF
   */
  public record ByKind(
      int layers,
      double epsilon,
      long copies,
      long off,
      long revealed,
      long hidden,
      long undecided,
      long working,
      long exactToo,
      double chance) {

    String kind() {
      return layers == 0 ? "simple" : layers + " layers";
    }
  }

  /** Simple ones first, the greatest epsilon first. */
  public static List<ByKind> byKind(Dataset<NoiseSwitchRow> rows) {
    Column working = col("biasLast").equalTo("Violated");
    return rows.groupBy("layers", "epsilon")
        .agg(
            count(lit(1)).as("copies"),
            counted(col("outcome").equalTo("OFF")).as("off"),
            counted(col("outcome").equalTo("REVEALED")).as("revealed"),
            counted(col("outcome").equalTo("HIDDEN")).as("hidden"),
            counted(col("outcome").equalTo("UNDECIDED")).as("undecided"),
            counted(working).as("working"),
            counted(working.and(col("exact").equalTo("Violated"))).as("exactToo"),
            avg(chance()).as("chance"))
        .orderBy(col("layers"), col("epsilon").desc())
        .as(RecordEncoder.of(ByKind.class))
        .collectAsList();
  }

  private static Column counted(Column condition) {
    return count(when(condition, 1));
  }

  /**
   * Appendix B: the chance that C is zero for every input, 1/2 - 1/(3 omega epsilon). It is that of
   * four uniform numbers whose sum, times omega, is below -1; disguised by n layers there are about
   * 2 (n + 1) of them, whose sum is about normal, of variance 2 (n + 1) epsilon^2 / 3.
   */
  private static Column chance() {
    Column parts = col("layers").plus(1).multiply(2);
    Column scale =
        when(col("layers").equalTo(0), 3.0)
            .otherwise(org.apache.spark.sql.functions.sqrt(parts.multiply(2 * Math.PI / 3)));
    return lit(0.5).minus(lit(1.0).divide(scale.multiply(col("omega")).multiply(col("epsilon"))));
  }

  /**
   * One line a kind and epsilon.
   *
   * @param detect the probability of a detection that repetitions are counted for
   */
  public static Sheet sheet(List<ByKind> kinds, double detect) {
    List<List<String>> cells = new ArrayList<>();
    for (ByKind at : kinds) {
      Confidence revealed = Confidence.ofShare(at.revealed, at.copies);
      cells.add(
          List.of(
              at.kind(),
              NoiseFigures.name(at.epsilon),
              Numbers.whole(at.copies),
              share(at.off, at.copies),
              share(at.revealed, at.copies),
              share(at.hidden, at.copies),
              Numbers.whole(at.undecided),
              String.format(Locale.ROOT, "%.5f", 100 * at.chance),
              at.working == 0
                  ? Sheet.NONE
                  : Numbers.whole(at.exactToo) + " of " + Numbers.whole(at.working),
              repetitions(detect, (double) at.revealed / at.copies)
                  + " ("
                  + repetitions(detect, revealed.low())
                  + ")"));
    }
    return new Sheet(
        "Perturbed copies of forged switches",
        List.of(
            Sheet.Column.text("switches"),
            Sheet.Column.text("epsilon"),
            Sheet.Column.number("copies"),
            Sheet.Column.number("off %"),
            Sheet.Column.number("revealed %"),
            Sheet.Column.number("still hidden %"),
            Sheet.Column.number("undecided"),
            Sheet.Column.number("appendix B: off %"),
            Sheet.Column.number("EXACT finds of those at work"),
            Sheet.Column.number(
                "copies for "
                    + Numbers.decimal(100 * detect)
                    + " % detection (by the interval's low end)")),
        cells,
        "Off: class one is reached in no arithmetic (EXACT, doubles with the bias last, first)."
            + " Revealed: in all. Still hidden: in some only. In brackets 95 % intervals of Clopper and"
            + " Pearson. At work: class one is reached in doubles in the stated order.");
  }

  private static String share(long part, long whole) {
    return String.format(
        Locale.ROOT, "%.2f (%s)", 100.0 * part / whole, Confidence.ofShare(part, whole).percent(2));
  }

  /**
   * How many independent copies are revealed in at least one with this probability, where each is
   * with a chance of its own.
   */
  static String repetitions(double detect, double chance) {
    if (!(chance > 0)) {
      return Sheet.NONE;
    }
    double count = chance >= 1 ? 1 : Math.ceil(Math.log1p(-detect) / Math.log1p(-chance));
    return String.format(Locale.ROOT, "%,.0f", Math.max(1, count));
  }
}
