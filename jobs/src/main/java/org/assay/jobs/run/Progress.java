package org.assay.jobs.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Units done, rate and time left, shown while a stage runs: a bar on a terminal, else a line every
 * ten seconds. Executors count in an accumulator; running tasks report it with their heartbeats.
 */
final class Progress extends SparkListener implements AutoCloseable {

  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final SparkSession spark;
  private final PrintStream err;
  private final String task;
  private final long total;
  private final LongAccumulator units;
  private final Map<Long, Long> running = new HashMap<>();
  private final @Nullable ProgressBar bar;
  private final boolean lines;
  private final long startNanos = System.nanoTime();
  private long ended;
  private long nextLineNanos = startNanos + LINE_EVERY.toNanos();

  private Progress(SparkSession spark, Console console, String task, long total) {
    this.spark = spark;
    this.err = console.err();
    this.task = task;
    this.total = total;
    this.units = spark.sparkContext().longAccumulator("units");
    this.lines = console.display() == Console.Display.LINES;
    this.bar = console.display() == Console.Display.BAR ? bar(console.err(), task, total) : null;
  }

  /** Starts to show progress towards a total of units. */
  static Progress start(SparkSession spark, Console console, String task, long total) {
    Progress progress = new Progress(spark, console, task, total);
    spark.sparkContext().addSparkListener(progress);
    return progress;
  }

  private static ProgressBar bar(PrintStream err, String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(err))
        .build();
  }

  /** Where executors count finished units. */
  LongAccumulator units() {
    return units;
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
        if (info.id() == units.id() && info.update().isDefined()) {
          running.put((Long) task._1(), ((Number) info.update().get()).longValue());
        }
      }
    }
    show();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      for (AccumulableInfo info : CollectionConverters.asJava(end.taskInfo().accumulables())) {
        if (info.id() == units.id() && info.update().isDefined()) {
          ended += ((Number) info.update().get()).longValue();
        }
      }
    }
    show();
  }

  private void show() {
    long done = Math.min(total, ended + running.values().stream().mapToLong(Long::longValue).sum());
    if (bar != null) {
      bar.stepTo(done);
    }
    long now = System.nanoTime();
    if (lines && now >= nextLineNanos && done > 0) {
      double seconds = (now - startNanos) / 1e9;
      err.printf(
          "%s: %d of %d, %.0f a second, %.0f s left%n",
          task, done, total, done / seconds, (total - done) * seconds / done);
      nextLineNanos = now + LINE_EVERY.toNanos();
    }
  }

  @Override
  public synchronized void close() {
    spark.sparkContext().removeSparkListener(this);
    if (bar != null) {
      bar.stepTo(total);
      bar.close();
    }
  }
}
