package org.assay.jobs.report;

import java.util.Locale;
import org.assay.jobs.table.RunRow;
import org.jspecify.annotations.Nullable;

/**
 * A question that was put to every image of a run: how many pixels may change, and which.
 *
 * @param count free pixels: 1 or 2
 * @param scope PATTERN or FULL
 * @param inputs REAL, FLOAT or GRID
 * @param pairs all, top:K or top:P%; null for single pixels
 * @param metric by which the pixels of pairs are ranked; null for single pixels
 */
record Question(
    int count,
    @Nullable String scope,
    @Nullable String inputs,
    @Nullable String pairs,
    @Nullable String metric) {

  private static final String PAPER_PAIRS = "top:5%";
  private static final String PAPER_METRIC = "coi";

  /** The question of an attack run; null for other runs. */
  static @Nullable Question of(RunRow run) {
    Integer count = run.count();
    if (count == null) {
      return null;
    }
    return count == 1
        ? new Question(1, run.scope(), run.inputs(), null, null)
        : new Question(count, run.scope(), run.inputs(), run.pairs(), run.metric());
  }

  /** Whether these are the pairs of the paper's Table III. */
  boolean asksThePapersPairs() {
    return count == 2 && PAPER_PAIRS.equals(pairs) && PAPER_METRIC.equalsIgnoreCase(metric);
  }

  /** What is attackable or not: pixels or pairs. */
  String unit() {
    return count == 1 ? "pixels" : "pairs";
  }

  /** In words, such as {@code one pixel} or {@code two pixels (top:5% by coi)}. */
  String title() {
    if (count == 1) {
      return "one pixel";
    }
    String which = "all".equals(pairs) || metric == null ? pairs : pairs + " by " + metric;
    return "two pixels (" + (which == null ? Sheet.NONE : which.toLowerCase(Locale.ROOT)) + ")";
  }
}
