package org.assay.jobs.report;

import java.util.List;
import org.assay.jobs.table.DistanceRow;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the smallest changes of a data set's images, of those that one question was put
 * to; each image by the latest run that has it.
 *
 * @param goal ANY, TRUE or a label
 * @param domain lo:hi of every value; null for none
 * @param reduction content hash of what reduces the images first; null for nothing
 * @param shown the rows with the smallest witnesses, for pictures
 */
record DistanceFindings(
    String goal,
    @Nullable String domain,
    @Nullable String reduction,
    Distances distances,
    List<DistanceRow> shown) {

  DistanceFindings {
    shown = List.copyOf(shown);
  }

  /** What was asked, in words. */
  String title() {
    String what =
        switch (goal) {
          case DistanceFindings.ANY -> "another label";
          case DistanceFindings.TRUE -> "the true label";
          default -> "label " + goal;
        };
    return "The smallest change that leads to "
        + what
        + (reduction == null ? "" : ", of reduced images");
  }

  /** As table {@code distance} writes it. */
  static final String ANY = "ANY";

  /** As table {@code distance} writes it. */
  static final String TRUE = "TRUE";
}
