package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;

/** What deciding one unit took, and what the engines differed about. For one thread. */
final class EffortSum {

  private Effort effort = Effort.of(0);
  private final List<String> differences = new ArrayList<>();

  void add(Effort more) {
    effort = effort.plus(more);
  }

  void addDifferences(int image, List<String> texts) {
    addDifferences("image " + image, texts);
  }

  void addDifferences(String unit, List<String> texts) {
    texts.forEach(text -> differences.add(unit + ", " + text));
  }

  /** Notes that deciding broke off. */
  void addCrash(String unit, String detail) {
    differences.add(unit + ", crashed: " + detail);
  }

  /** The unit with its rows. */
  <R extends Record> Decided<R> of(List<R> rows) {
    return new Decided<>(rows, effort, differences);
  }
}
