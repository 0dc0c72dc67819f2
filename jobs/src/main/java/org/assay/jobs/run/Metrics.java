package org.assay.jobs.run;

import com.codahale.metrics.Gauge;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.assay.smt.SolverUse;

/**
 * What is told through Spark's metrics system while an audit runs, in the namespace {@code
 * plugin.org.assay.jobs.run.Metrics}: of the driver {@code units} that were kept, those of them
 * that are {@code undecided} or {@code crashed}, and {@code batches}; of each executor {@code
 * solver-checks} and {@code solver-seconds}. All are totals of the process.
 */
public final class Metrics implements SparkPlugin {

  private static final LongAdder UNITS = new LongAdder();
  private static final LongAdder UNDECIDED = new LongAdder();
  private static final LongAdder CRASHED = new LongAdder();
  private static final LongAdder BATCHES = new LongAdder();

  /** Counts a batch that was kept. */
  static void kept(int units, int undecided) {
    BATCHES.increment();
    UNITS.add(units);
    UNDECIDED.add(undecided);
  }

  /** Counts units that took their process with them. */
  static void crashed(int units) {
    CRASHED.add(units);
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {

      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of();
      }

      @Override
      public void registerMetrics(String application, PluginContext context) {
        register(context, "units", UNITS::sum);
        register(context, "undecided", UNDECIDED::sum);
        register(context, "crashed", CRASHED::sum);
        register(context, "batches", BATCHES::sum);
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {

      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        register(context, "solver-checks", SolverUse::checks);
        register(context, "solver-seconds", SolverUse::seconds);
      }
    };
  }

  private static void register(PluginContext context, String name, Gauge<Number> gauge) {
    context.metricRegistry().register(name, gauge);
  }
}
