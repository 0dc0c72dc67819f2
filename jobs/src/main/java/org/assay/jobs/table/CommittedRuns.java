package org.assay.jobs.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The runs of an output folder that are committed: those whose row in the table of runs is there.
 * It is one file, and written last.
 */
public record CommittedRuns(FileSystem files, String out, List<String> ids) {

  private static final String RUNS = "runs";

  public CommittedRuns {
    ids = List.copyOf(ids);
  }

  public static CommittedRuns of(SparkSession spark, String out) {
    try {
      FileSystem files = new Path(out).getFileSystem(spark.sparkContext().hadoopConfiguration());
      List<String> ids = new ArrayList<>();
      for (String run : runs(files, out, RUNS)) {
        Path folder = new Path(out, RUNS + "/" + Table.RUN + "=" + run);
        for (FileStatus file : files.listStatus(folder)) {
          if (file.getPath().getName().endsWith(".parquet") && !ids.contains(run)) {
            ids.add(run);
          }
        }
      }
      return new CommittedRuns(files, out, ids);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the runs of " + out, e);
    }
  }

  public boolean contains(String run) {
    return ids.contains(run);
  }

  /** Those of the runs that have rows in a table, in the order of their ids. */
  List<String> among(String table) {
    try {
      return runs(files, out, table).stream().filter(ids::contains).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list table " + table + " of " + out, e);
    }
  }

  private static List<String> runs(FileSystem files, String out, String table) throws IOException {
    String prefix = Table.RUN + "=";
    List<String> runs = new ArrayList<>();
    try {
      for (FileStatus entry : files.listStatus(new Path(out, table))) {
        String name = entry.getPath().getName();
        if (entry.isDirectory() && name.startsWith(prefix)) {
          runs.add(name.substring(prefix.length()));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    runs.sort(Comparator.naturalOrder());
    return runs;
  }
}
