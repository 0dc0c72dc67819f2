package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small plan with questions of several kinds, in batches of a few images. */
final class KilledPlan {

  private static final String PLAN =
      """
      networks = ["bundled:deepcheck"]
      datasets = [{ images = "bundled:digits", select = "80..99" }]
      questions = [
        accuracy
        { ask = pixels, count = 1, scope = pattern, engine = geometry }
        { ask = robustness, radius = [0.005, 0.01], timeout = 5m }
        { ask = pixels, count = 2, scope = pattern, engine = geometry, pairs = "top:4", metric = coi }
      ]
      report = false
      """;

  private KilledPlan() {}

  static KilledCommand in(Path folder) throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.conf"), PLAN);
    return new KilledCommand(
        folder, 7, List.of("audit", plan.toString(), "--quiet", "--master", "local[2]"));
  }
}
