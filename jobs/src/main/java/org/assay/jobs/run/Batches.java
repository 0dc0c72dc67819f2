package org.assay.jobs.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.table.UnitFiles;
import scala.Tuple2;

/**
 * Decides units in batches, each of them kept as soon as it is written, and reads those that were
 * kept before: by this command, by one that broke off, or by any other in the same output folder.
 */
final class Batches<W> {

  /** How long a batch is to take at least, so that what every batch costs does not count. */
  private static final Duration ENOUGH = Duration.ofSeconds(5);

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int UNITS_OF_CORE = 8;
  private static final int GROWTH = 4;
  private static final int MOST_UNITS = 1 << 16;

  /** How often a unit that is alone in its batch is tried again. */
  private static final int RETRIES = 2;

  private static final int MOST_CRASHES = 16;

  private final Run run;
  private final Work<W> work;
  private final Terms terms;
  private final String folder;
  private final List<String> keys;
  private final Map<String, Batch> batches;
  private final Encoder<Tuple2<String, W>> encoder;
  private int next;

  /** Units that took their process with them, which are kept when all others are. */
  private final Map<Long, Exception> crashed = new LinkedHashMap<>();

  /**
   * How batches are made.
   *
   * @param command id, which a command that takes up another has from it
   * @param size units of a batch; 0 for as many as take some seconds
   * @param rerun whether what stayed undecided is decided anew, once by this command
   */
  record Terms(String command, int size, boolean rerun) {}

  Batches(Run run, Work<W> work, String out, Terms terms) {
    this.run = run;
    this.work = work;
    this.terms = terms;
    this.folder = out + "/.units/" + work.key();
    this.keys = work.keys();
    this.batches = Batch.in(run.files(), folder);
    this.encoder = Encoders.tuple(Encoders.STRING(), work.encoder());
    this.next = clean() + 1;
  }

  /**
   * Deletes what no manifest names, and gives the greatest number there was. No number is used
   * twice, since tasks of an attempt that failed may still be writing.
   */
  private int clean() {
    int greatest = 0;
    for (String name : run.files().exists(folder) ? run.files().names(folder) : List.<String>of()) {
      if (name.startsWith(".")) {
        continue;
      }
      String number = name.replace(Batch.MANIFEST, "");
      greatest = Math.max(greatest, Integer.parseInt(number));
      if (!batches.containsKey(number)) {
        run.files().delete(folder + "/" + name);
      }
    }
    return greatest;
  }

  /** What is found of all units, each once. */
  Dataset<W> decided() {
    Set<String> done = done();
    List<Long> left =
        LongStream.range(0, keys.size())
            .filter(unit -> !done.contains(keys.get((int) unit)))
            .boxed()
            .toList();
    if (!left.isEmpty()) {
      run.<Void>counting(
          work.name(),
          left.size(),
          counter -> {
            commitAll(left, counter);
            return null;
          });
    }
    return stored();
  }

  /** The keys of units that need not be decided. */
  private Set<String> done() {
    Set<String> done = new HashSet<>();
    for (Batch batch : batches.values()) {
      boolean counts = !terms.rerun || batch.command().equals(terms.command);
      batch.units().stream()
          .filter(unit -> counts || !batch.open().contains(unit))
          .forEach(done::add);
    }
    return done;
  }

  private void commitAll(List<Long> left, LongAccumulator counter) {
    int cores = run.spark().sparkContext().defaultParallelism();
    int size = terms.size > 0 ? terms.size : UNITS_OF_CORE * cores;
    int from = 0;
    while (from < left.size()) {
      List<Long> units = left.subList(from, Math.min(left.size(), from + size));
      long start = System.nanoTime();
      commit(units, counter);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      from += units.size();
      if (terms.size == 0 && took.compareTo(ENOUGH) < 0) {
        size = Math.min(MOST_UNITS, size * GROWTH);
      } else if (terms.size == 0 && took.compareTo(LONG) > 0) {
        size = Math.max(cores, size / 2);
      }
    }
    if (!crashed.isEmpty()) {
      writeCrashed();
    }
  }

  /** Writes the units as a batch, or as several where one of them takes its process with it. */
  private void commit(List<Long> units, LongAccumulator counter) {
    for (int attempt = 0; ; attempt++) {
      try {
        write(units, found(units, counter));
        return;
      } catch (Exception e) {
        if (!isOfUnits(e) || crashed.size() == MOST_CRASHES) {
          throw e;
        }
        if (units.size() > 1) {
          commit(units.subList(0, units.size() / 2), counter);
          commit(units.subList(units.size() / 2, units.size()), counter);
          return;
        }
        if (attempt == RETRIES) {
          crashed.put(units.get(0), e);
          return;
        }
      }
    }
  }

  /** Whether a stage failed, rather than the driver or Spark itself. */
  private boolean isOfUnits(Exception e) {
    if (run.spark().sparkContext().isStopped()) {
      return false;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkException) {
        return true;
      }
    }
    return false;
  }

  /** Stands for whatever ended the process of a unit. */
  private static final class ProcessEnded extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProcessEnded(String detail) {
      super(detail, null, false, false);
    }
  }

  private void writeCrashed() {
    List<Tuple2<String, W>> rows = new ArrayList<>();
    crashed.forEach(
        (unit, e) ->
            rows.add(
                new Tuple2<>(
                    keys.get(Math.toIntExact(unit)), work.crashed().apply(unit, ended(e)))));
    write(List.copyOf(crashed.keySet()), run.spark().createDataset(rows, encoder));
  }

  private static ProcessEnded ended(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new ProcessEnded("its process ended %d times: %s".formatted(RETRIES + 1, text));
  }

  private Dataset<Tuple2<String, W>> found(List<Long> units, LongAccumulator counter) {
    Map<Long, String> names = new HashMap<>();
    units.forEach(unit -> names.put(unit, keys.get(Math.toIntExact(unit))));
    MapPartitionsFunction<Long, W> task = work.task();
    String name = work.name();
    return run.units(List.copyOf(units), work.pieces())
        .mapPartitions(
            (MapPartitionsFunction<Long, Tuple2<String, W>>)
                mine -> {
                  NamedUnits named = new NamedUnits(name, mine, names);
                  return named.with(task.call(named), counter);
                },
            encoder);
  }

  private void write(List<Long> units, Dataset<Tuple2<String, W>> found) {
    String number = "%06d".formatted(next++);
    String data = folder + "/" + number;
    UnitFiles.write(found, data);
    Faults.reach(Faults.MANIFEST);
    List<String> files =
        run.files().names(data).stream().filter(n -> n.endsWith(".parquet")).toList();
    List<String> mine = units.stream().map(unit -> keys.get(Math.toIntExact(unit))).toList();
    Batch batch = new Batch(number, terms.command, files, mine, open(data, files));
    byte[] manifest = batch.text().getBytes(StandardCharsets.UTF_8);
    try (FSDataOutputStream out = run.files().create(folder + "/" + number + Batch.MANIFEST)) {
      out.write(manifest);
    } catch (java.io.IOException e) {
      throw new BadInput(folder + ": cannot be written: " + e.getMessage(), e);
    }
    batches.put(number, batch);
  }

  private Set<String> open(String data, List<String> files) {
    String condition = work.undecided();
    return condition == null
        ? Set.of()
        : Set.copyOf(UnitFiles.keys(run.spark(), encoder, paths(data, files), condition));
  }

  private static List<String> paths(String data, List<String> files) {
    return files.stream().map(file -> data + "/" + file).toList();
  }

  /** The units as the newest batch of each has them. */
  private Dataset<W> stored() {
    Map<String, Batch> newest = new HashMap<>();
    batches.values().forEach(batch -> batch.units().forEach(unit -> newest.put(unit, batch)));
    Map<Batch, List<String>> wanted = new LinkedHashMap<>();
    for (String key : new HashSet<>(keys)) {
      Batch batch = newest.get(key);
      if (batch == null) {
        throw new IllegalStateException("unit " + key + " was not kept");
      }
      wanted.computeIfAbsent(batch, b -> new ArrayList<>()).add(key);
    }
    List<String> whole = new ArrayList<>();
    List<Dataset<Tuple2<String, W>>> parts = new ArrayList<>();
    wanted.forEach(
        (batch, units) -> {
          List<String> files = paths(folder + "/" + batch.number(), batch.files());
          if (units.size() == batch.units().size()) {
            whole.addAll(files);
          } else {
            parts.add(UnitFiles.read(run.spark(), encoder, files, units));
          }
        });
    if (!whole.isEmpty()) {
      parts.add(UnitFiles.read(run.spark(), encoder, whole));
    }
    return UnitFiles.found(parts, encoder, work.encoder(), run.spark());
  }
}
