package org.assay.jobs.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.assay.jobs.table.UnitFiles.Written;
import org.jspecify.annotations.Nullable;

/**
 * Waves of units on their way, each a Spark job of several pieces, which come back one by one. The
 * next wave may start while the last pieces of another are still running, so that no core waits for
 * somebody else's slow unit.
 */
final class Flight implements AutoCloseable {

  private final SparkContext spark;
  private final String group;
  private final ExecutorService threads;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<Failed> failed = new ArrayList<>();
  private int pieces;
  private int units;

  /** A Spark job that tells of each piece that it has written, until all are. */
  interface Job {
    void run(Consumer<Written> written);
  }

  /** The keys of units that a wave has not written, and why it ended. */
  record Failed(Set<String> units, Throwable cause) {}

  private static final class Wave {

    private final Set<String> left;
    private int pieces;

    Wave(List<String> units, int pieces) {
      this.left = new HashSet<>(units);
      this.pieces = pieces;
    }
  }

  /** A piece of a wave was written, or the wave has failed. */
  private record Event(Wave wave, @Nullable Written written, @Nullable Throwable failure) {}

  Flight(SparkContext spark, String group) {
    this.spark = spark;
    this.group = group;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, group);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Pieces that have not come back. */
  int pieces() {
    return pieces;
  }

  /** Units in these. */
  int units() {
    return units;
  }

  void start(List<String> keys, int count, Job job) {
    Wave wave = new Wave(keys, count);
    pieces += count;
    units += wave.left.size();
    threads.execute(
        () -> {
          try {
            spark.setJobGroup(group, group, false);
            job.run(written -> events.add(new Event(wave, written, null)));
          } catch (Throwable e) {
            events.add(new Event(wave, null, e));
          }
        });
  }

  /** Waits until something comes back; all that has. */
  List<Written> take() {
    List<Event> taken = new ArrayList<>();
    try {
      taken.add(events.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    events.drainTo(taken);
    List<Written> back = new ArrayList<>();
    for (Event event : taken) {
      Wave wave = event.wave;
      if (event.written != null) {
        wave.pieces--;
        pieces--;
        units -= event.written.units().size();
        event.written.units().forEach(wave.left::remove);
        back.add(event.written);
      } else if (event.failure != null) {
        pieces -= wave.pieces;
        units -= wave.left.size();
        failed.add(new Failed(Set.copyOf(wave.left), event.failure));
      }
    }
    return back;
  }

  /** The waves that have failed since this was last asked. */
  List<Failed> failed() {
    List<Failed> all = List.copyOf(failed);
    failed.clear();
    return all;
  }

  /** Lets go of what is still on its way. */
  @Override
  public void close() {
    threads.shutdownNow();
    if (pieces > 0 && !spark.isStopped()) {
      spark.cancelJobGroup(group);
    }
  }
}
