package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.NumericsRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.numerics.CancellationScan;
import org.assay.numerics.RankedUnit;
import org.assay.numerics.UnitFigures;
import org.assay.numerics.UnitRanking;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Ranks the sums of a network by how far rounding decides what they pass on, over the box of inputs
 * and on images. Fills {@code numerics}. A unit of work is an image.
 *
 * @param subject the network with images; null for the box alone
 */
public record ScanNumericsJob(SharedNetwork network, @Nullable Subject subject, Setting setting)
    implements Job {

  public ScanNumericsJob(Subject subject, Setting setting) {
    this(subject.network(), subject, setting);
  }

  @Override
  public String key() {
    String method = "scan numerics 1";
    return subject == null
        ? Key.of(WorkKey.of(method, network, setting), network.source())
        : WorkKey.job(method, subject, setting);
  }

  @Override
  public RunRow perform(Run run) {
    List<UnitFigures> figures =
        subject == null
            ? new CancellationScan(network.network()).figures()
            : figures(run, subject.images());
    List<RankedUnit> ranked =
        UnitRanking.of(network.network(), figures, setting.domain().low(), setting.domain().high());
    List<NumericsRow> rows = new ArrayList<>();
    for (RankedUnit unit : ranked) {
      rows.add(row(rows.size() + 1, unit));
    }
    run.write(
        Tables.NUMERICS, run.spark().createDataset(rows, Tables.NUMERICS.encoder()).coalesce(1));
    return subject == null
        ? RunRows.of(run, network, setting)
        : RunRows.of(
            run, subject, setting, RunRows.Asked.NOTHING, Effort.of(subject.images().count()));
  }

  private List<UnitFigures> figures(Run run, SharedImages images) {
    return run.counting(
        "scan-numerics",
        images.count(),
        units ->
            parts(run, images, units)
                .groupByKey((MapFunction<UnitFigures, Integer>) UnitFigures::unit, Encoders.INT())
                .reduceGroups((ReduceFunction<UnitFigures>) UnitFigures::plus)
                .map(
                    (MapFunction<Tuple2<Integer, UnitFigures>, UnitFigures>) pair -> pair._2(),
                    RecordEncoder.of(UnitFigures.class))
                .collectAsList()
                .stream()
                .sorted(Comparator.comparingInt(UnitFigures::unit))
                .toList());
  }

  /** The figures of all units on the images of each partition. */
  private Dataset<UnitFigures> parts(Run run, SharedImages images, LongAccumulator units) {
    Broadcast<SharedNetwork> about = run.share(network, SharedNetwork.class);
    Broadcast<SharedImages> shared = run.share(images, SharedImages.class);
    return run.units(images.count())
        .mapPartitions(
            (MapPartitionsFunction<Long, UnitFigures>)
                places -> figures(places, about.value(), shared.value(), units),
            RecordEncoder.of(UnitFigures.class));
  }

  private static Iterator<UnitFigures> figures(
      Iterator<Long> places, SharedNetwork network, SharedImages images, LongAccumulator units) {
    CancellationScan scan = new CancellationScan(network.network());
    while (places.hasNext()) {
      Example example = images.example(Math.toIntExact(places.next()));
      scan.add(example.id(), example.image());
      units.add(1);
    }
    return scan.figures().iterator();
  }

  private static NumericsRow row(int rank, RankedUnit unit) {
    UnitFigures images = unit.images();
    RankedUnit.Box box = unit.box();
    boolean none = images.images() == 0;
    return new NumericsRow(
        rank,
        unit.layer(),
        unit.row(),
        unit.terms(),
        unit.findings().stream().map(Enum::name).toList(),
        unit.score(),
        images.images(),
        none ? null : (Double) images.rounding(),
        none ? null : (Double) images.passed(),
        none ? null : (Double) images.magnitude(),
        none ? null : (Double) images.cancellation(),
        images.cancellationImage() < 0 ? null : (Integer) images.cancellationImage(),
        none ? null : (Double) unit.lost(),
        none ? null : (Double) unit.carried(),
        none ? null : (Long) images.phaseOpen(),
        none ? null : (Long) images.phaseSeen(),
        none ? null : (Long) images.labelSeen(),
        images.labelImage() < 0 ? null : (Integer) images.labelImage(),
        box.rounding(),
        box.passed(),
        box.magnitude(),
        box.cancellation(),
        box.lost(),
        box.carried(),
        unit.chain(),
        unit.otherChain());
  }
}
