package org.assay.jobs.job;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.RunRow;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;

/** Makes the row that a run leaves about itself. */
final class RunRows {

  /**
   * What was asked of the pixels of a run; null where it does not apply.
   *
   * @param metric by which pixels are ranked
   */
  record Asked(
      @Nullable String arithmetic,
      @Nullable String inputs,
      @Nullable String scope,
      @Nullable String engine,
      @Nullable Integer count,
      @Nullable String pairs,
      @Nullable String metric,
      @Nullable Integer channel) {

    static final Asked NOTHING = new Asked(null, null, null, null, null, null, null, null);

    /** About all inputs within a radius or in boxes. */
    static final Asked BOXES =
        new Asked(
            Arithmetic.EXACT.name(),
            Inputs.REAL.name(),
            Scope.FULL.name(),
            null,
            null,
            null,
            null,
            null);

    /** About all inputs within a radius. */
    static Asked of(RobustnessQuestion question, Network network) {
      return new Asked(
          question.by().arithmetic(network),
          question.by().inputs(network, question.inputs()),
          Scope.FULL.name(),
          word(question.by().engine()),
          null,
          null,
          null,
          null);
    }

    /**
     * About all inputs in boxes.
     *
     * @param network null where the instances of a list name theirs
     */
    static Asked of(Decider by, @Nullable Network network) {
      return new Asked(
          by.arithmetic(network),
          by.inputs(network, Inputs.REAL),
          Scope.FULL.name(),
          word(by.engine()),
          null,
          null,
          null,
          null);
    }

    static Asked of(PixelsQuestion question) {
      return new Asked(
          Arithmetic.EXACT.name(),
          question.inputs().name(),
          question.scope().name(),
          word(question.engine()),
          question.count(),
          question.pairs(),
          word(question.metric()),
          question.channel());
    }
  }

  private RunRows() {}

  static RunRow of(Run run, Subject subject, Setting setting, Asked asked, Effort effort) {
    return of(new Began(run.spark(), run.started()), subject, setting, asked, effort);
  }

  /** The row of a run that was not made yet, as far as it says what is asked. */
  static RunRow asking(SparkSession spark, Subject subject, Setting setting, Asked asked) {
    return of(new Began(spark, Instant.now()), subject, setting, asked, Effort.of(0));
  }

  private record Began(SparkSession spark, Instant when) {}

  private static RunRow of(
      Began began, Subject subject, Setting setting, Asked asked, Effort effort) {
    SharedNetwork network = subject.network();
    SharedImages images = subject.images();
    double seconds = Duration.between(began.when(), Instant.now()).toMillis() / 1e3;
    return new RunRow(
        setting.command(),
        setting.arguments(),
        network.path(),
        network.network().contentHash(),
        ByteBuffer.wrap(network.file()),
        network.network().elementType().name(),
        network.network().labels(),
        subject.source().title(),
        images.count(),
        images.channels(),
        images.rows(),
        images.columns(),
        setting.domain().low().toString(),
        setting.domain().high().toString(),
        network.normalise(),
        network.significandBits(),
        asked.arithmetic(),
        asked.inputs(),
        asked.scope(),
        asked.engine(),
        asked.count(),
        asked.pairs(),
        asked.metric(),
        asked.channel(),
        setting.seed(),
        version(),
        began.spark().version(),
        began.when().toString(),
        seconds,
        effort.exitCode(),
        effort.units(),
        effort.filtered(),
        effort.rationalFallbacks(),
        effort.linesPruned(),
        effort.linesWalked(),
        effort.solverQueries(),
        effort.engineChecks(),
        effort.engineDifferences());
  }

  /** A run about networks and properties that a list of instances names. */
  static RunRow of(Run run, Instances instances, Setting setting, Asked asked, Effort effort) {
    double seconds = Duration.between(run.started(), Instant.now()).toMillis() / 1e3;
    return new RunRow(
        setting.command(),
        setting.arguments(),
        instances.path(),
        instances.hash(),
        instances.file(),
        "",
        0,
        "",
        0,
        0,
        0,
        0,
        "",
        "",
        null,
        null,
        asked.arithmetic(),
        asked.inputs(),
        asked.scope(),
        asked.engine(),
        asked.count(),
        asked.pairs(),
        asked.metric(),
        asked.channel(),
        setting.seed(),
        version(),
        run.spark().version(),
        run.started().toString(),
        seconds,
        effort.exitCode(),
        effort.units(),
        effort.filtered(),
        effort.rationalFallbacks(),
        effort.linesPruned(),
        effort.linesWalked(),
        effort.solverQueries(),
        effort.engineChecks(),
        effort.engineDifferences());
  }

  /** A constant as users write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String version() {
    return Optional.ofNullable(RunRows.class.getPackage().getImplementationVersion())
        .orElse("unpacked");
  }
}
