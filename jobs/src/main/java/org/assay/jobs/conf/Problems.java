package org.assay.jobs.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assay.jobs.run.BadInput;

/** What is wrong with a plan, gathered so that all is told at once. */
public final class Problems {

  private final String plan;
  private final NavigableMap<Place, NavigableSet<String>> found = new TreeMap<>();

  public Problems(String plan) {
    this.plan = plan;
  }

  /** Notes a problem: which value and what to do. */
  public void add(Place place, String message) {
    found.computeIfAbsent(place, p -> new TreeSet<>()).add(message);
  }

  /** Does something and notes it where that is refused. */
  public void during(Place place, Runnable work) {
    try {
      work.run();
    } catch (BadInput | IllegalArgumentException e) {
      add(place, String.valueOf(e.getMessage()));
    }
  }

  /** Throws {@link BadInput} that tells all of them by line, if there are any. */
  public void refuse() {
    long count = found.values().stream().mapToLong(NavigableSet::size).sum();
    if (count > 0) {
      String lines =
          found.entrySet().stream()
              .flatMap(place -> place.getValue().stream().map(m -> place.getKey() + ": " + m))
              .collect(Collectors.joining("\n"));
      throw new BadInput(
          count == 1 ? lines : "%d things are wrong with %s:%n%s".formatted(count, plan, lines));
    }
  }

  Place place(ConfigOrigin origin, String path) {
    return Place.of(plan, origin, path);
  }
}
