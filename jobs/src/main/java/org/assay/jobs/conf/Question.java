package org.assay.jobs.conf;

import java.util.List;
import java.util.Set;
import org.assay.importance.Metric;
import org.assay.pixels.Engine;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;

/** What a plan asks of a network on a data set. */
public sealed interface Question {

  /** Where the plan says so, for messages. */
  String place();

  /** The command that asks the same, such as {@code pixels}. */
  String command();

  /** How many images are labelled right. */
  record Accuracy(String place) implements Question {

    @Override
    public String command() {
      return "accuracy";
    }
  }

  /**
   * What each pixel means to the predicted label.
   *
   * @param top how many of the best pixels the summary looks at: numbers or shares
   * @param exact whether to store coefficients as rationals too
   */
  record Importance(String place, Set<Metric> metrics, List<String> top, boolean exact)
      implements Question {

    public Importance {
      metrics = Set.copyOf(metrics);
      top = List.copyOf(top);
    }

    @Override
    public String command() {
      return "importance";
    }
  }

  /**
   * Which pixels, or pairs of them, can change the predicted label.
   *
   * @param count free pixels: 1 or 2
   * @param pairs all, top:K or top:P%; null for single pixels
   * @param metric that ranks the pixels of pairs
   */
  record Pixels(
      String place, int count, Scope scope, Engine engine, @Nullable String pairs, Metric metric)
      implements Question {

    @Override
    public String command() {
      return "pixels";
    }
  }
}
