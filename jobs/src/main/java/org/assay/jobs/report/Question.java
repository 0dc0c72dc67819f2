package org.assay.jobs.report;

import java.util.Locale;
import java.util.Objects;
import org.assay.jobs.table.RunRow;
import org.assay.query.Inputs;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A question that was put to every image of a run: how many pixels may change, and which.
 *
 * @param count free pixels: 1 or 2
 * @param scope PATTERN or FULL
 * @param inputs REAL, FLOAT or GRID
 * @param pairs all, top:K or top:P%; null for single pixels
 * @param metric by which the pixels of pairs are ranked; null for single pixels
 * @param channel the one channel that is free; null when all are
 */
record Question(
    int count,
    @Nullable String scope,
    @Nullable String inputs,
    @Nullable String pairs,
    @Nullable String metric,
    @Nullable Integer channel) {

  private static final String TOP = "top:";
  private static final String PAPER_PAIRS = "top:5%";
  private static final String PAPER_METRIC = "coi";

  /** The question of an attack run; null for other runs. */
  static @Nullable Question of(RunRow run) {
    Integer count = run.count();
    if (count == null) {
      return null;
    }
    return count == 1
        ? new Question(1, run.scope(), run.inputs(), null, null, run.channel())
        : new Question(count, run.scope(), run.inputs(), run.pairs(), run.metric(), run.channel());
  }

  /** Whether attacks within the image's activation pattern are meant, as the paper asks. */
  boolean isPattern() {
    return Scope.PATTERN.name().equals(scope);
  }

  /** Whether two questions range over the same patterns and values. */
  boolean rangesLike(Question other) {
    return Objects.equals(scope, other.scope) && Objects.equals(inputs, other.inputs);
  }

  /** The same question within the activation pattern, over real numbers. */
  Question inPattern() {
    return new Question(count, Scope.PATTERN.name(), Inputs.REAL.name(), pairs, metric, channel);
  }

  /** Whether all patterns and real numbers are meant. */
  boolean isWhole() {
    return Scope.FULL.name().equals(scope) && Inputs.REAL.name().equals(inputs);
  }

  /** Over what it ranges, such as {@code full scope over grid inputs}. */
  String range() {
    return range(scope, inputs);
  }

  /** The same for the columns of a row. */
  static String range(@Nullable String scope, @Nullable String inputs) {
    String patterns = String.valueOf(scope).toLowerCase(Locale.ROOT) + " scope";
    return Inputs.GRID.name().equals(inputs) ? patterns + " over grid inputs" : patterns;
  }

  /** Whether these are the pairs of the paper's Table III. */
  boolean asksThePapersPairs() {
    return isPattern()
        && count == 2
        && PAPER_PAIRS.equals(pairs)
        && PAPER_METRIC.equalsIgnoreCase(metric);
  }

  /** What is attackable or not: pixels or pairs. */
  String unit() {
    return count == 1 ? "pixels" : "pairs";
  }

  /** In words, such as {@code one pixel in pattern scope}. */
  String title() {
    return (channel == null ? pixels() : pixels() + " of channel " + channel) + " in " + range();
  }

  /** Such as {@code one pixel} or {@code two of the best 5 % pixels by coi}. */
  String pixels() {
    if (count == 1) {
      return "one pixel";
    }
    if (pairs == null || !pairs.startsWith(TOP) || metric == null) {
      return "two pixels";
    }
    String share = pairs.substring(TOP.length()).replace("%", " %");
    return "two of the best %s pixels by %s".formatted(share, metric.toLowerCase(Locale.ROOT));
  }

  /** The first channel that an attack changes. */
  int firstChannel() {
    return channel == null ? 0 : channel;
  }
}
