package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Work done on some units at a time, as its results are taken. */
final class BatchIterator<U, R> implements Iterator<R> {

  private static final int BATCH = 256;

  private final Iterator<U> units;
  private final int most;
  private final Function<List<U>, List<R>> work;
  private Iterator<R> results = Collections.emptyIterator();

  BatchIterator(Iterator<U> units, Function<List<U>, List<R>> work) {
    this(units, BATCH, work);
  }

  /** The same with at most so many units at a time. */
  BatchIterator(Iterator<U> units, int most, Function<List<U>, List<R>> work) {
    this.units = units;
    this.most = most;
    this.work = work;
  }

  @Override
  public boolean hasNext() {
    while (!results.hasNext() && units.hasNext()) {
      List<U> batch = new ArrayList<>();
      while (units.hasNext() && batch.size() < most) {
        batch.add(units.next());
      }
      results = work.apply(batch).iterator();
    }
    return results.hasNext();
  }

  @Override
  public R next() {
    return hasNext() ? results.next() : Collections.<R>emptyIterator().next();
  }
}
