package org.assay.jobs.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files of units that no manifest names: what a kill has cost, as each holds a unit at least. */
public final class OpenBatches {

  private OpenBatches() {}

  public static List<Path> of(Path out) throws IOException {
    if (!Files.exists(out.resolve(".units"))) {
      return List.of();
    }
    List<Path> files;
    try (var entries = Files.walk(out.resolve(".units"), 2)) {
      files = entries.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    Set<String> named = new HashSet<>();
    for (Path file : files) {
      if (file.toString().endsWith(".batch")) {
        named.addAll(Files.readAllLines(file));
      }
    }
    return files.stream()
        .filter(file -> file.toString().endsWith(".parquet"))
        .filter(file -> !named.contains("file " + file.getFileName()))
        .toList();
  }
}
