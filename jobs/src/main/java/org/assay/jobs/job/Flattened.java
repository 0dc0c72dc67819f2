package org.assay.jobs.job;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The elements of lists, one list after the other as they are taken. */
final class Flattened<R> implements Iterator<R> {

  private final Iterator<List<R>> lists;
  private Iterator<R> elements = Collections.emptyIterator();

  Flattened(Iterator<List<R>> lists) {
    this.lists = lists;
  }

  @Override
  public boolean hasNext() {
    while (!elements.hasNext() && lists.hasNext()) {
      elements = lists.next().iterator();
    }
    return elements.hasNext();
  }

  @Override
  public R next() {
    return hasNext() ? elements.next() : Collections.<R>emptyIterator().next();
  }
}
