package org.assay.jobs.run;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.dataset.ImageSet;
import org.assay.jobs.table.RecordEncoder;
import org.assay.network.Shape;

/**
 * Images in Parquet: a column {@code label} of integers and one other column, an array of numbers,
 * with the pixels as they stand. The order of images is that of the files by name.
 */
final class ParquetImages {

  /** One row, its columns renamed. */
  public record Labelled(int label, List<Float> pixels) {}

  private ParquetImages() {}

  static ImageSet read(SparkSession spark, String path) {
    List<Labelled> rows = rows(spark, path);
    if (rows.isEmpty()) {
      throw new BadInput(path + ": no rows; is it the right file?");
    }
    return ImageSet.ofFloats(
        Shape.of(rows.get(0).pixels().size()),
        rows.stream().map(ParquetImages::pixels).toList(),
        rows.stream().mapToInt(Labelled::label).toArray());
  }

  private static List<Labelled> rows(SparkSession spark, String path) {
    try {
      var stored = spark.read().parquet(path);
      List<String> columns = Arrays.asList(stored.columns());
      if (columns.size() != 2 || !columns.contains("label")) {
        throw new BadInput(
            path + ": columns are " + columns + "; needed are label and an array of pixels");
      }
      String pixels = columns.get(1 - columns.indexOf("label"));
      String unfit = "label is null or %1$s is null or exists(%1$s, x -> x is null)";
      String quoted = "`" + pixels.replace("`", "``") + "`";
      if (!stored.where(unfit.formatted(quoted)).isEmpty()) {
        throw new BadInput(path + ": rows without a label or with missing pixels; leave them out");
      }
      return stored
          .orderBy("_metadata.file_path", "_metadata.row_index")
          .select(col("label").cast("int"), col(quoted).cast("array<float>").as("pixels"))
          .as(RecordEncoder.of(Labelled.class))
          .collectAsList();
    } catch (BadInput e) {
      throw e;
    } catch (Exception e) {
      // Spark throws its checked AnalysisException without declaring it.
      throw new BadInput(
          path + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private static float[] pixels(Labelled row) {
    float[] pixels = new float[row.pixels().size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = row.pixels().get(i);
    }
    return pixels;
  }
}
