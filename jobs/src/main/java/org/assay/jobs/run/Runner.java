package org.assay.jobs.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * Runs jobs and commits what they wrote.
 *
 * @param partitions how finely to cut the work; 0 for four partitions a core
 */
public record Runner(SparkSession spark, FileStore files, Console console, int partitions) {

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
    try (OutputFolder folder = OutputFolder.open(files, out, command)) {
      try {
        int exitCode = work.applyAsInt(folder);
        folder.finish(exitCode, "");
        return exitCode;
      } catch (BadInput e) {
        folder.finish(2, String.valueOf(e.getMessage()));
        throw e;
      } catch (RuntimeException | Error e) {
        folder.finish(3, e.toString());
        throw e;
      }
    }
  }

  /** Does work that counts units, while progress is shown. */
  public <T> T counting(String task, long total, Function<LongAccumulator, T> work) {
    try (Progress progress = Progress.start(spark, console, task, total)) {
      return work.apply(progress.units());
    }
  }

  /**
   * Performs a job and commits its tables together; then what it wants to have done next, as a run
   * of its own. Gives the last run.
   */
  public Finished run(OutputFolder folder, Job job) {
    int exitCode = 0;
    Optional<Job> next = Optional.of(job);
    while (true) {
      Committed committed = commit(folder, next.orElseThrow());
      exitCode = Math.max(exitCode, committed.row.exitCode());
      next = committed.next;
      if (next.isEmpty()) {
        return new Finished(committed.run, committed.row, exitCode);
      }
    }
  }

  private record Committed(String run, RunRow row, Optional<Job> next) {}

  private Committed commit(OutputFolder folder, Job job) {
    OutputFolder.StagedRun staged = folder.begin();
    Run run = new Run(spark, files, console, staged, partitions);
    try {
      RunRow row = job.perform(run);
      run.write(Tables.RUNS, spark.createDataset(List.of(row), Tables.RUNS.encoder()).coalesce(1));
      staged.commit();
      return new Committed(staged.run(), row, run.next());
    } finally {
      run.close();
    }
  }
}
