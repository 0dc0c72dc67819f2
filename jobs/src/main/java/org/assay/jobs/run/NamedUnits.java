package org.assay.jobs.run;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** Units on their way through a task, which takes some at a time and gives one each, in order. */
final class NamedUnits implements Iterator<Long> {

  private final String work;
  private final Iterator<Long> mine;
  private final long[] units;
  private final String[] names;
  private final ArrayDeque<String> taken = new ArrayDeque<>();

  /**
   * Units of a task.
   *
   * @param mine their places in the arrays
   */
  NamedUnits(String work, Iterator<Long> mine, long[] units, String[] names) {
    this.work = work;
    this.mine = mine;
    this.units = units.clone();
    this.names = names.clone();
  }

  @Override
  public boolean hasNext() {
    return mine.hasNext();
  }

  @Override
  public Long next() {
    int place = Math.toIntExact(mine.next());
    Faults.unit(work, units[place]);
    taken.add(names[place]);
    return units[place];
  }

  /**
   * What was found of each, with its name; each is counted. Memory or stack that does not suffice
   * is the unit's fault, as any exception is, and must not end the whole process.
   */
  <W> Iterator<Tuple2<String, W>> with(Iterator<W> found, LongAccumulator counter) {
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return contained(found::hasNext);
      }

      @Override
      public Tuple2<String, W> next() {
        W one = contained(found::next);
        counter.add(1);
        return new Tuple2<>(taken.remove(), one);
      }
    };
  }

  /** Spark ends a process for an error of the virtual machine, a cause of an exception included. */
  private static <T> T contained(Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw new IllegalStateException(e.toString());
    }
  }
}
