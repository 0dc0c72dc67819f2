package org.assay.jobs.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/**
 * The folder that a command writes to, locked while it is open. Tables are written to {@code
 * .staging} and moved to their places when a run is done, that of runs last, so that readers who go
 * by it never see a half-written run on any store; {@code status.json} says how the command stands.
 * A command that broke off is taken up by the same command.
 */
public final class OutputFolder implements AutoCloseable {

  private static final String STAGING = "/.staging";

  private final FileStore files;
  private final String out;
  private final String command;
  private final String id;
  private final Instant started;
  private final Lock lock;
  private final Journal journal;
  private final List<Status.TableCount> counts = new ArrayList<>();
  private String remark = "";
  private boolean ended;

  private OutputFolder(FileStore files, String out, Called called, String fresh, Instant started) {
    this.files = files;
    this.out = out;
    this.command = called.command();
    this.started = started;
    files.makeFolder(out);
    this.lock = Lock.take(files, out, fresh);
    // Nobody else is writing, so whatever was staged was left by a process that died.
    files.delete(out + STAGING);
    this.journal = Journal.open(files, out, called.command() + " " + called.arguments(), fresh);
    this.id = journal.id();
  }

  /** A command with its arguments as given, by which it is known again. */
  record Called(String command, String arguments) {}

  /** Opens a folder for a command without arguments. */
  public static OutputFolder open(FileStore files, String out, String command) {
    return open(files, out, new Called(command, ""));
  }

  /** Opens a folder for a command, made if there is none; {@link BadInput} if another has it. */
  static OutputFolder open(FileStore files, String out, Called called) {
    Instant started = Instant.now();
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC).format(started);
    String id =
        time + "-" + HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
    OutputFolder folder = new OutputFolder(files, out, called, id, started);
    folder.tell("running", null, "", null);
    return folder;
  }

  public String path() {
    return out;
  }

  /** The command's id, which it has from that which it takes up. */
  String id() {
    return id;
  }

  /** The run of this command that asked this and was committed before the command broke off. */
  Optional<String> committed(String key) {
    return journal.committed(key);
  }

  /** Notes what a run holds that was committed before the command broke off. */
  void add(List<Status.TableCount> tables) {
    counts.addAll(tables);
  }

  /** Starts the next run of the command, which asks this. */
  StagedRun begin(String key) {
    return new StagedRun(journal.begin(key));
  }

  /** What {@code status.json} is to say of a command that is done, such as a breached gate. */
  public void remark(String message) {
    remark = message;
  }

  /** Writes down how the command ended; what failed can be taken up. */
  public void finish(int exitCode, String message) {
    end(exitCode <= 1 ? "done" : "failed", exitCode, message.isEmpty() ? remark : message);
  }

  /** The same of a command that did all its work, which starts anew when it is given again. */
  void complete(int exitCode) {
    finish(exitCode, "");
    journal.end();
  }

  /** Writes down that the command was stopped from outside, and gives the lock up. */
  void interrupt(int exitCode) {
    end("interrupted", exitCode, "the same command goes on where this one stopped");
    lock.close();
  }

  private synchronized void end(String state, int exitCode, String message) {
    if (!ended) {
      ended = true;
      tell(state, exitCode, message, Instant.now());
    }
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
      files.delete(out + STAGING);
      journal.endIfEmpty();
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
      return out + STAGING + "/" + run;
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
          if (table.table().equals(Tables.RUNS.name())) {
            Faults.reach(Faults.RUN);
          }
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
