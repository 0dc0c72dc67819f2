package org.assay.jobs.job;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.assay.jobs.run.Run;

/** Sums up what deciding took, and says aloud what the engines differed about. */
final class Differences {

  private static final int MOST = 20;

  private Differences() {}

  /**
   * The effort over all rows.
   *
   * @param rows with columns {@code effort}, {@code differences} and {@code image}
   */
  static Effort told(Run run, Dataset<?> rows, String image) {
    Effort effort = Effort.sum(rows);
    if (effort.engineDifferences() > 0 || effort.crashed() > 0) {
      List<String> texts =
          rows.selectExpr(image + " as image", "explode(differences) as text")
              .selectExpr("concat('image ', image, ', ', text)")
              .as(Encoders.STRING())
              .takeAsList(MOST);
      texts.forEach(run::warn);
    }
    return effort;
  }
}
