package org.assay.jobs.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands killed at seeded random times, and given again until they come to their end. */
final class Kills implements Measurement {

  private static final int KILLS = 50;
  private static final int AT_MANIFESTS = 12;

  @Override
  public String name() {
    return "kills";
  }

  @Override
  public String description() {
    return "50 kills of a small plan, 12 of them between a batch's data and its manifest";
  }

  @Override
  public List<Result> run(Setting setting) throws Exception {
    Path folder = Files.createTempDirectory("assay-kills");
    KilledCommand.Told told = KilledPlan.in(folder).kill(KILLS, AT_MANIFESTS, setting.seed());
    told.differences().forEach(System.out::println);
    String input =
        "%d kills, %d at manifests, %d commands ended"
            .formatted(told.kills(), told.betweenDataAndManifest(), told.ended());
    return List.of(
        new Result(
            "differences from the undisturbed tables",
            input,
            Spread.of(told.differences().size()),
            "tables",
            "0"));
  }
}
