package org.assay.jobs.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Batches of an output folder whose data no manifest names: what a kill has cost. */
public final class OpenBatches {

  private OpenBatches() {}

  public static List<Path> of(Path out) throws IOException {
    if (!Files.exists(out.resolve(".units"))) {
      return List.of();
    }
    try (var entries = Files.walk(out.resolve(".units"), 2)) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> folder.getFileName().toString().matches("\\d{6}"))
          .filter(folder -> !Files.exists(Path.of(folder + ".batch")))
          .toList();
    }
  }
}
