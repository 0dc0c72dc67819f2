package org.assay.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/**
 * Runs jobs and commits what they wrote.
 *
 * @param partitions how finely to cut the work; 0 for four partitions a core
 * @param keeping how work is kept
 */
public record Runner(
    SparkSession spark, FileStore files, Console console, int partitions, Keeping keeping) {

  private static final int INTERRUPTED = 130;

  /**
   * How work is kept.
   *
   * @param arguments of the command line, by which a command that broke off is known again
   * @param batch units that may be found and not yet kept; 0 for as many as take some seconds
   * @param rerun whether what is kept undecided is to be decided anew
   */
  public record Keeping(String arguments, int batch, boolean rerun) {}

  /** A runner of commands that are known by their names alone. */
  public Runner(SparkSession spark, FileStore files, Console console, int partitions) {
    this(spark, files, console, partitions, new Keeping("", 0, false));
  }

  /** The same that decides anew what is kept undecided. */
  public Runner rerunning() {
    Keeping rerun = new Keeping(keeping.arguments(), keeping.batch(), true);
    return new Runner(spark, files, console, partitions, rerun);
  }

  /**
   * A job's run that has been committed.
   *
   * @param exitCode of the run and of those that it continues
   */
  public record Finished(String run, RunRow row, int exitCode) {}

  /**
   * Does a command's work in an output folder, which is locked meanwhile and says at last how it
   * ended; what fails is thrown on.
   *
   * @param work runs jobs in the folder and gives the exit code
   */
  public int command(String out, String command, ToIntFunction<OutputFolder> work) {
    OutputFolder.Called called = new OutputFolder.Called(command, keeping.arguments());
    try (OutputFolder folder = OutputFolder.open(files, out, called);
        Interruption interruption = Interruption.watch(() -> interrupted(folder))) {
      try {
        int exitCode = work.applyAsInt(folder);
        folder.complete(exitCode);
        return exitCode;
      } catch (BadInput e) {
        folder.finish(2, String.valueOf(e.getMessage()));
        throw e;
      } catch (Exception | Error e) {
        // Spark throws checked exceptions that it does not declare.
        interruption.await();
        folder.finish(3, e.toString());
        throw e;
      }
    }
  }

  private void interrupted(OutputFolder folder) {
    // Spark is being stopped too, and would say so once for each task.
    spark.sparkContext().setLogLevel("OFF");
    folder.interrupt(INTERRUPTED);
    console.err().println("\nStopped. What was done is kept: the same command goes on from there.");
  }

  /** Does work that counts units, while progress is shown. */
  public <T> T counting(String task, long total, Function<LongAccumulator, T> work) {
    try (Progress progress = Progress.start(spark, console, task, total)) {
      return work.apply(progress.units());
    }
  }

  /**
   * Performs a job and commits its tables together; then what it wants to have done next, as a run
   * of its own. What this command committed before it broke off is not done again. Gives the last
   * run.
   */
  public Finished run(OutputFolder folder, Job job) {
    int exitCode = 0;
    Optional<Job> next = Optional.of(job);
    while (true) {
      Job one = next.orElseThrow();
      String key = one.key();
      Optional<String> before = folder.committed(key);
      Finished done = before.isPresent() ? kept(folder, before.get()) : committed(folder, one, key);
      exitCode = Math.max(exitCode, done.row().exitCode());
      next = one.next(spark, folder.path(), done.run());
      if (next.isEmpty()) {
        return new Finished(done.run(), done.row(), exitCode);
      }
    }
  }

  private Finished kept(OutputFolder folder, String id) {
    List<Status.TableCount> counts = new ArrayList<>();
    for (Table<?> table : Tables.all()) {
      if (files.exists(table.folder(folder.path(), id))) {
        long rows = table.written(spark, table.folder(folder.path(), id)).count();
        counts.add(new Status.TableCount(id, table.name(), rows));
      }
    }
    folder.add(counts);
    console.err().println("run " + id + " was done before, and is kept");
    RunRow row = Tables.RUNS.read(spark, folder.path(), id).head();
    return new Finished(id, row, row.exitCode());
  }

  private Finished committed(OutputFolder folder, Job job, String key) {
    OutputFolder.StagedRun staged = folder.begin(key);
    Batches.Terms terms = new Batches.Terms(folder.id(), keeping.batch(), keeping.rerun());
    Run run = new Run(this, staged, terms);
    try {
      RunRow row = job.perform(run);
      run.write(Tables.RUNS, spark.createDataset(List.of(row), Tables.RUNS.encoder()).coalesce(1));
      staged.commit();
      return new Finished(staged.run(), row, row.exitCode());
    } finally {
      run.close();
    }
  }
}
