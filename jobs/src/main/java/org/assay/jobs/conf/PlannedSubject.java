package org.assay.jobs.conf;

import java.util.function.Function;
import org.assay.dataset.ImageSet;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What a question of a plan is about.
 *
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 * @param data the whole data set, for questions that draw from it
 */
public record PlannedSubject(Subject subject, @Nullable Reduction reduction, Data data) {

  /**
   * A data set with a network that takes it.
   *
   * @param selection what the plan selects of it
   * @param chosen the network with other images of it
   */
  public record Data(ImageSet images, Selection selection, Function<Selection, Subject> chosen) {

    /** The network with some of the images. */
    public Subject subject(Selection other) {
      return chosen.apply(other);
    }
  }
}
