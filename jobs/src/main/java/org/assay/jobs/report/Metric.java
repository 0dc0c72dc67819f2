package org.assay.jobs.report;

import java.util.Locale;
import org.assay.jobs.table.PixelSummaryRow;
import org.jspecify.annotations.Nullable;

/** The three importance metrics, in the paper's order of columns. */
enum Metric {
  ABS,
  CO,
  COI;

  /** The paper's name. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many of the best pixels by this metric must be looked at until an attack is found. */
  @Nullable Integer explored(PixelSummaryRow summary) {
    return switch (this) {
      case ABS -> summary.exploreAbs();
      case CO -> summary.exploreCo();
      case COI -> summary.exploreCoi();
    };
  }
}
