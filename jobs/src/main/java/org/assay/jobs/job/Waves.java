package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.assay.jobs.run.BadInput;
import org.assay.query.Budget;

/**
 * How long to look at each image: all of them for the first time, and what is then left undecided
 * for the next, so that a run decides most of them early.
 *
 * @param times for each image and radius, ascending
 * @param solverSteps the most resource units of the solver in each question to it
 */
public record Waves(List<Duration> times, long solverSteps) implements Serializable {

  public Waves {
    times = List.copyOf(times);
    if (times.isEmpty()) {
      throw new BadInput("waves must name at least one time, such as 1s,10s,60s");
    }
    for (int i = 0; i < times.size(); i++) {
      if (times.get(i).isNegative() || times.get(i).isZero()) {
        throw new BadInput("timeout must be longer than nothing, not " + times.get(i));
      }
      if (i > 0 && times.get(i - 1).compareTo(times.get(i)) >= 0) {
        throw new BadInput("waves must grow longer, such as 1s,10s,60s");
      }
    }
    if (solverSteps < 1 || solverSteps > Budget.MAX_STEPS) {
      throw new BadInput(
          "solver steps must be from 1 to %d, not %d".formatted(Budget.MAX_STEPS, solverSteps));
    }
  }

  /** One time for all. */
  public static Waves of(Duration timeout) {
    return new Waves(List.of(timeout), Budget.MAX_STEPS);
  }

  /** What an image and radius may cost in a wave, counted from 0. */
  Budget budget(int wave) {
    return new Budget(times.get(wave), solverSteps);
  }

  boolean isLast(int wave) {
    return wave == times.size() - 1;
  }

  int count() {
    return times.size();
  }
}
