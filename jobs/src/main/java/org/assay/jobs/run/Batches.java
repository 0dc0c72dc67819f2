package org.assay.jobs.run;

import java.nio.charset.StandardCharsets;
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
import org.assay.jobs.run.Flight.Failed;
import org.assay.jobs.table.UnitFiles;
import org.assay.jobs.table.UnitFiles.Written;
import scala.Tuple2;

/**
 * Decides units in pieces, each of them kept as soon as it is written, and reads those that were
 * kept before: by this command, by one that broke off, or by any other in the same output folder.
 */
final class Batches<W> {

  /** How often a unit that is alone in its batch is tried again. */
  private static final int RETRIES = 2;

  private static final int MOST_CRASHES = 16;

  /** Names of files begin with a number, as those of manifests do. */
  private static final String NAME = "\\d{6}[-.].*";

  private static final int DIGITS = 6;

  private final Run run;
  private final Work<W> work;
  private final Terms terms;
  private final String folder;
  private final List<String> keys;
  private final Map<String, Batch> batches;
  private final Encoder<Tuple2<String, W>> encoder;
  private final Pace pace = new Pace();
  private final int wave;
  private int next;

  /** Units that took their process with them, which are kept when all others are. */
  private final Map<Long, Throwable> crashed = new LinkedHashMap<>();

  /**
   * How batches are made.
   *
   * @param command id, which a command that takes up another has from it
   * @param size units that may be found at a time and not yet kept; 0 for as many as take cores
   *     some seconds
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
    this.wave = run.piecesOfWave();
    this.next = clean() + 1;
  }

  /**
   * Deletes what no manifest names, and gives the greatest number there was. No number is used
   * twice, since tasks of an attempt that failed may still be writing.
   */
  private int clean() {
    Set<String> named = new HashSet<>();
    batches.forEach(
        (number, batch) -> {
          named.add(number + Batch.MANIFEST);
          named.addAll(batch.files());
        });
    int greatest = 0;
    for (String name : run.files().exists(folder) ? run.files().names(folder) : List.<String>of()) {
      if (name.matches(NAME)) {
        greatest = Math.max(greatest, Integer.parseInt(name.substring(0, DIGITS)));
      }
      if (!named.contains(name) && !name.startsWith(".")) {
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
    Map<String, Long> places = new HashMap<>();
    left.forEach(unit -> places.put(key(unit), unit));
    List<Failed> failed = new ArrayList<>();
    try (Flight flight = new Flight(run.spark().sparkContext(), work.name() + " " + run.id())) {
      int from = 0;
      while (from < left.size() || flight.pieces() > 0) {
        int count = room(flight, left.size() - from);
        if (count > 0) {
          start(flight, left.subList(from, from + count), counter);
          from += count;
        } else {
          failed.addAll(keep(flight));
          if (failed.size() > MOST_CRASHES) {
            throw failure(failed.get(0));
          }
        }
      }
      for (Failed wave : failed) {
        retry(flight, wave.units().stream().map(places::get).sorted().toList(), counter);
      }
    }
    if (!crashed.isEmpty()) {
      Metrics.crashed(crashed.size());
      writeCrashed();
    }
  }

  /** How many units may be started now; towards the end ever fewer, so that cores end together. */
  private int room(Flight flight, int left) {
    if (flight.pieces() > wave) {
      return 0;
    }
    int most = terms.size > 0 ? Math.min(left, terms.size - flight.units()) : left;
    int size = terms.size > 0 ? terms.size / (2 * wave) : pace.size();
    long last = (left + 2L * wave - 1) / (2L * wave);
    return (int) Math.min(most, wave * Math.max(1, Math.min(size, last)));
  }

  private void start(Flight flight, List<Long> units, LongAccumulator counter) {
    int pieces = Math.min(wave, units.size());
    String name = "%06d".formatted(next++);
    Dataset<Tuple2<String, W>> found = found(units, pieces, counter);
    flight.start(
        units.stream().map(this::key).toList(),
        pieces,
        written -> UnitFiles.write(found, work.undecided(), folder, name, written));
  }

  /** Waits for pieces and keeps them, as a batch; the waves that have failed meanwhile. */
  private List<Failed> keep(Flight flight) {
    List<Written> pieces = flight.take();
    if (!pieces.isEmpty()) {
      pace.took(pieces);
      writeManifest(pieces);
    }
    List<Failed> failed = flight.failed();
    for (Failed wave : failed) {
      if (!isOfUnits(wave.cause())) {
        throw failure(wave);
      }
    }
    return failed;
  }

  private static IllegalStateException failure(Failed wave) {
    return new IllegalStateException(String.valueOf(wave.cause().getMessage()), wave.cause());
  }

  /** Finds what a wave that failed has left, in halves until what ends its process is alone. */
  private void retry(Flight flight, List<Long> units, LongAccumulator counter) {
    List<Long> left = units;
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      start(flight, left, counter);
      List<Failed> failed = new ArrayList<>();
      while (flight.pieces() > 0) {
        failed.addAll(keep(flight));
      }
      if (failed.isEmpty()) {
        return;
      }
      if (crashed.size() == MOST_CRASHES) {
        throw failure(failed.get(0));
      }
      Set<String> open = failed.get(0).units();
      left = left.stream().filter(unit -> open.contains(key(unit))).toList();
      if (left.size() > 1) {
        retry(flight, left.subList(0, left.size() / 2), counter);
        retry(flight, left.subList(left.size() / 2, left.size()), counter);
        return;
      }
      if (attempt == RETRIES) {
        crashed.put(left.get(0), failed.get(0).cause());
        return;
      }
    }
  }

  private String key(Long unit) {
    return keys.get(Math.toIntExact(unit));
  }

  /** Whether a stage failed, rather than the driver or Spark itself. */
  private boolean isOfUnits(Throwable e) {
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
        (unit, e) -> rows.add(new Tuple2<>(key(unit), work.crashed().apply(unit, ended(e)))));
    List<Written> pieces = new ArrayList<>();
    UnitFiles.write(
        run.spark().createDataset(rows, encoder),
        work.undecided(),
        folder,
        "%06d".formatted(next++),
        pieces::add);
    writeManifest(pieces);
  }

  private static ProcessEnded ended(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new ProcessEnded("its process ended %d times: %s".formatted(RETRIES + 1, text));
  }

  private Dataset<Tuple2<String, W>> found(List<Long> units, int pieces, LongAccumulator counter) {
    long[] places = units.stream().mapToLong(Long::longValue).toArray();
    String[] names = units.stream().map(this::key).toArray(String[]::new);
    MapPartitionsFunction<Long, W> task = work.task();
    String name = work.name();
    return run.spark()
        .range(0, places.length, 1, pieces)
        .as(Encoders.LONG())
        .mapPartitions(
            (MapPartitionsFunction<Long, Tuple2<String, W>>)
                mine -> {
                  NamedUnits named = new NamedUnits(name, mine, places, names);
                  return named.with(task.call(named), counter);
                },
            encoder);
  }

  private void writeManifest(List<Written> pieces) {
    Faults.reach(Faults.MANIFEST);
    String number = "%06d".formatted(next++);
    List<String> files = new ArrayList<>();
    List<String> mine = new ArrayList<>();
    Set<String> open = new HashSet<>();
    for (Written piece : pieces) {
      files.add(piece.file());
      mine.addAll(piece.units());
      open.addAll(piece.open());
    }
    Batch batch = new Batch(number, terms.command, files, mine, open);
    byte[] manifest = batch.text().getBytes(StandardCharsets.UTF_8);
    try (FSDataOutputStream out = run.files().create(folder + "/" + number + Batch.MANIFEST)) {
      out.write(manifest);
    } catch (java.io.IOException e) {
      throw new BadInput(folder + ": cannot be written: " + e.getMessage(), e);
    }
    batches.put(number, batch);
    Metrics.kept(mine.size(), open.size());
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
          List<String> files = batch.files().stream().map(file -> folder + "/" + file).toList();
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
