package org.assay.jobs.job;

import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/** Work done a unit at a time as its results are taken, each counted when it is done. */
final class UnitIterator<U, R> implements Iterator<R> {

  private final Iterator<U> units;
  private final Function<U, R> work;
  private final LongAccumulator done;

  UnitIterator(Iterator<U> units, Function<U, R> work, LongAccumulator done) {
    this.units = units;
    this.work = work;
    this.done = done;
  }

  /** Work whose units somebody else counts. */
  UnitIterator(Iterator<U> units, Function<U, R> work) {
    this(units, work, new LongAccumulator());
  }

  /** The same, with something that is closed when the task ends, however it ends. */
  static <U, R> UnitIterator<U, R> closing(Iterator<U> units, Function<U, R> work, Closeable task) {
    return closing(units, work, new LongAccumulator(), task);
  }

  /** The same, each unit counted when it is done. */
  static <U, R> UnitIterator<U, R> closing(
      Iterator<U> units, Function<U, R> work, LongAccumulator done, Closeable task) {
    closeWithTask(task);
    return new UnitIterator<>(units, work, done);
  }

  /** Something that a task holds open for as long as it runs. */
  interface Closeable extends AutoCloseable {

    @Override
    void close();
  }

  static void closeWithTask(Closeable resource) {
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> resource.close());
  }

  @Override
  public boolean hasNext() {
    return units.hasNext();
  }

  @Override
  public R next() {
    R result = work.apply(units.next());
    done.add(1);
    return result;
  }
}
