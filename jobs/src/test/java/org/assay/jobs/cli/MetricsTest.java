package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.assay.jobs.run.Metrics;
import org.assay.jobs.run.SharedSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's metrics system knows how an audit goes. */
class MetricsTest {

  /**
   * The newest values by name, over all sources of the plugin: in local mode both sides are here.
   */
  private static Map<String, Number> values() {
    SharedSession.get();
    return CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(name()))
        .stream()
        .map(Source.class::cast)
        .flatMap(MetricsTest::gauges)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b));
  }

  private static Stream<Map.Entry<String, Number>> gauges(Source source) {
    var registry = source.metricRegistry();
    return registry.getNames().stream()
        .map(name -> Map.entry(name, (Number) registry.gauge(name).getValue()));
  }

  private static double value(Map<String, Number> values, String name) {
    return Objects.requireNonNull(values.get(name)).doubleValue();
  }

  private static String name() {
    return "plugin." + Metrics.class.getName();
  }

  @Test
  void unitsAndSolversAreCounted(@TempDir Path out) {
    Map<String, Number> before = values();
    assertThat(before.keySet())
        .contains("units", "undecided", "crashed", "batches", "solver-checks", "solver-seconds");
    Called called =
        Called.assay(
            "pixels",
            "--scope",
            "pattern",
            "--network",
            "bundled:deepcheck",
            "--images",
            "bundled:digits",
            "--select",
            "0..1",
            "--engine",
            "smt",
            "--quiet",
            "--out",
            out.resolve("out").toString());
    assertThat(called.exitCode()).as(called.err()).isZero();
    Map<String, Number> after = values();
    assertThat(value(after, "units") - value(before, "units")).isEqualTo(2);
    assertThat(value(after, "batches")).isGreaterThan(value(before, "batches"));
    assertThat(value(after, "solver-seconds")).isGreaterThan(value(before, "solver-seconds"));
  }
}
