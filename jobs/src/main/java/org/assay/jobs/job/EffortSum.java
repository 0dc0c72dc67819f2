package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;
import org.assay.jobs.run.Run;

/**
 * What deciding took, summed over the tasks of a job, and what the engines differed about. Spark
 * adds what a task reports once it has succeeded; a lost stage that is run again may report twice.
 */
final class EffortSum extends AccumulatorV2<Effort, EffortSum.Told> {

  private static final int MOST = 20;

  private Effort effort = Effort.of(0);
  private final List<String> differences = new ArrayList<>();

  /** The sum so far, and some of the differences as texts. */
  record Told(Effort effort, List<String> differences) {}

  /** A sum that tasks of this run can add to. */
  static EffortSum of(Run run) {
    EffortSum sum = new EffortSum();
    run.spark().sparkContext().register(sum);
    return sum;
  }

  void addDifferences(int image, List<String> texts) {
    addDifferences("image " + image, texts);
  }

  void addDifferences(String unit, List<String> texts) {
    texts.forEach(text -> add(unit + ", " + text));
  }

  /** Notes that deciding broke off. */
  void addCrash(String unit, String detail) {
    add(unit + ", crashed: " + detail);
  }

  private void add(String text) {
    if (differences.size() < MOST) {
      differences.add(text);
    }
  }

  /** The sum; what must not be missed is said aloud. */
  Effort told(Run run) {
    differences.stream().limit(MOST).forEach(run::warn);
    return effort;
  }

  @Override
  public boolean isZero() {
    return effort.equals(Effort.of(0)) && differences.isEmpty();
  }

  @Override
  public EffortSum copy() {
    EffortSum copy = new EffortSum();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    effort = Effort.of(0);
    differences.clear();
  }

  @Override
  public void add(Effort more) {
    effort = effort.plus(more);
  }

  @Override
  public void merge(AccumulatorV2<Effort, Told> other) {
    Told told = other.value();
    effort = effort.plus(told.effort());
    differences.addAll(told.differences());
  }

  @Override
  public Told value() {
    return new Told(effort, List.copyOf(differences));
  }
}
