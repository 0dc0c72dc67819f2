package org.assay.jobs.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.assay.jobs.table.Table;

/**
 * The folder that a command writes to, locked while it is open. Tables are written to {@code
 * .staging} and moved to their places when a run is done, so that no half-written table is ever
 * seen; {@code status.json} says how the command stands.
 */
public final class OutputFolder implements AutoCloseable {

  private final FileStore files;
  private final String out;
  private final String command;
  private final String id;
  private final Instant started;
  private final Lock lock;
  private final List<Status.TableCount> counts = new ArrayList<>();
  private int runs;
  private String remark = "";

  private OutputFolder(FileStore files, String out, String command, String id, Instant started) {
    this.files = files;
    this.out = out;
    this.command = command;
    this.id = id;
    this.started = started;
    files.makeFolder(out);
    this.lock = Lock.take(files, out, id);
  }

  /** Opens a folder for a command, made if there is none; {@link BadInput} if another has it. */
  public static OutputFolder open(FileStore files, String out, String command) {
    Instant started = Instant.now();
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC).format(started);
    String id =
        time + "-" + HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
    OutputFolder folder = new OutputFolder(files, out, command, id, started);
    folder.tell("running", null, "", null);
    return folder;
  }

  public String path() {
    return out;
  }

  /** Starts the next run of the command. */
  StagedRun begin() {
    runs++;
    return new StagedRun(runs == 1 ? id : id + "-" + runs);
  }

  /** What {@code status.json} is to say of a command that is done, such as a breached gate. */
  public void remark(String message) {
    remark = message;
  }

  /** Writes down how the command ended. */
  public void finish(int exitCode, String message) {
    tell(
        exitCode <= 1 ? "done" : "failed",
        exitCode,
        message.isEmpty() ? remark : message,
        Instant.now());
  }

  private void tell(
      String state,
      @org.jspecify.annotations.Nullable Integer exitCode,
      String message,
      @org.jspecify.annotations.Nullable Instant finished) {
    Status status =
        new Status(
            state,
            exitCode,
            message,
            command,
            id,
            started.toString(),
            finished == null ? null : finished.toString(),
            counts);
    files.replace(out + "/status.json", status.json());
  }

  /** Removes what was staged and gives the lock up. */
  @Override
  public void close() {
    try (lock) {
      files.delete(out + "/.staging/" + id);
      if (files.names(out).contains(".staging") && files.names(out + "/.staging").isEmpty()) {
        files.delete(out + "/.staging");
      }
    }
  }

  /** The tables of one run on their way into the folder. */
  final class StagedRun {

    private final String run;
    private final List<Status.TableCount> staged = new ArrayList<>();

    private StagedRun(String run) {
      this.run = run;
    }

    String run() {
      return run;
    }

    /** The output folder, as others see it. */
    String out() {
      return out;
    }

    /** An output folder of its own for this run's tables, not seen by others. */
    String staging() {
      return out + "/.staging/" + id + "/" + run;
    }

    /** Notes that a table, or another folder of files, was staged. */
    void add(String name, long rows) {
      staged.add(new Status.TableCount(run, name, rows));
    }

    /** Moves every table to its place; the table of runs, which readers start from, comes last. */
    void commit() {
      List<String> moved = new ArrayList<>();
      try {
        for (Status.TableCount table : staged) {
          String folder = "/" + table.table() + "/" + Table.RUN + "=" + run;
          files.move(staging() + folder, out + folder);
          moved.add(out + folder);
        }
      } catch (RuntimeException e) {
        moved.forEach(files::delete);
        throw e;
      }
      counts.addAll(staged);
      files.delete(staging());
    }

    List<Status.TableCount> tables() {
      return List.copyOf(staged);
    }
  }
}
