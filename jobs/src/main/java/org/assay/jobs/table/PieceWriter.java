package org.assay.jobs.table;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.Iterator;

/**
 * Writes the rows of a task to a Parquet file of its own, at its place from the start: Spark's
 * commit of a whole job would keep what one task has found from counting until all have.
 *
 * @param prefix with which the paths of files begin
 */
record PieceWriter(
    OutputWriterFactory factory,
    StructType schema,
    SerializableConfiguration configuration,
    String prefix)
    implements Serializable {

  private static final int KEY = 0;
  private static final int OPEN = 2;

  /** A writer of rows whose first column is a key and whose third says whether the unit is open. */
  static PieceWriter of(Dataset<Row> rows, String prefix) {
    try {
      Job job =
          Job.getInstance(
              new Configuration(rows.sparkSession().sparkContext().hadoopConfiguration()));
      OutputWriterFactory factory =
          new ParquetFileFormat()
              .prepareWrite(
                  rows.sparkSession(),
                  job,
                  scala.collection.immutable.Map$.MODULE$.empty(),
                  rows.schema());
      return new PieceWriter(
          factory, rows.schema(), new SerializableConfiguration(job.getConfiguration()), prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes all rows; the text says how the file is called, how long it took, and of what units. */
  String write(Iterator<InternalRow> rows) {
    long start = System.nanoTime();
    TaskContext task = TaskContext.get();
    TaskAttemptID attempt =
        new TaskAttemptID("assay", task.stageId(), TaskType.MAP, task.partitionId(), 0);
    TaskAttemptContext context = new TaskAttemptContextImpl(configuration.value(), attempt);
    String path =
        "%s-%05d-%d%s"
            .formatted(
                prefix,
                task.partitionId(),
                task.taskAttemptId(),
                factory.getFileExtension(context));
    StringBuilder units = new StringBuilder();
    OutputWriter writer = factory.newInstance(path, schema, context);
    try {
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        writer.write(row);
        units.append(row.getBoolean(OPEN) ? '?' : '=').append(row.getUTF8String(KEY)).append('\n');
      }
    } finally {
      writer.close();
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name + "\n" + (System.nanoTime() - start) + "\n" + units;
  }
}
