package org.assay.jobs.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** About a network's biases. */
    static Asked ofBiases(Decider by, Network network) {
      return new Asked(
          by.arithmetic(network), null, null, word(by.engine()), null, null, null, null);
    }

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
    return row(Began.of(run), About.of(subject, setting, null), setting, asked, effort);
  }

  /**
   * A run about smallest changes.
   *
   * @param reduction of the images; null for none
   */
  static RunRow of(
      Run run, Subject subject, @Nullable Reduction reduction, Setting setting, Effort effort) {
    return row(Began.of(run), About.of(subject, setting, reduction), setting, Asked.BOXES, effort);
  }

  /** A run about smallest changes of biases. */
  static RunRow of(Run run, PatchJob job, Effort effort) {
    About about = About.of(job.subject(), job.setting(), job.reduction());
    Asked asked = Asked.ofBiases(job.asked().by(), job.subject().network().network());
    return row(Began.of(run), about, job.setting(), asked, effort);
  }

  /** A run about fewer bits of weights and biases. */
  static RunRow of(Run run, RoundingJob job, Effort effort) {
    About about = About.of(job.subject(), job.setting(), job.reduction());
    RoundingPatch patch = job.patch();
    Asked asked =
        patch == null
            ? Asked.NOTHING
            : Asked.ofBiases(patch.asked().by(), job.subject().network().network());
    return row(Began.of(run), about, job.setting(), asked, effort);
  }

  /**
   * A run about changes of biases.
   *
   * @param reduction of the images; null for none
   */
  static RunRow ofBiases(
      Run run, Subject subject, @Nullable Reduction reduction, Setting setting, Effort effort) {
    About about = About.of(subject, setting, reduction);
    Asked asked = Asked.ofBiases(Decider.AUTO, subject.network().network());
    return row(Began.of(run), about, setting, asked, effort);
  }

  /** A run about what another one has stored, its network the same. */
  static RunRow of(Run run, RunRow source, Setting setting, Effort effort) {
    return row(Began.of(run), About.of(source), setting, Asked.NOTHING, effort);
  }

  /** A run about networks and properties that a list of instances names. */
  static RunRow of(Run run, Instances instances, Setting setting, Asked asked, Effort effort) {
    return row(Began.of(run), About.of(instances), setting, asked, effort);
  }

  /** A plan as a whole. */
  static RunRow of(Run run, PlanJob job) {
    Effort effort = Effort.of(job.gates().size());
    RunRow row = row(Began.of(run), About.of(job), job.setting(), Asked.NOTHING, effort);
    return row.ended(job.breached() ? 1 : 0);
  }

  /**
   * A run that is about forged networks.
   *
   * @param place where they come from
   */
  static RunRow of(Run run, String place, Setting setting, Asked asked, Effort effort) {
    Instances none = new Instances(place, ByteBuffer.allocate(0), List.of());
    return row(Began.of(run), About.of(none), setting, asked, effort);
  }

  /** A run about a network without images. */
  static RunRow of(Run run, SharedNetwork network, Setting setting) {
    return row(Began.of(run), About.of(network, setting), setting, Asked.NOTHING, Effort.of(0));
  }

  /** The row of a run that was not made yet, as far as it says what is asked. */
  static RunRow asking(SparkSession spark, Subject subject, Setting setting, Asked asked) {
    Began now = new Began(spark, Instant.now());
    return row(now, About.of(subject, setting, null), setting, asked, Effort.of(0));
  }

  private record Began(SparkSession spark, Instant when) {

    static Began of(Run run) {
      return new Began(run.spark(), run.started());
    }
  }

  /** What a run is about; of a list of instances what concerns one network is empty or 0. */
  private record About(
      String network,
      String networkHash,
      ByteBuffer networkFile,
      String elementType,
      int labels,
      String images,
      int imageCount,
      int channels,
      int rows,
      int columns,
      String domainLow,
      String domainHigh,
      @Nullable String normalise,
      @Nullable Integer significandBits,
      @Nullable String pre,
      @Nullable ByteBuffer preFile,
      @Nullable String reduction,
      @Nullable ByteBuffer reductionFile) {

    static About of(Subject subject, Setting setting, @Nullable Reduction reduction) {
      SharedNetwork network = subject.network();
      SharedNetwork pre = network.pre();
      SharedImages images = subject.images();
      return new About(
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
          pre == null ? null : pre.path(),
          pre == null ? null : ByteBuffer.wrap(pre.file()),
          reduction == null ? null : reduction.path(),
          reduction == null ? null : ByteBuffer.wrap(reduction.file()));
    }

    static About of(SharedNetwork network, Setting setting) {
      SharedNetwork pre = network.pre();
      return new About(
          network.path(),
          network.network().contentHash(),
          ByteBuffer.wrap(network.file()),
          network.network().elementType().name(),
          network.network().labels(),
          "",
          0,
          0,
          0,
          0,
          setting.domain().low().toString(),
          setting.domain().high().toString(),
          network.normalise(),
          network.significandBits(),
          pre == null ? null : pre.path(),
          pre == null ? null : ByteBuffer.wrap(pre.file()),
          null,
          null);
    }

    static About of(RunRow row) {
      return new About(
          row.network(),
          row.networkHash(),
          row.networkFile(),
          row.elementType(),
          row.labels(),
          row.images(),
          row.imageCount(),
          row.channels(),
          row.rows(),
          row.columns(),
          row.domainLow(),
          row.domainHigh(),
          row.normalise(),
          row.significandBits(),
          row.pre(),
          row.preFile(),
          row.reduction(),
          row.reductionFile());
    }

    static About of(Instances instances) {
      return of(instances.path(), instances.hash(), instances.file(), instances.pre());
    }

    static About of(PlanJob plan) {
      byte[] file = plan.text().getBytes(StandardCharsets.UTF_8);
      return of(plan.path(), FileHash.of(file), ByteBuffer.wrap(file), null);
    }

    private static About of(String path, String hash, ByteBuffer file, @Nullable String pre) {
      return new About(
          path, hash, file, "", 0, "", 0, 0, 0, 0, "", "", null, null, pre, null, null, null);
    }
  }

  private static RunRow row(Began began, About about, Setting setting, Asked asked, Effort effort) {
    double seconds = Duration.between(began.when(), Instant.now()).toMillis() / 1e3;
    return new RunRow(
        setting.command(),
        setting.arguments(),
        about.network(),
        about.networkHash(),
        about.networkFile(),
        about.elementType(),
        about.labels(),
        about.images(),
        about.imageCount(),
        about.channels(),
        about.rows(),
        about.columns(),
        about.domainLow(),
        about.domainHigh(),
        about.normalise(),
        about.significandBits(),
        about.pre(),
        about.preFile(),
        about.reduction(),
        about.reductionFile(),
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

  /** A constant as users write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String version() {
    return Optional.ofNullable(RunRows.class.getPackage().getImplementationVersion())
        .orElse("unpacked");
  }
}
