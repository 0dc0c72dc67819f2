package org.assay;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folders of real data sets and networks, which are no part of this repository. A class that
 * uses them is marked {@link NeedsData}.
 */
public final class AssayData {

  private AssayData() {}

  /**
   * The property {@code assay.data}; by default {@code ../shared/data} seen from the top folder.
   */
  public static Path data() {
    String named = System.getProperty("assay.data");
    Path folder = named == null ? top().resolve("../shared/data") : Path.of(named);
    return folder.toAbsolutePath().normalize();
  }

  /** A file or folder below {@link #data()}, such as {@code mnist/train-labels-idx1-ubyte}. */
  public static Path data(String path) {
    return data().resolve(path);
  }

  /** The folder {@code models} beside {@link #data()}. */
  public static Path models() {
    return data().resolveSibling("models");
  }

  /** A file of {@link #models()}. */
  public static Path models(String name) {
    return models().resolve(name);
  }

  private static Path top() {
    Path folder = Path.of("").toAbsolutePath();
    for (Path f = folder; f != null; f = f.getParent()) {
      if (Files.isDirectory(f.resolve(".mvn"))) {
        return f;
      }
    }
    return folder;
  }
}
