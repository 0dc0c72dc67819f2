package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assay.bounds.BoundedNetwork;
import org.assay.eval.BatchedInference;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.importance.PixelLayout;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.pixels.AskedImage;
import org.assay.pixels.FullGeometry;
import org.assay.pixels.LabelLine;
import org.assay.pixels.LaneGrid;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;

/**
 * Every 8-bit value of every pixel of the first test image of each digit, run one by one, against
 * the lines of full scope in exact arithmetic and the grids in the stated order. Where the two
 * arithmetics differ a run in rationals decides what the line should have said.
 */
final class EveryValue implements Measurement {

  private static final int DIGITS = 10;

  @Override
  public String name() {
    return "every-value";
  }

  @Override
  public String description() {
    return "all 784 x 256 values of ten digits, a dense and a convolutional network";
  }

  /** Values at which the two differ from runs, and those with another label than the image. */
  private record Counts(int lines, int grids, int changed) {

    Counts plus(Counts other) {
      return new Counts(lines + other.lines, grids + other.grids, changed + other.changed);
    }
  }

  /** A network with what its images share. */
  private record Subject(Network network, TracedNetwork traced, BoundedNetwork bounded) {

    static Subject of(Network network) {
      return new Subject(network, TracedNetwork.of(network), BoundedNetwork.of(network));
    }
  }

  @Override
  public List<Result> run(Setting setting) throws Exception {
    List<Result> results = new ArrayList<>();
    results.addAll(results("deepcheck", Subject.of(setting.network()), setting));
    results.addAll(results("wk17a", Subject.of(convolutional(setting)), setting));
    return results;
  }

  private static Network convolutional(Setting setting) throws IOException {
    Path file = setting.data().resolveSibling(WholeDataSet.WK17A);
    return OnnxReader.read(file.toString(), Files.readAllBytes(file)).network();
  }

  private static List<Result> results(String name, Subject subject, Setting setting)
      throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    Counts counts = new Counts(0, 0, 0);
    try {
      List<Future<Counts>> digits = new ArrayList<>();
      for (int digit = 0; digit < DIGITS; digit++) {
        Tensor image = setting.images().example(first(setting, digit)).image();
        digits.add(threads.submit(() -> compare(subject, image)));
      }
      for (Future<Counts> digit : digits) {
        counts = counts.plus(digit.get());
      }
    } finally {
      threads.shutdownNow();
    }
    String input = "%s, %d digits x %d x 256".formatted(name, DIGITS, subject.network().inputs());
    return List.of(
        new Result("lines differ from runs", input, Spread.of(counts.lines()), "values", "0"),
        new Result("grids differ from runs", input, Spread.of(counts.grids()), "values", "0"),
        new Result("another label", input, Spread.of(counts.changed()), "values", "> 0"));
  }

  private static int first(Setting setting, int digit) {
    return IntStream.range(0, setting.images().size())
        .filter(id -> setting.images().example(id).label() == digit)
        .findFirst()
        .orElseThrow();
  }

  private static Counts compare(Subject subject, Tensor pixels) {
    Network network = subject.network();
    Tensor image = pixels.reshape(network.input());
    AskedImage asked =
        new AskedImage(
            Trace.of(subject.traced(), image),
            WitnessCheck.of(network),
            PixelLayout.of(pixels.shape()),
            WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.FULL));
    FullGeometry geometry = new FullGeometry(asked, subject.bounded());
    LaneGrid grid = new LaneGrid(subject.bounded(), image, BiasOrder.LAST);
    BatchedInference inference = BatchedInference.of(network);
    Rational[] values = LaneGrid.values(network);
    Counts counts = new Counts(0, 0, 0);
    for (int pixel = 0; pixel < network.inputs(); pixel++) {
      List<Tensor> images = new ArrayList<>();
      for (Rational value : values) {
        images.add(image.with(pixel, value.nearestDouble()));
      }
      int[] runs = inference.labels(images);
      LabelLine line = geometry.line(pixel);
      int[] labels =
          grid.labels(pixel)
              .orElseGet(() -> IntStream.generate(grid::label).limit(values.length).toArray());
      for (int b = 0; b < values.length; b++) {
        int exact = line.at(values[b]);
        boolean differs = exact != runs[b] && exact != exactLabel(network, images.get(b));
        counts =
            counts.plus(
                new Counts(
                    differs ? 1 : 0,
                    labels[b] == runs[b] ? 0 : 1,
                    runs[b] == grid.label() ? 0 : 1));
      }
    }
    return counts;
  }

  private static int exactLabel(Network network, Tensor image) {
    return ExactSemantics.label(ExactSemantics.logits(network, image));
  }
}
