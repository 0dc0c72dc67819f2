package org.assay.jobs.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.fuzz.Format.Refused;

/**
 * Reads many files of a format in a thread of its own, and notes those at which a reader crashes,
 * takes too long or too much memory.
 */
final class Trial {

  /** Far more than any takes, on a machine that is busy. */
  private static final long MOST_NANOS = 60_000_000_000L;

  /**
   * What one file may allocate in all, so that no more is ever held: readers allow a network 2^26
   * numbers, which are 512 MB, and what is made on the way is counted too.
   */
  private static final long MOST_BYTES = 1L << 30;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Format format;
  private final long seed;
  private final List<Found> found = Collections.synchronizedList(new ArrayList<>());
  private volatile int number;
  private volatile long since = System.nanoTime();
  private int read;
  private int done;
  private long longest;
  private long largest;

  /** A file that a reader should have read or refused, and did not. */
  record Found(String format, long seed, int number, String what) {

    @Override
    public String toString() {
      return "%s, seed %d, number %d: %s".formatted(format, seed, number, what);
    }
  }

  private Trial(Format format, long seed) {
    this.format = format;
    this.seed = seed;
  }

  /** Reads the files of some numbers; what went wrong. */
  static List<Found> of(Format format, long seed, int first, int count)
      throws InterruptedException {
    Trial trial = new Trial(format, seed);
    Thread thread = new Thread(() -> trial.readAll(first, count), "fuzz " + format.name());
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      thread.join(100);
      if (thread.isAlive() && System.nanoTime() - trial.since > MOST_NANOS) {
        StackTraceElement[] stack = thread.getStackTrace();
        trial.note("still not read after a minute, at " + top(stack));
        break;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-14s %6d files, %6d of them read; most %4d ms and %4d MB each; %d faults%n",
        format.name(),
        trial.done,
        trial.read,
        trial.longest / 1_000_000,
        trial.largest >> 20,
        trial.found.size());
    return List.copyOf(trial.found);
  }

  private void readAll(int first, int count) {
    for (int i = first; i < first + count; i++) {
      byte[] input = format.input(seed, i);
      number = i;
      since = System.nanoTime();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        format.reader().read(input);
        read++;
      } catch (Refused e) {
        Throwable cause = e.getCause();
        if (cause == null || String.valueOf(cause.getMessage()).isBlank()) {
          note("refused without a word");
        }
      } catch (Throwable e) {
        note(e + " at " + top(e.getStackTrace()));
      }
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (bytes > MOST_BYTES) {
        note("takes %d MB for %d bytes".formatted(bytes >> 20, input.length));
      }
      largest = Math.max(largest, bytes);
      longest = Math.max(longest, System.nanoTime() - since);
      done++;
    }
  }

  private void note(String what) {
    found.add(new Found(format.name(), seed, number, what));
  }

  private static String top(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(stack.length, 12); i++) {
      text.append("\n    ").append(stack[i]);
    }
    return text.toString();
  }
}
