package org.assay.jobs.job;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.exact.Rational;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.VerifyRow;
import org.jspecify.annotations.Nullable;

/**
 * A stored witness on its way to all arithmetics.
 *
 * @param image whose pixels it changes; -1 for a property's, which has all values itself
 * @param row of a property in its list; null for others
 * @param place what tells it apart from others of its image
 * @param storedLabel the label that it is said to have; null for a property's
 * @param positions flat, of the values; none where these are all values of an input
 * @param values {@code p/q}, with commas between
 */
public record LanePoint(
    String source,
    int image,
    @Nullable Integer row,
    String place,
    @Nullable Integer storedLabel,
    List<Integer> positions,
    String values) {

  /**
   * The pixels of a run's images.
   *
   * @param channel the one that is free; null where all are
   */
  record Frame(int channels, int rows, int columns, @Nullable Integer channel)
      implements Serializable {

    static Frame of(RunRow run) {
      return new Frame(run.channels(), run.rows(), run.columns(), run.channel());
    }
  }

  public LanePoint {
    positions = List.copyOf(positions);
  }

  /** A witness of all values. */
  static LanePoint of(RobustnessRow row) {
    return new LanePoint(
        Tables.ROBUSTNESS.name(),
        row.image(),
        null,
        "radius " + row.radius(),
        row.witnessLabel(),
        List.of(),
        values(row.witnessExact(), row.witness()));
  }

  /** A witness of all values. */
  static LanePoint of(DistanceRow row) {
    return new LanePoint(
        Tables.DISTANCE.name(),
        row.image(),
        null,
        "goal " + row.goal(),
        row.witnessLabel(),
        List.of(),
        values(row.witnessExact(), row.witness()));
  }

  /** A witness of all values of no image. */
  static LanePoint of(VerifyRow row) {
    return new LanePoint(
        Tables.VERIFY.name(),
        -1,
        row.row(),
        "property",
        null,
        List.of(),
        values(row.inputExact(), row.input()));
  }

  /** A witness of one pixel, all its channels or one. */
  static LanePoint of(PixelAttackRow row, Frame run) {
    return new LanePoint(
        Tables.PIXEL_ATTACKS.name(),
        row.image(),
        null,
        "pixel %d, label %s".formatted(row.pixel(), row.label()),
        row.label(),
        positions(row.pixel(), run),
        String.valueOf(row.witness()));
  }

  /** A witness of two pixels. */
  static LanePoint of(PixelPairRow row, Frame run) {
    List<Integer> first = positions(row.first(), run);
    return new LanePoint(
        Tables.PIXEL_PAIRS.name(),
        row.image(),
        null,
        "pixels %d,%d".formatted(row.first(), row.second()),
        row.label(),
        Stream.concat(first.stream(), positions(row.second(), run).stream()).toList(),
        row.firstWitness() + "," + row.secondWitness());
  }

  /** A witness of one channel of a pixel. */
  static LanePoint of(TriggerEvidenceRow row, Frame run) {
    return new LanePoint(
        Tables.TRIGGER_EVIDENCE.name(),
        row.image(),
        null,
        "pixel %d, channel %d, %s".formatted(row.pixel(), row.channel(), row.arithmetic()),
        row.label(),
        List.of(row.channel() * run.rows() * run.columns() + row.pixel()),
        String.valueOf(row.witness()));
  }

  private static List<Integer> positions(int pixel, Frame run) {
    Integer channel = run.channel();
    int all = run.rows() * run.columns();
    return IntStream.range(0, run.channels())
        .filter(c -> channel == null || c == channel)
        .mapToObj(c -> c * all + pixel)
        .toList();
  }

  private static String values(@Nullable String exact, List<? extends Number> members) {
    return exact == null
        ? members.stream()
            .map(value -> Rational.of(value.doubleValue()).toString())
            .collect(Collectors.joining(","))
        : exact;
  }

  /** The input that it is: exact values by flat position. */
  List<Rational> input(@Nullable ImageRow original) {
    List<Rational> given = Arrays.stream(values.split(",", -1)).map(Rational::parse).toList();
    if (positions.isEmpty()) {
      return given;
    }
    if (original == null) {
      throw new IllegalStateException(
          "image %d of %s has no row in %s".formatted(image, source, Tables.IMAGES.name()));
    }
    Rational[] input =
        original.pixels().stream().map(x -> Rational.of((double) x)).toArray(Rational[]::new);
    for (int k = 0; k < given.size(); k++) {
      input[positions.get(k)] = given.get(k);
    }
    return List.of(input);
  }
}
