package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * Judges the rows of a finished run again, from its tables: every stored witness by an exact run of
 * the stored network on the stored image, and a seeded sample of what is said to be robust by the
 * engine that did not decide it; of balls by an attack; of smallest changes and properties by an
 * attack and the plain encoding; of smallest changes of biases by deciding anew. Rows of {@code
 * verify} are judged on the files that they name.
 *
 * @param runner has the Spark session
 * @param out the output folder
 * @param sample how many robust rows to judge, at most
 * @param timeout for each question to an engine
 */
public record CheckJob(Runner runner, String out, int sample, long seed, Duration timeout) {

  private static final String SCAN = "scan-triggers";
  private static final String DISTANCE = "distance";
  private static final String VERIFY = "verify";
  private static final String PATCH = "patch";
  private static final String REPAIR = "repair";
  private static final String ROUND = "round";
  private static final int MOST_SHOWN = 20;

  /** What became of the claims of one kind. */
  public record Counts(String table, boolean robust, long claims, long wrong, long open) {}

  /**
   * Rows that stay open for one reason.
   *
   * @param first the least image or row among them
   */
  public record Open(String table, String detail, long rows, int first) {}

  /** What is found of a run: counts by kind, some of what is wrong, and why some are open. */
  public record Result(List<Counts> counts, List<Judged> wrong, List<Open> open) {

    public Result {
      counts = List.copyOf(counts);
      wrong = List.copyOf(wrong);
      open = List.copyOf(open);
    }

    public boolean clean() {
      return counts.stream().allMatch(c -> c.wrong() == 0);
    }
  }

  /** Whether a run has rows that can be judged. */
  public static boolean judges(RunRow row) {
    return switch (row.command()) {
      case SCAN, DISTANCE, VERIFY, PATCH, REPAIR, ROUND -> true;
      case RobustnessAnswers.COMMAND ->
          Arithmetic.EXACT.name().equals(row.arithmetic())
              || Arithmetic.ANY_ORDER.name().equals(row.arithmetic());
      default -> row.count() != null;
    };
  }

  /** Judges one run, while progress is shown. */
  public Result check(String run, RunRow row) {
    if (row.command().equals(SCAN)) {
      return triggers(run, row);
    }
    boolean questions = row.command().equals(VERIFY) || row.command().equals(PATCH);
    long units = questions ? row.units() : row.imageCount();
    return runner.counting("check " + run, units, done -> result(judged(run, row, done)));
  }

  private Dataset<Judged> judged(String run, RunRow row, LongAccumulator done) {
    return switch (row.command()) {
      case RobustnessAnswers.COMMAND -> balls(run, row, done);
      case DISTANCE -> distances(run, row, done);
      case VERIFY -> properties(run, row, done);
      case REPAIR -> patches(run, row, done);
      case PATCH -> patches(run, row, done).union(counts(run, row));
      case ROUND ->
          row.arithmetic() == null
              ? counts(run, row)
              : patches(run, row, done).union(counts(run, row));
      default ->
          new PixelCheck(spark(), out, run, sample, seed)
              .judged(judge(row), row, shared(network(run, row)), done);
    };
  }

  private Dataset<Judged> distances(String run, RunRow row, LongAccumulator done) {
    SharedNetwork reduction = reduction(row);
    DistanceCheck.Means means =
        new DistanceCheck.Means(
            shared(network(run, row)),
            reduction == null ? null : shared(reduction),
            row.domainLow() + ":" + row.domainHigh(),
            seed,
            timeout);
    return new DistanceCheck(spark(), out, run, sample, seed).judged(means, done);
  }

  private Dataset<Judged> patches(String run, RunRow row, LongAccumulator done) {
    SharedNetwork reduction = reduction(row);
    PatchCheck.Means means =
        new PatchCheck.Means(
            shared(network(run, row)), reduction == null ? null : shared(reduction), timeout);
    return new PatchCheck(spark(), out, run, sample, seed).judged(means, done);
  }

  /** Counts by network are few rows, so that they are judged here. */
  private Dataset<Judged> counts(String run, RunRow row) {
    CountsCheck check = new CountsCheck(spark(), runner.files(), out, run, network(run, row));
    return spark().createDataset(check.judged(), RecordEncoder.of(Judged.class));
  }

  private static @Nullable SharedNetwork reduction(RunRow row) {
    return row.reduction() == null || row.reductionFile() == null
        ? null
        : new SharedNetwork(row.reduction(), SharedNetwork.bytes(row.reductionFile()), null, null);
  }

  /** A plan's run is about one network, which it stores; those of a list name theirs. */
  private Dataset<Judged> properties(String run, RunRow row, LongAccumulator done) {
    VerifyCheck.Means means =
        new VerifyCheck.Means(
            runner.files(),
            row.labels() == 0 ? null : shared(network(run, row)),
            row.pre(),
            seed,
            timeout);
    return new VerifyCheck(spark(), out, run, sample, seed).judged(means, done);
  }

  private Dataset<Judged> balls(String run, RunRow row, LongAccumulator done) {
    BallJudge judge =
        new BallJudge(
            new WitnessCheck.Terms(
                Arithmetic.valueOf(String.valueOf(row.arithmetic())),
                Inputs.valueOf(String.valueOf(row.inputs())),
                domain(row),
                Scope.FULL),
            seed,
            timeout);
    return new BallCheck(spark(), out, run, sample, seed)
        .judged(judge, shared(network(run, row)), done);
  }

  private static PixelDomain domain(RunRow row) {
    return new PixelDomain(Rational.parse(row.domainLow()), Rational.parse(row.domainHigh()));
  }

  private Broadcast<SharedNetwork> shared(SharedNetwork network) {
    return spark().sparkContext().broadcast(network, ClassTag.apply(SharedNetwork.class));
  }

  /** Counts what was judged, evaluating it once. */
  private static Result result(Dataset<Judged> rows) {
    Dataset<Judged> judged = rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new Result(
          counts(judged),
          judged.where(col("outcome").equalTo("WRONG")).takeAsList(MOST_SHOWN),
          open(judged));
    } finally {
      judged.unpersist();
    }
  }

  /** The evidence of a scan is some rows a trigger, so that it is judged here. */
  private Result triggers(String run, RunRow row) {
    TriggerCheck check = new TriggerCheck(row, network(run, row).network());
    List<TriggerEvidenceRow> evidence =
        Tables.TRIGGER_EVIDENCE
            .read(spark(), out, run)
            .where(col("witness").isNotNull())
            .collectAsList();
    Object[] ids = evidence.stream().map(TriggerEvidenceRow::image).distinct().toArray();
    Map<Integer, ImageRow> images =
        Tables.IMAGES.read(spark(), out, run).where(col("image").isin(ids)).collectAsList().stream()
            .collect(Collectors.toMap(ImageRow::image, image -> image));
    List<Judged> judged =
        evidence.stream().map(e -> check.judge(e, images.get(e.image()))).toList();
    List<Judged> wrong = judged.stream().filter(j -> j.outcome().equals("WRONG")).toList();
    return new Result(
        List.of(new Counts(Tables.TRIGGER_EVIDENCE.name(), false, judged.size(), wrong.size(), 0)),
        wrong,
        List.of());
  }

  private SparkSession spark() {
    return runner.spark();
  }

  private static SharedNetwork network(String run, RunRow row) {
    SharedNetwork network = SharedNetwork.of(row);
    String hash = network.network().contentHash();
    if (!hash.equals(row.networkHash())) {
      throw new BadInput(
          "run %s: the stored network has content hash %s, its row says %s; the table was changed"
              .formatted(run, hash, row.networkHash()));
    }
    return network;
  }

  private ClaimJudge judge(RunRow row) {
    return new ClaimJudge(
        row.channels(),
        row.rows(),
        row.columns(),
        row.channel(),
        new WitnessCheck.Terms(
            Arithmetic.EXACT,
            Inputs.valueOf(String.valueOf(row.inputs())),
            domain(row),
            Scope.valueOf(String.valueOf(row.scope()))),
        row.pairs(),
        Metric.valueOf(String.valueOf(row.metric()).toUpperCase(Locale.ROOT)),
        seed,
        timeout);
  }

  private static List<Counts> counts(Dataset<Judged> judged) {
    return judged
        .groupBy("table", "robust")
        .agg(
            count(lit(1)).as("claims"),
            count(when(col("outcome").equalTo("WRONG"), 1)).as("wrong"),
            count(when(col("outcome").equalTo("OPEN"), 1)).as("open"))
        .orderBy("table", "robust")
        .as(RecordEncoder.of(Counts.class))
        .collectAsList();
  }

  private static List<Open> open(Dataset<Judged> judged) {
    return judged
        .where(col("outcome").equalTo("OPEN").and(col("detail").notEqual("")))
        .groupBy("table", "detail")
        .agg(count(lit(1)).as("rows"), min("image").as("first"))
        .orderBy(col("rows").desc(), col("first"))
        .limit(MOST_SHOWN)
        .as(RecordEncoder.of(Open.class))
        .collectAsList();
  }
}
