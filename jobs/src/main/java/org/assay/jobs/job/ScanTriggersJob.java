package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.assay.jobs.job.ScanTask.OwnLabel;
import org.assay.jobs.job.ScanTask.Scanned;
import org.assay.jobs.job.TriggerFindings.Most;
import org.assay.jobs.job.TriggerRows.LabelCount;
import org.assay.jobs.job.TriggerRows.Tallied;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.TriggerRow;
import org.assay.query.Scope;
import org.assay.triggers.Lane;

/**
 * Looks for trigger pixels: pixels of which one range of values flips many images. Fills {@code
 * images}, {@code triggers}, {@code trigger_evidence}, {@code smallest_changes} and {@code
 * patterns}.
 *
 * <p>Every position of every image is looked at alone, in each {@link Lane}; the flips are grouped
 * by position and added up. What is found does not depend on how the images are spread.
 */
public record ScanTriggersJob(Subject subject, Setting setting) implements Job {

  private static final String METHOD = "scan-triggers 1";
  private static final int MOST_WARNINGS = 20;

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting);
  }

  @Override
  public RunRow perform(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Dataset<Scanned> scanned = run.decided(work(network, images));
    run.write(Tables.IMAGES, scanned.select("image.*").as(Tables.IMAGES.encoder()));
    run.write(
        Tables.SMALLEST_CHANGES,
        scanned.selectExpr("inline(changes)").as(Tables.SMALLEST_CHANGES.encoder()));
    List<LabelCount> labels = labels(scanned);
    TriggerRows rows = rows(labels);
    Dataset<Tallied> tallied = run.pass(tallied(scanned, rows));
    List<Most> most = most(tallied);
    TriggerFindings findings = TriggerFindings.of(most, rows, subject.images().size());
    run.write(
        Tables.TRIGGERS,
        judged(tallied, findings)
            .union(still(run, most, rows, findings))
            .union(unchanged(run, rows, labels))
            .coalesce(1));
    run.write(
        Tables.TRIGGER_EVIDENCE, evidence(flips(tallied, findings), network, images).coalesce(1));
    Effort effort = effort(run, scanned);
    run.write(Tables.PATTERNS, patterns(scanned, effort.rationalFallbacks()).coalesce(1));
    return RunRows.of(run, subject, setting, asked(), effort);
  }

  private static RunRows.Asked asked() {
    return new RunRows.Asked(null, null, Scope.FULL.name(), null, null, null, null, null);
  }

  private Work<Scanned> work(Broadcast<SharedNetwork> network, Broadcast<SharedImages> images) {
    Setting same = setting;
    return Work.of(
        "scan-triggers",
        WorkKey.of(METHOD, subject.network(), setting),
        subject.images().keys(),
        RecordEncoder.of(Scanned.class),
        (MapPartitionsFunction<Long, Scanned>)
            mine -> {
              ScanTask task = new ScanTask(network.value(), same);
              return new UnitIterator<>(
                  mine, place -> task.scan(images.value().example(Math.toIntExact(place))));
            },
        (place, cause) ->
            ScanTask.crashed(subject.images().example(Math.toIntExact(place)), cause));
  }

  private static List<LabelCount> labels(Dataset<Scanned> scanned) {
    return scanned
        .selectExpr("inline(labels)")
        .as(RecordEncoder.of(OwnLabel.class))
        .groupBy("lane", "exact", "label")
        .agg(count(lit(1)).as("images"))
        .as(RecordEncoder.of(LabelCount.class))
        .collectAsList();
  }

  private TriggerRows rows(List<LabelCount> labels) {
    EnumMap<Lane, Long> looked = new EnumMap<>(Lane.class);
    for (LabelCount label : labels) {
      if (label.label() >= 0) {
        looked.merge(Lane.valueOf(label.lane()), label.images(), Long::sum);
      }
    }
    return new TriggerRows(
        subject.network().network().labels(),
        subject.images().rows(),
        subject.images().columns(),
        looked);
  }

  /** What each position with a flip does, in each arithmetic. */
  private static Dataset<Tallied> tallied(Dataset<Scanned> scanned, TriggerRows rows) {
    return scanned
        .selectExpr("inline(flips)")
        .as(RecordEncoder.of(StoredFlip.class))
        .groupByKey((MapFunction<StoredFlip, String>) StoredFlip::key, Encoders.STRING())
        .mapGroups(
            (MapGroupsFunction<String, StoredFlip, Tallied>) (key, flips) -> rows.tallied(flips),
            RecordEncoder.of(Tallied.class));
  }

  private static List<Most> most(Dataset<Tallied> tallied) {
    return tallied
        .select(col("position"), col("row.arithmetic").as("lane"), col("row.most").as("most"))
        .as(RecordEncoder.of(Most.class))
        .collectAsList();
  }

  private static Dataset<TriggerRow> judged(Dataset<Tallied> tallied, TriggerFindings findings) {
    return tallied.map(
        (MapFunction<Tallied, TriggerRow>) t -> findings.judged(t.position(), t.row()),
        Tables.TRIGGERS.encoder());
  }

  /** The rows of the positions that flip nothing. */
  private Dataset<TriggerRow> still(
      Run run, List<Most> most, TriggerRows rows, TriggerFindings findings) {
    List<Lane> lanes = List.of(Lane.values());
    int positions = subject.images().size();
    BitSet known = new BitSet();
    most.forEach(m -> known.set(lanes.indexOf(Lane.valueOf(m.lane())) * positions + m.position()));
    return run.units((long) lanes.size() * positions)
        .filter((FilterFunction<Long>) unit -> !known.get(Math.toIntExact(unit)))
        .map(
            (MapFunction<Long, TriggerRow>)
                unit -> {
                  int position = Math.toIntExact(unit % positions);
                  Lane lane = lanes.get(Math.toIntExact(unit / positions));
                  return findings.judged(position, rows.still(position, lane));
                },
            Tables.TRIGGERS.encoder());
  }

  private static Dataset<TriggerRow> unchanged(Run run, TriggerRows rows, List<LabelCount> labels) {
    return run.spark()
        .createDataset(
            Stream.of(Lane.BIAS_LAST, Lane.BIAS_FIRST)
                .map(lane -> TriggerFindings.judgedUnchanged(rows.unchanged(lane, labels)))
                .toList(),
            Tables.TRIGGERS.encoder());
  }

  /** The flips that are run again: some of each trigger. */
  private static Dataset<StoredFlip> flips(Dataset<Tallied> tallied, TriggerFindings findings) {
    return tallied
        .filter(
            (FilterFunction<Tallied>) t -> findings.isTrigger(t.position(), t.row().arithmetic()))
        .flatMap(
            (FlatMapFunction<Tallied, StoredFlip>) t -> t.evidence().iterator(),
            RecordEncoder.of(StoredFlip.class));
  }

  private Dataset<TriggerEvidenceRow> evidence(
      Dataset<StoredFlip> flips, Broadcast<SharedNetwork> network, Broadcast<SharedImages> images) {
    Setting same = setting;
    return flips.mapPartitions(
        (MapPartitionsFunction<StoredFlip, TriggerEvidenceRow>)
            mine -> {
              TriggerEvidence evidence = new TriggerEvidence(network.value(), same);
              return new UnitIterator<>(
                  mine, flip -> evidence.of(images.value().ofId(flip.image()), flip));
            },
        Tables.TRIGGER_EVIDENCE.encoder());
  }

  private static Dataset<PatternsRow> patterns(Dataset<Scanned> scanned, long lines) {
    long traced = scanned.where(size(col("patterns")).gt(0)).count();
    return PatternCounts.of(
        scanned.selectExpr("inline(patterns)").as(RecordEncoder.of(VisitedPattern.class)),
        traced,
        lines);
  }

  private static Effort effort(Run run, Dataset<Scanned> scanned) {
    scanned
        .where(col("crash").isNotNull())
        .select("crash")
        .as(Encoders.STRING())
        .takeAsList(MOST_WARNINGS)
        .forEach(run::warn);
    return Effort.sum(scanned);
  }
}
