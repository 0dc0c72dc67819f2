package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
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
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
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
import scala.reflect.ClassTag;

/**
 * Judges the rows of a finished run again, from its tables alone: every stored witness by an exact
 * run of the stored network on the stored image, and a seeded sample of what is said to be robust
 * by the engine that did not decide it; of balls by an attack.
 *
 * @param runner has the Spark session
 * @param out the output folder
 * @param sample how many robust rows to judge, at most
 * @param timeout for each question to an engine
 */
public record CheckJob(Runner runner, String out, int sample, long seed, Duration timeout) {

  private static final String SCAN = "scan-triggers";
  private static final Encoder<StoredClaim> CLAIM = RecordEncoder.of(StoredClaim.class);

  /** What became of the claims of one kind. */
  public record Counts(String table, boolean robust, long claims, long wrong, long open) {}

  /** What is found of a run: counts by kind, and some of what is wrong. */
  public record Result(List<Counts> counts, List<Judged> wrong) {

    public boolean clean() {
      return counts.stream().allMatch(c -> c.wrong() == 0);
    }
  }

  /** Whether a run has rows that can be judged. */
  public static boolean judges(RunRow row) {
    return row.count() != null || row.command().equals(SCAN) || isAboutBalls(row);
  }

  private static boolean isAboutBalls(RunRow row) {
    return row.command().equals(RobustnessAnswers.COMMAND);
  }

  /** Judges one run of pixels, of robustness or one scan for triggers, while progress is shown. */
  public Result check(String run, RunRow row) {
    if (row.command().equals(SCAN)) {
      return triggers(run, row);
    }
    return runner.counting(
        "check " + run,
        row.imageCount(),
        images -> result(isAboutBalls(row) ? balls(run, row, images) : pixels(run, row, images)));
  }

  private Dataset<Judged> balls(String run, RunRow row, LongAccumulator done) {
    BallJudge judge =
        new BallJudge(Inputs.valueOf(String.valueOf(row.inputs())), domain(row), seed, timeout);
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
          counts(judged), judged.where(col("outcome").equalTo("WRONG")).takeAsList(20));
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
        wrong);
  }

  private SparkSession spark() {
    return runner.spark();
  }

  private Dataset<Judged> pixels(String run, RunRow row, LongAccumulator done) {
    ClaimJudge judge = judge(row);
    Broadcast<SharedNetwork> shared = shared(network(run, row));
    return Tables.IMAGES
        .read(spark(), out, run)
        .groupByKey((MapFunction<ImageRow, Integer>) ImageRow::image, Encoders.INT())
        .cogroup(
            claims(run, row)
                .groupByKey((MapFunction<StoredClaim, Integer>) StoredClaim::image, Encoders.INT()),
            (CoGroupFunction<Integer, ImageRow, StoredClaim, Judged>)
                (image, rows, claims) -> {
                  Iterator<Judged> judgedHere = judged(judge, shared.value(), image, rows, claims);
                  done.add(1);
                  return judgedHere;
                },
            RecordEncoder.of(Judged.class));
  }

  private static SharedNetwork network(String run, RunRow row) {
    byte[] file = new byte[row.networkFile().remaining()];
    row.networkFile().duplicate().get(file);
    SharedNetwork network =
        new SharedNetwork(row.network(), file, row.normalise(), row.significandBits());
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

  private Dataset<StoredClaim> claims(String run, RunRow row) {
    String method = "smt".equals(row.engine()) ? "SMT" : "GEOMETRY";
    Dataset<PixelSummaryRow> summaries = Tables.PIXEL_SUMMARY.read(spark(), out, run);
    Dataset<StoredClaim> first =
        summaries
            .where(col("firstWitness").isNotNull())
            .map(
                (MapFunction<PixelSummaryRow, StoredClaim>) s -> StoredClaim.witness(s, method),
                CLAIM);
    return Integer.valueOf(2).equals(row.count())
        ? first.union(pairs(run)).union(quietPairs(summaries, method))
        : first.union(pixels(run));
  }

  private Dataset<StoredClaim> pixels(String run) {
    Dataset<PixelAttackRow> rows = Tables.PIXEL_ATTACKS.read(spark(), out, run);
    return rows.where(col("witness").isNotNull())
        .map((MapFunction<PixelAttackRow, StoredClaim>) StoredClaim::witness, CLAIM)
        .union(
            rows.where(col("verdict").equalTo("Robust"))
                .orderBy(xxhash64(lit(seed), col("image"), col("pixel")))
                .limit(sample)
                .map((MapFunction<PixelAttackRow, StoredClaim>) StoredClaim::robust, CLAIM));
  }

  private Dataset<StoredClaim> pairs(String run) {
    return Tables.PIXEL_PAIRS
        .read(spark(), out, run)
        .where(col("firstWitness").isNotNull())
        .map((MapFunction<PixelPairRow, StoredClaim>) StoredClaim::witness, CLAIM);
  }

  /** One drawn robust pair for each of a sample of images in which nothing is undecided. */
  private Dataset<StoredClaim> quietPairs(Dataset<PixelSummaryRow> summaries, String method) {
    return summaries
        .where(col("undecided").equalTo(0))
        .orderBy(xxhash64(lit(seed), col("image")))
        .limit(sample)
        .map(
            (MapFunction<PixelSummaryRow, StoredClaim>) s -> StoredClaim.robustPairs(s, method),
            CLAIM);
  }

  private static Iterator<Judged> judged(
      ClaimJudge judge,
      SharedNetwork network,
      int image,
      Iterator<ImageRow> rows,
      Iterator<StoredClaim> claims) {
    List<StoredClaim> all = new ArrayList<>();
    claims.forEachRemaining(all::add);
    if (all.isEmpty()) {
      return List.<Judged>of().iterator();
    }
    if (!rows.hasNext()) {
      StoredClaim first = all.get(0);
      return List.of(
              new Judged(first.table(), image, false, "WRONG", "the image has no row in images"))
          .iterator();
    }
    return judge.judge(network, rows.next().pixels(), all).iterator();
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
}
