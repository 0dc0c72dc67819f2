package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.bounds.BoundedNetwork;
import org.assay.dataset.ImageSet;
import org.assay.eval.BatchedInference;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.importance.PixelLayout;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Full scope on MNIST: known numbers, lines that bounds ruled out, and the solver's word. */
@NeedsData({"mnist", "wk17a"})
class FullMnistTest {

  private static ImageSet digits;

  /** A network with what its images share. */
  private record Subject(TracedNetwork traced, WitnessCheck check, BoundedNetwork bounded) {

    static Subject of(Network network) {
      return new Subject(
          TracedNetwork.of(network), WitnessCheck.of(network), BoundedNetwork.of(network));
    }

    Tensor pixels(int id) {
      return digits.example(id).image().reshape(traced.network().input());
    }

    AskedImage image(int id, Inputs inputs) {
      return new AskedImage(
          Trace.of(traced, pixels(id)),
          check,
          PixelLayout.of(Shape.of(1, 28, 28)),
          new WitnessCheck.Terms(Arithmetic.EXACT, inputs, PixelDomain.UNIT, Scope.FULL));
    }

    FullGeometry geometry(AskedImage image) {
      return new FullGeometry(image, bounded);
    }
  }

  @BeforeAll
  static void read() {
    digits = RealModels.mnist();
  }

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  /** A trial written apart from this code, in doubles, counted the same. */
  @Test
  void attackablePixelsOnTheGridOfTheFirst200Images() {
    Subject subject = Subject.of(RealModels.deepCheck());
    int attackable = 0;
    int images = 0;
    for (int id = 0; id < 200; id++) {
      FullGeometry geometry = subject.geometry(subject.image(id, Inputs.GRID));
      int here = 0;
      for (int pixel = 0; pixel < 784; pixel++) {
        Verdict verdict = geometry.pixel(pixel, plenty()).verdict();
        assertThat(verdict).isNotInstanceOf(Verdict.Undecided.class);
        here += verdict instanceof Verdict.Violated ? 1 : 0;
      }
      attackable += here;
      images += here > 0 ? 1 : 0;
    }
    assertThat(attackable).isEqualTo(2495);
    assertThat(images).isEqualTo(24);
  }

  /**
   * The exact label at every 8-bit value of ten digits: that of a run in float32, or, where the two
   * differ, that of a run in rationals. All pixels of DeepCheck's network, some of two others.
   */
  @Tag("long")
  @Test
  void everyValueOfTenDigits() {
    int changed = everyValue(Subject.of(RealModels.deepCheck()), 1);
    assertThat(changed).as("some values change the label").isPositive();
    everyValue(Subject.of(RealModels.hardTanh()), 11);
    everyValue(Subject.of(RealModels.wk17a()), 97);
  }

  private static int everyValue(Subject subject, int step) {
    Network network = subject.traced().network();
    BatchedInference inference = BatchedInference.of(network);
    Rational[] values = LaneGrid.values(network);
    int changed = 0;
    for (int digit = 0; digit < 10; digit++) {
      int id = first(digit);
      AskedImage image = subject.image(id, Inputs.REAL);
      FullGeometry geometry = subject.geometry(image);
      for (int pixel = 0; pixel < 784; pixel += step) {
        LabelLine line = geometry.line(pixel);
        List<Tensor> images = new ArrayList<>();
        for (Rational value : values) {
          images.add(image.trace().image().with(pixel, value.nearestDouble()));
        }
        int[] labels = inference.labels(images);
        for (int b = 0; b < values.length; b++) {
          int exact = line.at(values[b]);
          changed += exact == image.label() ? 0 : 1;
          if (exact != labels[b]) {
            Rational[] logits =
                network.run(new ExactSemantics(), ExactSemantics.exact(images.get(b)));
            assertThat(exact).isEqualTo(ExactSemantics.label(logits));
          }
        }
      }
    }
    return changed;
  }

  private static int first(int digit) {
    return IntStream.range(0, digits.size())
        .filter(id -> digits.example(id).label() == digit)
        .findFirst()
        .orElseThrow();
  }

  /** Whatever pattern scope finds, full scope finds, with the same labels at least. */
  @Test
  void fullContainsPattern() {
    Subject subject = Subject.of(RealModels.deepCheck());
    int attackable = 0;
    for (int id = 0; id < 200; id++) {
      AskedImage image = subject.image(id, Inputs.REAL);
      FullGeometry full = subject.geometry(image);
      PatternGeometry pattern =
          new PatternGeometry(
              new AskedImage(
                  image.trace(),
                  subject.check(),
                  image.layout(),
                  WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.PATTERN)));
      for (int pixel = 0; pixel < 784; pixel++) {
        PixelAnswer within = pattern.pixel(pixel, plenty());
        if (within.attackable()) {
          attackable++;
          assertThat(full.pixel(pixel, plenty()).labels()).containsAll(within.labels());
        }
      }
    }
    assertThat(attackable).isEqualTo(1868);
  }

  /** A thousand lines that bounds ruled out. */
  @Test
  void prunedLinesNeverChange() {
    int dense =
        exactly(Subject.of(RealModels.deepCheck()), 500)
            + exactly(Subject.of(RealModels.hardTanh()), 400);
    assertThat(dense + value(Subject.of(RealModels.wk17a()), 100)).isEqualTo(1_000);
  }

  /** Pixels of drawn images whose lines bounds ruled out. */
  private static List<int[]> pruned(Subject subject, int count) {
    Random random = new Random(7);
    List<int[]> lines = new ArrayList<>();
    while (lines.size() < count) {
      int id = random.nextInt(digits.size());
      AskedImage image = subject.image(id, Inputs.REAL);
      if (image.refusal().isEmpty()) {
        FullGeometry geometry = subject.geometry(image);
        int pixel = random.nextInt(784);
        if (geometry.line(pixel).isConstant() && geometry.pruned() == 1) {
          lines.add(new int[] {id, pixel});
        }
      }
    }
    return lines;
  }

  /** Walks lines in rationals; returns how many there were. */
  private static int exactly(Subject subject, int count) {
    for (int[] line : pruned(subject, count)) {
      GermWalk walk = GermWalk.of(subject.image(line[0], Inputs.REAL), line[1]);
      assertThat(walk.attackable()).as("image %d pixel %d", line[0], line[1]).isFalse();
    }
    return count;
  }

  /** Runs all 8-bit values of lines; returns how many lines there were. */
  private static int value(Subject subject, int count) {
    BatchedInference inference = BatchedInference.of(subject.traced().network());
    for (int[] line : pruned(subject, count)) {
      Tensor image = subject.pixels(line[0]);
      List<Tensor> images = new ArrayList<>();
      for (Rational value : LaneGrid.values(subject.traced().network())) {
        images.add(image.with(line[1], value.nearestDouble()));
      }
      int label = subject.image(line[0], Inputs.REAL).label();
      assertThat(inference.labels(images))
          .as("image %d pixel %d", line[0], line[1])
          .containsOnly(label);
    }
    return count;
  }

  /** Both engines on pixels and pairs of the papers' dense networks. */
  @Test
  void solverAgrees() {
    int changing = 0;
    try (Z3Session session = new Z3Session()) {
      for (Network network : List.of(RealModels.deepCheck(), RealModels.hardTanh())) {
        Subject subject = Subject.of(network);
        for (int id : new int[] {8, 18, 33, 66, 115}) {
          AskedImage image = subject.image(id, Inputs.REAL);
          FullGeometry geometry = subject.geometry(image);
          FullSmt solver = new FullSmt(image, session);
          for (int pixel = id; pixel < 784; pixel += 97) {
            PixelAnswer answer = geometry.pixel(pixel, plenty());
            PixelAnswer other = solver.pixel(pixel, plenty());
            assertThat(answer.attackable()).isEqualTo(other.attackable());
            assertThat(answer.labels().stream().distinct().sorted().toList())
                .isEqualTo(other.labels());
            changing += answer.attackable() ? 1 : 0;
          }
          PairAnswer pair = geometry.pair(406, 434 + id, plenty());
          PairAnswer other = solver.pair(406, 434 + id, plenty());
          assertThat(pair.attackable()).isEqualTo(other.attackable());
          assertThat(pair.labels()).isEqualTo(other.labels());
          changing += pair.attackable() ? 1 : 0;
        }
      }
    }
    assertThat(changing).isPositive();
  }
}
