package org.assay.jobs.report;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RobustnessRow;

/**
 * What runs of robustness say of one network on one data set; of several rows of an image and
 * radius the one that counts.
 *
 * @param inputs REAL, FLOAT or GRID
 * @param arithmetic of the verdicts
 * @param radii one radius after the other, ascending
 * @param labels the same by true label
 * @param together whether every image was asked at every radius
 * @param bases what the verdicts rest on
 * @param slowest the rows that took longest
 * @param undecided the first undecided rows
 * @param pictured attacks to look at
 */
record RobustnessFindings(
    String inputs,
    String arithmetic,
    List<RobustnessFigures.ByRadius> radii,
    List<RobustnessFigures.ByLabel> labels,
    boolean together,
    List<Aggregates.Basis> bases,
    List<RobustnessRow> slowest,
    List<RobustnessRow> undecided,
    List<Pictured> pictured) {

  /** A Violated row with the image that it is about. */
  record Pictured(ImageRow image, RobustnessRow row) {

    /** The values of the witness, to the nearest float. */
    List<Float> witness() {
      String exact = row.witnessExact();
      return exact == null
          ? row.witness()
          : List.of(exact.split(",", -1)).stream()
              .map(value -> (float) Rational.parse(value).nearestDouble())
              .toList();
    }
  }

  RobustnessFindings {
    radii = List.copyOf(radii);
    labels = List.copyOf(labels);
    bases = List.copyOf(bases);
    slowest = List.copyOf(slowest);
    undecided = List.copyOf(undecided);
    pictured = List.copyOf(pictured);
  }

  /** Over which inputs, in words. */
  String range() {
    return switch (inputs) {
      case "FLOAT" -> "all inputs of the network's element type";
      case "GRID" -> "the values b/255 of 8-bit images (grid inputs)";
      default -> "all real inputs";
    };
  }
}
