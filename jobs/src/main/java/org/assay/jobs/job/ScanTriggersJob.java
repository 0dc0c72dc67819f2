package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.job.ScanTask.OwnLabel;
import org.assay.jobs.job.ScanTask.Scanned;
import org.assay.jobs.job.TriggerRows.LabelCount;
import org.assay.jobs.job.TriggerRows.Tallied;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
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

  private static final int MOST_WARNINGS = 20;

  @Override
  public RunRow perform(Run run) {
    int count = subject.images().count();
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Dataset<Scanned> scanned =
        run.counting(
            "scan-triggers",
            count,
            units -> run.pass(scanned(run.units(count), network, images, units)));
    run.write(Tables.IMAGES, scanned.select("image.*").as(Tables.IMAGES.encoder()));
    run.write(
        Tables.SMALLEST_CHANGES,
        scanned.selectExpr("inline(changes)").as(Tables.SMALLEST_CHANGES.encoder()));
    List<LabelCount> labels = labels(scanned);
    TriggerRows rows = rows(labels);
    List<Tallied> tallied = tallied(scanned, rows);
    TriggerFindings findings = new TriggerFindings(byLane(rows, tallied));
    List<TriggerRow> judged = new ArrayList<>(findings.judged());
    for (Lane lane : List.of(Lane.BIAS_LAST, Lane.BIAS_FIRST)) {
      judged.add(TriggerFindings.judgedUnchanged(rows.unchanged(lane, labels)));
    }
    run.write(
        Tables.TRIGGERS, run.spark().createDataset(judged, Tables.TRIGGERS.encoder()).coalesce(1));
    run.write(Tables.TRIGGER_EVIDENCE, evidence(run, network, images, evidence(findings, tallied)));
    run.write(Tables.PATTERNS, patterns(scanned).coalesce(1));
    return RunRows.of(run, subject, setting, asked(), effort(run, scanned));
  }

  private static RunRows.Asked asked() {
    return new RunRows.Asked(null, null, Scope.FULL.name(), null, null, null, null, null);
  }

  private Dataset<Scanned> scanned(
      Dataset<Long> places,
      Broadcast<SharedNetwork> network,
      Broadcast<SharedImages> images,
      LongAccumulator units) {
    Setting same = setting;
    return places.mapPartitions(
        (MapPartitionsFunction<Long, Scanned>)
            mine -> {
              ScanTask task = new ScanTask(network.value(), same);
              return new UnitIterator<>(
                  mine, place -> task.scan(images.value().example(Math.toIntExact(place))), units);
            },
        RecordEncoder.of(Scanned.class));
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

  /** What each position with a flip does, by lane and position. */
  private static List<Tallied> tallied(Dataset<Scanned> scanned, TriggerRows rows) {
    return scanned
        .selectExpr("inline(flips)")
        .as(RecordEncoder.of(StoredFlip.class))
        .groupByKey((MapFunction<StoredFlip, String>) StoredFlip::key, Encoders.STRING())
        .mapGroups(
            (MapGroupsFunction<String, StoredFlip, Tallied>) (key, flips) -> rows.tallied(flips),
            RecordEncoder.of(Tallied.class))
        .collectAsList();
  }

  /** The rows of all positions. */
  private Map<Lane, List<TriggerRow>> byLane(TriggerRows rows, List<Tallied> tallied) {
    Map<Lane, List<TriggerRow>> byLane = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      TriggerRow[] all = new TriggerRow[subject.images().size()];
      Arrays.setAll(all, position -> rows.still(position, lane));
      tallied.stream()
          .filter(t -> t.row().arithmetic().equals(lane.name()))
          .forEach(t -> all[t.position()] = t.row());
      byLane.put(lane, List.of(all));
    }
    return byLane;
  }

  /** The flips that are run again: some of each trigger. */
  private static List<StoredFlip> evidence(TriggerFindings findings, List<Tallied> tallied) {
    return tallied.stream()
        .filter(t -> findings.isTrigger(Lane.valueOf(t.row().arithmetic()), t.position()))
        .flatMap(t -> t.evidence().stream())
        .toList();
  }

  private Dataset<TriggerEvidenceRow> evidence(
      Run run,
      Broadcast<SharedNetwork> network,
      Broadcast<SharedImages> images,
      List<StoredFlip> flips) {
    Setting same = setting;
    return run.spark()
        .createDataset(flips, RecordEncoder.of(StoredFlip.class))
        .mapPartitions(
            (MapPartitionsFunction<StoredFlip, TriggerEvidenceRow>)
                mine -> {
                  TriggerEvidence evidence = new TriggerEvidence(network.value(), same);
                  return new UnitIterator<>(
                      mine,
                      flip -> evidence.of(images.value().ofId(flip.image()), flip),
                      new LongAccumulator());
                },
            Tables.TRIGGER_EVIDENCE.encoder());
  }

  private static Dataset<PatternsRow> patterns(Dataset<Scanned> scanned) {
    long traced = scanned.where(size(col("patterns")).gt(0)).count();
    return PatternCounts.of(
        scanned.selectExpr("inline(patterns)").as(RecordEncoder.of(VisitedPattern.class)),
        traced,
        0);
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
