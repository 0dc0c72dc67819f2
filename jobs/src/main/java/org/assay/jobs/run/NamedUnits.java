package org.assay.jobs.run;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** Units on their way through a task, which takes some at a time and gives one each, in order. */
final class NamedUnits implements Iterator<Long> {

  private final Iterator<Long> units;
  private final Map<Long, String> names;
  private final ArrayDeque<String> taken = new ArrayDeque<>();

  NamedUnits(Iterator<Long> units, Map<Long, String> names) {
    this.units = units;
    this.names = names;
  }

  @Override
  public boolean hasNext() {
    return units.hasNext();
  }

  @Override
  public Long next() {
    Long unit = units.next();
    taken.add(String.valueOf(names.get(unit)));
    return unit;
  }

  /** What was found of each, with its name; each is counted. */
  <W> Iterator<Tuple2<String, W>> with(Iterator<W> found, LongAccumulator counter) {
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public Tuple2<String, W> next() {
        W one = found.next();
        counter.add(1);
        return new Tuple2<>(taken.remove(), one);
      }
    };
  }
}
