package org.assay.verify;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * Parts that are still to be decided, the one with the least bound first; beyond a number that may
 * be kept in memory, the newest first.
 */
final class OpenParts<T> {

  private final int most;
  private final ToDoubleFunction<T> bound;
  private final PriorityQueue<T> queue;
  private final Deque<T> stack = new ArrayDeque<>();

  OpenParts(int most, ToDoubleFunction<T> bound) {
    this.most = most;
    this.bound = bound;
    this.queue = new PriorityQueue<>(Comparator.comparingDouble(bound));
  }

  void add(T part) {
    if (queue.size() < most) {
      queue.add(part);
    } else {
      stack.push(part);
    }
  }

  boolean isEmpty() {
    return queue.isEmpty() && stack.isEmpty();
  }

  int size() {
    return queue.size() + stack.size();
  }

  /** Takes the next part out; there is one. */
  T next() {
    return stack.isEmpty() ? queue.remove() : stack.pop();
  }

  /** The least bound of a part; infinity where there is none. */
  double least() {
    double least = queue.isEmpty() ? Double.POSITIVE_INFINITY : bound.applyAsDouble(queue.peek());
    return stack.stream().mapToDouble(bound).reduce(least, Math::min);
  }
}
