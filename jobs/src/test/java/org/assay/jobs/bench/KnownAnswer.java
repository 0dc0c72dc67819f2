package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.format.NetworkReader;
import org.assay.format.VnnLib;
import org.assay.jobs.job.VerifyInstance;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Property;

/**
 * An instance of the competition of verifiers of which it is known, or believed by several tools,
 * whether there is a counterexample.
 *
 * @param family the benchmark, such as 2023_acasxu
 * @param truth sat, unsat or unclear
 */
record KnownAnswer(String family, Path network, Path property, String truth) {

  /** Where files lie that are missing in their family's folder. */
  private static final String SMALL = "vnncomp2021_test";

  /** How an answer compares with what is known. */
  enum Outcome {
    AGREES,
    /** Nothing was decided. */
    OPEN,
    /** Decided where nothing is known. */
    NEW,
    /** Tools agree that there is no counterexample, and here is one, checked exactly. */
    FINDING,
    WRONG
  }

  /** All instances of {@code ground_truth/TRUTH_shared.csv} whose files lie here. */
  static List<KnownAnswer> read(Path data) throws IOException {
    List<KnownAnswer> all = new ArrayList<>();
    List<String> lines = Files.readAllLines(data.resolve("ground_truth/TRUTH_shared.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", 5);
      all.add(
          new KnownAnswer(
              cells[0],
              place(data, networks(cells[0]), cells[1]),
              place(data, properties(cells[0]), cells[2]),
              cells[3]));
    }
    return all;
  }

  private static String networks(String family) {
    return switch (family) {
      case "2021_mnistfc" -> "vnncomp_mnist_fc/onnx";
      case "2021_oval21" -> "vnncomp2021_oval21/nets";
      case "2021_test" -> SMALL;
      case "2022_rl_benchmarks" -> "vnncomp2022_rl_benchmarks/onnx";
      case "2023_acasxu" -> "acasxu";
      case "2024_safenlp" -> "vnncomp2024_safenlp/onnx";
      case "2025_sat_relu" -> "sat_relu/onnx";
      default -> throw new IllegalArgumentException("no folder is known of family " + family);
    };
  }

  private static String properties(String family) {
    return switch (family) {
      case "2021_mnistfc" -> "vnncomp2021_mnistfc_specs";
      default -> networks(family).replaceFirst("/(onnx|nets)$", "/vnnlib");
    };
  }

  private static Path place(Path data, String folder, String name) throws IOException {
    Path place = data.resolve(folder).resolve(name);
    Path other = data.resolve(SMALL).resolve(name);
    if (!Files.exists(place) && !Files.exists(other)) {
      throw new IOException(place + ", of which the answer is known, is missing");
    }
    return Files.exists(place) ? place : other;
  }

  VerifyInstance instance(int row, Duration timeout) {
    return new VerifyInstance(
        row, new NetworkSource(network.toString(), null), property.toString(), timeout);
  }

  /** Compares an answer; a stored violation is checked again by the plain exact run. */
  Outcome judge(VerifyRow row) throws IOException {
    if ("Violated".equals(row.verdict())) {
      if (!isViolation(row)) {
        return Outcome.WRONG;
      }
      return truth.equals("unsat") ? Outcome.FINDING : agrees();
    }
    if ("Holds".equals(row.verdict())) {
      return truth.equals("sat") ? Outcome.WRONG : agrees();
    }
    return row.answer().equals("error") ? Outcome.WRONG : Outcome.OPEN;
  }

  private Outcome agrees() {
    return truth.equals("unclear") ? Outcome.NEW : Outcome.AGREES;
  }

  private boolean isViolation(VerifyRow row) throws IOException {
    String file = network.toString();
    Network read =
        NetworkReader.read(
                file,
                Files.readAllBytes(network),
                (path, offset, length) -> {
                  throw new IOException("no data beside");
                })
            .network();
    Property asked =
        VnnLib.read(
            property.toString(), Files.readAllBytes(property), read.inputs(), read.labels());
    String exact = row.inputExact();
    Rational[] x =
        exact == null
            ? row.input().stream().map(v -> Rational.of((double) v)).toArray(Rational[]::new)
            : Arrays.stream(exact.split(",", -1)).map(Rational::parse).toArray(Rational[]::new);
    Rational[] y = read.run(new ExactSemantics(), x.clone());
    return asked.cases().stream().anyMatch(c -> isViolated(c, x, y));
  }

  private static boolean isViolated(Property.Case of, Rational[] x, Rational[] y) {
    for (int i = 0; i < x.length; i++) {
      if (x[i].compareTo(of.box().low().get(i)) < 0 || x[i].compareTo(of.box().high().get(i)) > 0) {
        return false;
      }
    }
    return of.conditions().stream()
        .allMatch(
            condition -> {
              Rational sum = condition.constant();
              for (Property.Term term : condition.terms()) {
                sum = sum.plus(term.factor().times((term.input() ? x : y)[term.index()]));
              }
              return sum.signum() >= (condition.strict() ? 1 : 0);
            });
  }

  @Override
  public String toString() {
    return "%s %s %s (%s)".formatted(family, network.getFileName(), property.getFileName(), truth);
  }
}
