package org.assay.jobs.run;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.table.Table;
import scala.reflect.ClassTag;

/** One question being answered: where its job spreads data, writes tables and counts units. */
public final class Run {

  private final SparkSession spark;
  private final FileStore files;
  private final Console console;
  private final OutputFolder.StagedRun staged;
  private final int partitions;
  private final Batches.Terms terms;
  private final Instant started = Instant.now();
  private final List<Dataset<?>> passing = new ArrayList<>();

  Run(Runner runner, OutputFolder.StagedRun staged, Batches.Terms terms) {
    this.spark = runner.spark();
    this.files = runner.files();
    this.console = runner.console();
    this.staged = staged;
    this.partitions = runner.partitions();
    this.terms = terms;
  }

  public SparkSession spark() {
    return spark;
  }

  FileStore files() {
    return files;
  }

  public String id() {
    return staged.run();
  }

  public Instant started() {
    return started;
  }

  /** A value that every executor is to have. Its class must be known to {@link Registrator}. */
  public <T extends Serializable> Broadcast<T> share(T value, Class<T> type) {
    return spark.sparkContext().broadcast(value, ClassTag.apply(type));
  }

  /**
   * The numbers from 0 to count - 1, one a unit of work, in as many partitions as were asked for,
   * else four a core.
   */
  public Dataset<Long> units(long count) {
    return spark.range(0, count, 1, pieces(count)).as(org.apache.spark.sql.Encoders.LONG());
  }

  private int pieces(long count) {
    long ofCores = 4L * spark.sparkContext().defaultParallelism();
    return partitions > 0 ? partitions : (int) Math.min(count, ofCores);
  }

  /** Some numbers, one a unit of work, cut likewise. */
  public Dataset<Long> units(List<Long> numbers) {
    return spark
        .createDataset(numbers, org.apache.spark.sql.Encoders.LONG())
        .repartition(Math.max(1, pieces(numbers.size())));
  }

  /** Pieces that are found at a time: as many as were asked for, else one a core. */
  int piecesOfWave() {
    return partitions > 0 ? partitions : spark.sparkContext().defaultParallelism();
  }

  /**
   * What is found of each unit, once: kept before, or found now and kept batch by batch, so that a
   * command that breaks off loses one batch at most. In no order.
   */
  public <W> Dataset<W> decided(Work<W> work) {
    return new Batches<>(this, work, staged.out(), terms).decided();
  }

  /** Does work that counts units, while progress is shown. */
  public <T> T counting(String task, long total, Function<LongAccumulator, T> work) {
    try (Progress progress = Progress.start(spark, console, task, total)) {
      return work.apply(progress.units());
    }
  }

  /** Tells the user something that must not be missed. */
  public void warn(String message) {
    console.err().println("WARNING: " + message);
  }

  /** The rows that earlier runs left in the output folder; none where there is no such table. */
  public <R extends Record> Dataset<R> earlier(Table<R> table) {
    return files.exists(staged.out() + "/" + table.name())
        ? table.read(spark, staged.out())
        : spark.createDataset(List.of(), table.encoder());
  }

  /** Writes a table of this run, evaluating the rows once, and gives them as they were written. */
  public <R extends Record> Dataset<R> write(Table<R> table, Dataset<R> rows) {
    String folder = table.folder(staged.staging(), id());
    table.write(rows, id(), folder);
    Dataset<R> written = table.written(spark, folder);
    staged.add(table.name(), written.count());
    return written;
  }

  /**
   * Writes files of text of this run, one after the other as they come, to a folder of this name.
   *
   * @param texts by file name; may hold several names with slashes between
   */
  public void writeTexts(String folder, Iterator<Map.Entry<String, String>> texts) {
    long count = 0;
    while (texts.hasNext()) {
      Map.Entry<String, String> text = texts.next();
      String place = staged.staging() + "/" + folder + "/" + Table.RUN + "=" + id() + "/";
      files.replace(place + text.getKey(), text.getValue());
      count++;
    }
    staged.add(folder, count);
  }

  /**
   * Evaluates rows once and keeps them on the executors' disks, for those who need them several
   * times. They are gone when the run is; those of a lost executor are evaluated again.
   */
  public <W> Dataset<W> pass(Dataset<W> rows) {
    Dataset<W> kept = rows.persist(StorageLevel.DISK_ONLY());
    passing.add(kept);
    kept.foreachPartition((ForeachPartitionFunction<W>) partition -> {});
    return kept;
  }

  /** Lets go of what was kept for this run. */
  void close() {
    passing.forEach(Dataset::unpersist);
  }
}
