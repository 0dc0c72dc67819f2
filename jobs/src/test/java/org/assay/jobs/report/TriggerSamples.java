package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.SmallestChangeRow;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.TriggerRow;
import org.jspecify.annotations.Nullable;

/** A made scan for triggers: pixel (0, 3) is one in two arithmetics and not in the third. */
final class TriggerSamples {

  private static final int TRIGGER = 3;
  private static final int LABELS = 10;
  private static final long IMAGES = 1_000;

  private TriggerSamples() {}

  static TriggerScan scan() {
    List<TriggerRow> rows = new ArrayList<>();
    for (String arithmetic : TriggerSheets.ARITHMETICS) {
      for (int pixel = 0; pixel < Samples.PIXELS; pixel++) {
        rows.add(row(arithmetic, pixel));
      }
    }
    return new TriggerScan(
        Samples.startedAt("scan-triggers", null, (int) IMAGES, "2026-01-04T00:00:00Z"),
        rows,
        List.of(
            new TriggerEvidenceRow(
                TRIGGER,
                0,
                0,
                TRIGGER,
                "EXACT",
                4,
                4,
                5,
                "0",
                "Violated",
                null,
                null,
                "1/16",
                0.0625,
                "FLOAT")),
        List.of(new TriggerScan.Changed(Samples.image(4, 4, 4), List.of(change(4)))),
        List.of(new PatternsRow(1, 10, IMAGES, 321, 0, 321)));
  }

  static SmallestChangeRow change(int image) {
    return new SmallestChangeRow(image, TRIGGER, 0, 0, TRIGGER, 4, 5, "1/20", 0.05, false);
  }

  static TriggerRow row(String arithmetic, int pixel) {
    boolean fires = pixel == TRIGGER && !arithmetic.equals("BIAS_FIRST");
    return fires ? flipping(arithmetic, pixel) : still(arithmetic, pixel);
  }

  private static TriggerRow flipping(String arithmetic, int pixel) {
    List<Long> matrix = new ArrayList<>(Collections.nCopies(LABELS * LABELS, 0L));
    for (int from = 0; from < LABELS; from++) {
      matrix.set(from * LABELS + (from + 1) % LABELS, 99L);
    }
    return row(arithmetic, pixel, 990, matrix, 0.05)
        .found("TRIGGER", "One range of values flips 990 of 1,000 images <at once>.");
  }

  private static TriggerRow still(String arithmetic, int pixel) {
    TriggerRow row = row(arithmetic, pixel, 0, List.of(), null);
    return pixel == TRIGGER
        ? row.found("ARITHMETICS_DIFFER_ON_PIXEL", "A trigger in EXACT, but not here.")
        : row;
  }

  private static TriggerRow row(
      String arithmetic, int pixel, long most, List<Long> matrix, @Nullable Double low) {
    boolean flips = low != null;
    return new TriggerRow(
        pixel,
        0,
        pixel / Samples.SIDE,
        pixel % Samples.SIDE,
        arithmetic,
        arithmetic.equals("EXACT") ? "REAL" : "GRID",
        IMAGES,
        0,
        most,
        (double) most / IMAGES,
        flips ? "1/20" : null,
        low,
        flips ? false : null,
        flips ? "1" : null,
        flips ? 1.0 : null,
        flips ? true : null,
        most,
        (double) most / IMAGES,
        flips ? "1/20" : null,
        low,
        flips ? false : null,
        flips ? "1" : null,
        flips ? 1.0 : null,
        flips ? true : null,
        matrix,
        flips ? 1 : null,
        null,
        null);
  }
}
