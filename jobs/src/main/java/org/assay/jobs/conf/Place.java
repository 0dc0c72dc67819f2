package org.assay.jobs.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;

/**
 * A place in a plan.
 *
 * @param plan the file
 * @param line from 1; 0 where it is not known
 * @param path of the value, such as {@code networks[0].file}; empty for the plan itself
 */
public record Place(String plan, int line, String path) implements Comparable<Place> {

  static Place of(String plan, ConfigOrigin origin, String path) {
    return new Place(plan, Math.max(0, origin.lineNumber()), path);
  }

  @Override
  public int compareTo(Place other) {
    return Comparator.comparing(Place::plan)
        .thenComparingInt(Place::line)
        .thenComparing(Place::path)
        .compare(this, other);
  }

  /** Such as {@code plan.conf:3: networks[0].file}. */
  @Override
  public String toString() {
    return plan + (line == 0 ? "" : ":" + line) + (path.isEmpty() ? "" : ": " + path);
  }
}
