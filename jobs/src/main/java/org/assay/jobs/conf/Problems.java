package org.assay.jobs.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.LinkedHashSet;
import java.util.Set;
import org.assay.jobs.run.BadInput;

/** What is wrong with a plan, gathered so that all is told at once. */
public final class Problems {

  private final String plan;
  private final Set<String> found = new LinkedHashSet<>();

  public Problems(String plan) {
    this.plan = plan;
  }

  /**
   * Notes a problem.
   *
   * @param place where, such as {@code plan.conf:3: networks[0].file}
   * @param message which value and what to do
   */
  public void add(String place, String message) {
    found.add(place + ": " + message);
  }

  /** Does something and notes it where that is refused. */
  public void during(String place, Runnable work) {
    try {
      work.run();
    } catch (BadInput | IllegalArgumentException e) {
      add(place, String.valueOf(e.getMessage()));
    }
  }

  /** Throws {@link BadInput} that tells all of them, if there are any. */
  public void refuse() {
    if (!found.isEmpty()) {
      throw new BadInput(
          (found.size() == 1 ? "" : found.size() + " things are wrong with " + plan + ":\n")
              + String.join("\n", found));
    }
  }

  String place(ConfigOrigin origin, String path) {
    String line = origin.lineNumber() > 0 ? plan + ":" + origin.lineNumber() : plan;
    return path.isEmpty() ? line : line + ": " + path;
  }
}
