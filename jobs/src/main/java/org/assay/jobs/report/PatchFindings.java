package org.assay.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assay.jobs.table.PatchRow;
import org.jspecify.annotations.Nullable;

/**
 * What one run of {@code patch} found, small enough for a page.
 *
 * @param arguments of the run, as given
 * @param questions how many were asked of the network as it stands
 * @param verdicts how many of these have which verdict
 * @param closed how many of these have ends as close as asked
 * @param rows the first questions, those put to the network with fewer bits behind the others
 * @param pixels of the images that are shown, by their positions
 * @param accuracies before and after patches; empty where they were not counted
 * @param biases before, between and after
 */
record PatchFindings(
    String arguments,
    long questions,
    Map<String, Long> verdicts,
    long closed,
    List<PatchRow> rows,
    Map<Integer, List<Float>> pixels,
    PatchAccuracies accuracies,
    Biases biases) {

  /**
   * Biases that were free to move.
   *
   * @param original of the network
   * @param changes exact ones to the nearest double, of all patches that are shown, zeros included
   * @param patched of all these patched networks, exact ones likewise
   */
  record Biases(List<Double> original, List<Double> changes, List<Double> patched) {

    Biases {
      original = List.copyOf(original);
      changes = List.copyOf(changes);
      patched = List.copyOf(patched);
    }
  }

  PatchFindings {
    verdicts = Map.copyOf(verdicts);
    rows = List.copyOf(rows);
    pixels = Map.copyOf(pixels);
  }

  /** The questions put to the network as it stands, or to what is left of it with so many bits. */
  List<PatchRow> rows(@Nullable Integer quantised) {
    return rows.stream().filter(row -> Objects.equals(row.quantised(), quantised)).toList();
  }

  long verdicts(String verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }
}
