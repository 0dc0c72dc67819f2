package org.assay.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.assay.dataset.CsvReader;
import org.assay.dataset.DataFormatException;
import org.assay.dataset.DrawnDigits;
import org.assay.dataset.IdxReader;
import org.assay.dataset.ImageSet;
import org.assay.dataset.NpyReader;
import org.assay.dataset.PngReader;

/**
 * Where images are read from and how.
 *
 * @param path of a folder with MNIST's four IDX files, a pair of IDX files with a comma between, a
 *     folder of PNG pictures by label, a CSV file, a .npy file of images (its labels beside it or
 *     after a comma), a Parquet file or folder, or {@link #DIGITS}
 * @param train of MNIST's four files, the training set rather than the test set
 * @param transpose whether the network takes columns first
 */
public record ImageSource(String path, boolean train, boolean transpose) {

  /** The name of the digits that Assay draws itself. */
  public static final String DIGITS = "bundled:digits";

  private static final int DRAWN = 1_000;
  private static final long DRAWN_SEED = 1;
  private static final String NPY = ".npy";

  /** What tells these images from others: the path, and which of them or how where that differs. */
  public String title() {
    return path + (train ? ", train" : "") + (transpose ? ", columns first" : "");
  }

  /** Looks whether the path leads to files, without reading them; {@link BadInput} if not. */
  public void find(FileStore files) {
    String[] pair = path.split(",", -1);
    if (path.equals(DIGITS)) {
      return;
    }
    for (String file : pair.length == 2 ? pair : new String[] {path}) {
      if (!files.exists(file)) {
        throw new BadInput(file + ": no such file or folder; check the path");
      }
    }
  }

  /** All images; {@link BadInput} that names the path where they cannot be read. */
  public ImageSet read(SparkSession spark, FileStore files) {
    try {
      ImageSet images = path.equals(DIGITS) ? drawn() : stored(spark, files);
      return transpose ? images.transposed() : images;
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new BadInput(path + ": " + e.getMessage(), e);
    }
  }

  private static ImageSet drawn() {
    return DrawnDigits.draw(DRAWN, DRAWN_SEED);
  }

  private ImageSet stored(SparkSession spark, FileStore files) {
    String[] pair = path.split(",", -1);
    if (pair.length == 2) {
      byte[] images = files.read(pair[0]);
      byte[] labels = files.read(pair[1]);
      return pair[0].endsWith(NPY)
          ? NpyReader.read(images, labels)
          : IdxReader.read(images, labels);
    }
    if (!files.exists(path)) {
      throw new BadInput(path + ": no such file or folder; check --images");
    }
    return files.isFolder(path) ? folder(spark, files) : file(spark, files);
  }

  private ImageSet file(SparkSession spark, FileStore files) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
      return CsvReader.read(files.read(path));
    }
    if (name.endsWith(".parquet")) {
      return ParquetImages.read(spark, path);
    }
    String labels = labelsBeside(files);
    return name.endsWith(NPY)
        ? NpyReader.read(files.read(path), files.read(labels))
        : IdxReader.read(files.read(path), files.read(labels));
  }

  /** The file of labels that goes with a file of images, found by the usual names. */
  private String labelsBeside(FileStore files) {
    int slash = path.lastIndexOf('/') + 1;
    String folder = path.substring(0, slash);
    String name = path.substring(slash);
    List<String> names =
        name.endsWith(NPY)
            ? List.of(
                "labels.npy",
                "y.npy",
                name.replace("images", "labels"),
                name.replaceFirst("^X", "y"),
                name.replaceFirst("^x", "y"))
            : List.of(name.replace("images", "labels").replace("idx3", "idx1"));
    for (String candidate : names) {
      if (!candidate.equals(name) && files.exists(folder + candidate)) {
        return folder + candidate;
      }
    }
    throw new BadInput(
        "%s: no file of labels beside it (looked for %s); give both, IMAGES,LABELS, or a .csv, .npy or .parquet file"
            .formatted(path, String.join(", ", names)));
  }

  private ImageSet folder(SparkSession spark, FileStore files) {
    List<String> names = files.names(path);
    String split = train ? "train" : "t10k";
    for (String name : names) {
      if (name.matches(split + "-images[-.]idx3-ubyte(\\.gz)?")) {
        String labels = name.replace("images", "labels").replace("idx3", "idx1");
        return IdxReader.read(files.read(path + "/" + name), files.read(path + "/" + labels));
      }
    }
    if (names.stream().anyMatch(name -> name.endsWith(".parquet"))) {
      return ParquetImages.read(spark, path);
    }
    List<PngReader.Labelled> pictures = pictures(files, names);
    if (pictures.isEmpty()) {
      throw new BadInput(
          "%s: neither MNIST's files (%s-images-idx3-ubyte, plain or .gz) nor sub-folders named by label with PNG pictures nor Parquet files"
              .formatted(path, split));
    }
    return PngReader.read(pictures);
  }

  private List<PngReader.Labelled> pictures(FileStore files, List<String> names) {
    List<PngReader.Labelled> pictures = new ArrayList<>();
    for (String label :
        names.stream().filter(n -> n.matches("\\d{1,6}")).sorted(BY_NUMBER).toList()) {
      String folder = path + "/" + label;
      for (String name : files.isFolder(folder) ? files.names(folder) : List.<String>of()) {
        if (name.toLowerCase(Locale.ROOT).endsWith(".png")) {
          String file = folder + "/" + name;
          pictures.add(PngReader.Labelled.of(file, files.read(file), Integer.parseInt(label)));
        }
      }
    }
    return pictures;
  }

  private static final java.util.Comparator<String> BY_NUMBER =
      java.util.Comparator.comparingInt(Integer::parseInt);
}
