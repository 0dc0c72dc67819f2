package org.assay.jobs.job;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assay.dataset.Example;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.query.Reason;

/**
 * What an image leaves whose decision broke off by a fault of the program: Undecided(CRASHED) for
 * all that was asked, and the exit code 3; all other images stay as they are.
 */
final class Crash {

  private static final int LONGEST = 300;

  private Crash() {}

  static String detail(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    // What has no trace is no fault of a line: a process that ended says all in its message.
    String text =
        trace.length > 0
            ? cause + " at " + trace[0]
            : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  static Effort effort(long units) {
    return new Effort(units, 0, 0, 0, 0, 0, 0, 0, 1);
  }

  static ImageRow image(Example example) {
    return Prediction.NONE.row(example, Prediction.Status.CRASHED, null, null);
  }

  /** The answers about single pixels. */
  static List<PixelAttackRow> pixels(Example example, PixelsQuestion question, Throwable cause) {
    int columns = example.image().shape().dimension(2);
    int pixels = example.image().shape().dimension(1) * columns;
    String detail = detail(cause);
    return IntStream.range(0, pixels)
        .mapToObj(pixel -> row(example, question, pixel, columns, detail))
        .toList();
  }

  private static PixelAttackRow row(
      Example example, PixelsQuestion question, int pixel, int columns, String detail) {
    return new PixelAttackRow(
        example.id(),
        pixel,
        pixel / columns,
        pixel % columns,
        question.channel(),
        question.scope().name(),
        question.inputs().name(),
        "Undecided",
        null,
        Reason.CRASHED.name(),
        detail,
        false,
        PixelAttackRows.method(org.assay.pixels.DecidedBy.NOTHING, question.engine()),
        false,
        -1,
        -1,
        -1,
        Prediction.NONE.label(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
