package org.assay.jobs.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.jobs.integration.Command;

/**
 * The tamper radii of a hundred images with three keep sets of ten each, every other label a
 * target, through {@code scripts/assay implant} with a heap of 2 GB: wall clock of the process, and
 * what the rows say.
 *
 * @param network as the command line names it, or a file of the models beside the data
 * @param reduction a file of the models; empty for none
 */
record Tampering(String name, String description, String network, String reduction)
    implements Measurement {

  private static final int MINUTES = 120;
  private static final int IMAGES = 100;
  private static final int SETS = 3;
  private static final String BOUND = "4";

  static Tampering lantern() {
    return new Tampering(
        "implant",
        "tamper radii of 100 images x 3 keep sets, Lantern's medium network",
        "lantern-medium-100-33-10.onnx",
        "pca100.onnx");
  }

  static Tampering deepcheck() {
    return new Tampering(
        "implant-deepcheck",
        "the same of DeepCheck's network",
        "deepcheck-784-10-10-10-10.onnx",
        "");
  }

  @Override
  public List<Result> run(Setting setting) throws Exception {
    Path out = Files.createTempDirectory("assay-bench").resolve("out");
    Path models = setting.data().resolveSibling("../models").normalize();
    List<String> words = new ArrayList<>(List.of("implant", "--quiet", "--bound", BOUND));
    words.addAll(List.of("--select", "0.." + (IMAGES - 1), "--sets", Integer.toString(SETS)));
    words.addAll(List.of("--network", models.resolve(network).toString()));
    if (!reduction.isEmpty()) {
      words.addAll(List.of("--reduce", models.resolve(reduction).toString()));
    }
    words.addAll(List.of("--images", setting.data().toString(), "--out", out.toString()));
    words.addAll(List.of("--seed", Long.toString(setting.seed())));
    Command command = Command.assay(Map.of("ASSAY_MEMORY", "2g")).within(MINUTES);
    long start = System.nanoTime();
    command.run(words.toArray(String[]::new));
    double seconds = (System.nanoTime() - start) / 1e9;
    String rows =
        command.run(
            "show", "implants", "--out", out.toString(), "--format", "json", "--limit", "10000");
    List<Result> results = new ArrayList<>();
    results.add(result("start-up included", "s", seconds));
    results.add(result("each image and set", "s", numbers(rows, "seconds")));
    results.add(result("patch of", "bias", numbers(rows, "high_double")));
    for (String verdict : List.of("Bracket", "Impossible", "Undecided")) {
      results.add(result(verdict, "rows", count(rows, "\"verdict\":\"" + verdict)));
    }
    results.add(result("out of time", "rows", count(rows, "\"reason\":\"TIMEOUT")));
    return results;
  }

  private Result result(String quantity, String unit, double... measured) {
    String input = network + ", %d images x %d sets".formatted(IMAGES, SETS);
    return new Result(name + ", " + quantity, input, Spread.of(measured), unit, "");
  }

  private static double[] numbers(String rows, String column) {
    Matcher found = Pattern.compile("\"%s\" ?: ?([0-9.eE+-]+)".formatted(column)).matcher(rows);
    return found.results().mapToDouble(result -> Double.parseDouble(result.group(1))).toArray();
  }

  private static double count(String rows, String text) {
    return Pattern.compile(Pattern.quote(text)).matcher(rows).results().count();
  }
}
