package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assay.jobs.table.TriggerRow;
import org.assay.pixels.ValueInterval;
import org.assay.query.Inputs;
import org.assay.triggers.Flip;
import org.assay.triggers.FlippingRange;
import org.assay.triggers.Lane;
import org.assay.triggers.PixelTally;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of the table of triggers, without findings.
 *
 * @param labels of the network
 * @param rows of one image; likewise columns
 * @param images that were looked at, by lane
 */
record TriggerRows(int labels, int rows, int columns, EnumMap<Lane, Long> images)
    implements Serializable {

  /** Images of a trigger that its evidence is sought among. */
  static final int MOST_EVIDENCE = 20;

  /**
   * What a position does to all images in one arithmetic.
   *
   * @param evidence the first flips of the range that flips most
   */
  public record Tallied(int position, TriggerRow row, List<StoredFlip> evidence) {}

  /** How many images of a label in EXACT have a label in an arithmetic. */
  public record LabelCount(String lane, int exact, int label, long images) {}

  /** How many images were looked at in an arithmetic. */
  long looked(Lane lane) {
    return images.getOrDefault(lane, 0L);
  }

  /** Adds up the flips of one position in one arithmetic. */
  Tallied tallied(Iterator<StoredFlip> flips) {
    PixelTally tally = new PixelTally();
    long unknown = 0;
    StoredFlip last = null;
    while (flips.hasNext()) {
      last = flips.next();
      if (last.isKnown()) {
        tally.add(last.flip());
      } else {
        unknown++;
      }
    }
    if (last == null) {
      throw new IllegalArgumentException("a group has at least one flip");
    }
    int position = last.position();
    Lane lane = Lane.valueOf(last.lane());
    Optional<FlippingRange> most = tally.most();
    List<StoredFlip> evidence =
        most
            .map(range -> range.flips().stream().limit(MOST_EVIDENCE).toList())
            .orElse(List.of())
            .stream()
            .map(flip -> StoredFlip.of(position, lane, within(flip, most.orElseThrow())))
            .toList();
    return new Tallied(
        position, row(position, lane, unknown, tally.images(), most.orElse(null)), evidence);
  }

  private static Flip within(Flip flip, FlippingRange range) {
    return new Flip(flip.image(), flip.from(), flip.to(), range.values());
  }

  /** The row of a position that flips nothing. */
  TriggerRow still(int position, Lane lane) {
    return row(position, lane, 0, 0, null);
  }

  private TriggerRow row(
      int position, Lane lane, long unknown, long flipped, @Nullable FlippingRange range) {
    ScanTask.Place place = ScanTask.Place.of(position, rows, columns);
    long looked = looked(lane);
    ValueInterval values = range == null ? null : range.values();
    ValueInterval extent = range == null ? null : range.extent();
    long most = range == null ? 0 : range.images();
    return new TriggerRow(
        place.pixel(),
        place.channel(),
        place.row(),
        place.column(),
        lane.name(),
        lane.inputs().name(),
        looked,
        unknown,
        flipped,
        share(flipped, looked),
        values == null ? null : values.low().toString(),
        values == null ? null : values.low().floorDouble(),
        values == null ? null : !values.lowOpen(),
        values == null ? null : values.high().toString(),
        values == null ? null : values.high().ceilingDouble(),
        values == null ? null : !values.highOpen(),
        most,
        share(most, looked),
        extent == null ? null : extent.low().toString(),
        extent == null ? null : extent.low().floorDouble(),
        extent == null ? null : !extent.lowOpen(),
        extent == null ? null : extent.high().toString(),
        extent == null ? null : extent.high().ceilingDouble(),
        extent == null ? null : !extent.highOpen(),
        range == null ? List.of() : range.matrix(labels),
        range == null ? null : boxed(range.shift(labels)),
        null,
        null);
  }

  /**
   * The row of the unchanged images in an arithmetic of floats: how EXACT labels them otherwise.
   */
  TriggerRow unchanged(Lane lane, List<LabelCount> counts) {
    List<Long> matrix = new ArrayList<>(Collections.nCopies(labels * labels, 0L));
    long other = 0;
    for (LabelCount count : counts) {
      if (count.lane().equals(lane.name())
          && count.label() >= 0
          && count.exact() != count.label()) {
        matrix.set(count.exact() * labels + count.label(), count.images());
        other += count.images();
      }
    }
    long looked = looked(Lane.EXACT);
    return new TriggerRow(
        null,
        null,
        null,
        null,
        lane.name(),
        Inputs.GRID.name(),
        looked,
        looked - looked(lane),
        other,
        share(other, looked),
        null,
        null,
        null,
        null,
        null,
        null,
        other,
        share(other, looked),
        null,
        null,
        null,
        null,
        null,
        null,
        other == 0 ? List.of() : matrix,
        boxed(FlippingRange.shift(matrix, labels)),
        null,
        null);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static @Nullable Integer boxed(OptionalInt value) {
    return value.isPresent() ? (Integer) value.getAsInt() : null;
  }
}
