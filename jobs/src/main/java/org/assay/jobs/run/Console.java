package org.assay.jobs.run;

import java.io.PrintStream;

/** Where a command speaks: results to one stream, progress and warnings to the other. */
public record Console(PrintStream out, PrintStream err, Display display) {

  /** How progress is shown. */
  public enum Display {
    /** A bar that moves, for terminals. */
    BAR,
    /** A line now and then. */
    LINES,
    NONE
  }
}
