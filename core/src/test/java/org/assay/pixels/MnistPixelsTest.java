package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.dataset.IdxReader;
import org.assay.dataset.ImageSet;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.importance.Metric;
import org.assay.importance.PixelLayout;
import org.assay.importance.PixelRanking;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.CheckedWitness;
import org.assay.query.PixelDomain;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pixel attacks on MNIST: known numbers, and engines that agree on every question. */
@NeedsData({"mnist", "wk17a"})
class MnistPixelsTest {

  private static ImageSet digits;

  /** A network with what its images share. */
  private record Subject(TracedNetwork traced, WitnessCheck check) {

    static Subject of(byte[] file, String name) {
      Network network = OnnxReader.read(name, file).network();
      return new Subject(TracedNetwork.of(network), WitnessCheck.of(network));
    }

    AskedImage image(int id) {
      Tensor image = digits.example(id).image().reshape(traced.network().input());
      return new AskedImage(
          Trace.of(traced, image),
          check,
          PixelLayout.of(traced.network().input()),
          WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.PATTERN));
    }
  }

  @BeforeAll
  static void read() throws IOException {
    digits =
        IdxReader.read(
            Files.readAllBytes(AssayData.data("mnist/t10k-images-idx3-ubyte.gz")),
            Files.readAllBytes(AssayData.data("mnist/t10k-labels-idx1-ubyte.gz")));
  }

  private static Subject model(String name) throws IOException {
    return Subject.of(Files.readAllBytes(AssayData.models(name)), name);
  }

  private static Subject deepcheck() throws IOException {
    return model("deepcheck-784-10-10-10-10.onnx");
  }

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  /** A trial written apart from this code counted the same. */
  @Test
  void attackablePixelsOfTheFirst200Images() throws IOException {
    Subject subject = deepcheck();
    int attackable = 0;
    long fallbacks = 0;
    for (int id = 0; id < 200; id++) {
      PatternGeometry geometry = new PatternGeometry(subject.image(id));
      for (int pixel = 0; pixel < 784; pixel++) {
        attackable += geometry.pixel(pixel, plenty()).attackable() ? 1 : 0;
      }
      fallbacks += geometry.rationalFallbacks();
    }
    assertThat(attackable).isEqualTo(1868);
    System.out.println("rational fallbacks on 200 x 784 pixels: " + fallbacks);
  }

  /** The same trial found 2.5 % of the pairs of the first 1,000 images attackable. */
  @Test
  void attackablePairsOfTheFirst1000Images() throws IOException {
    Subject subject = deepcheck();
    int[] order = IntStream.range(0, 784).toArray();
    PairTally sum = PairTally.none(10, 784);
    for (int id = 0; id < 1000; id++) {
      sum = sum.plus(new PatternGeometry(subject.image(id)).tally(order, 0, 784, plenty()));
    }
    assertThat(sum.pairs()).isEqualTo(306_936_000L);
    assertThat(sum.attackable()).isEqualTo(7_694_014L);
    assertThat(sum.undecided()).isZero();
    System.out.println("all pairs of 1000 images: " + sum);
  }

  @Test
  void theKernelCountsWhatPairsSay() throws IOException {
    Subject subject = deepcheck();
    for (int id : new int[] {8, 33}) {
      AskedImage image = subject.image(id);
      int[] order = PixelRanking.of(image.trace(), Metric.COI).order();
      PatternGeometry geometry = new PatternGeometry(image);
      PairTally tally = geometry.tally(order, 0, 784, plenty());
      assertThat(tally.attackable()).isPositive();
      PairTallyTest.assertSame(tally, PairTallyTest.pairByPair(image, order));
      PairTally tiles = PairTally.none(10, 784);
      for (int from : new int[] {500, 0, 200}) {
        int to = from == 0 ? 200 : from == 200 ? 500 : 784;
        tiles = tiles.plus(geometry.tally(order, from, to, plenty()));
      }
      assertThat(tiles).isEqualTo(tally);
    }
  }

  @Tag("long")
  @Test
  void enginesAgreeOnDeepcheck() throws IOException {
    agree(deepcheck(), IntStream.range(0, 20).toArray(), 784, 2_000);
  }

  @Test
  void enginesAgreeOnHardTanh() throws IOException {
    agree(model("hardtanh-784-10-10-10.onnx"), new int[] {18, 61, 65}, 784, 150);
  }

  @Test
  void enginesAgreeOnAConvolutionalNetwork() throws IOException {
    byte[] file = Files.readAllBytes(AssayData.data("wk17a/derived/wk17a_linf0.1.onnx"));
    agree(Subject.of(file, "wk17a_linf0.1.onnx"), new int[] {259}, 6, 6);
  }

  /** Every n-th pixel, some attackable ones, and pairs of which many are close to an attack. */
  private static void agree(Subject subject, int[] images, int pixels, int pairs) {
    Random random = new Random(42);
    int attackable = 0;
    int pairAttacks = 0;
    try (Z3Session session = new Z3Session()) {
      for (int id : images) {
        AskedImage image = subject.image(id);
        PatternGeometry geometry = new PatternGeometry(image);
        PatternSmt smt = new PatternSmt(image, session);
        int[] victims =
            IntStream.range(0, 784)
                .filter(pixel -> geometry.pixel(pixel, plenty()).attackable())
                .limit(3)
                .toArray();
        IntStream spread = IntStream.range(0, pixels).map(i -> i * 784 / pixels);
        for (int pixel : IntStream.concat(spread, Arrays.stream(victims)).distinct().toArray()) {
          PixelAnswer a = geometry.pixel(pixel, plenty());
          PixelAnswer b = smt.pixel(pixel, plenty());
          assertThat(b.attackable()).as("%d %s %s", id, a, b).isEqualTo(a.attackable());
          assertThat(b.labels()).as("%d %s %s", id, a, b).isEqualTo(a.labels());
          attackable += a.attackable() ? 1 : 0;
        }
        int[] order = PixelRanking.of(image.trace(), Metric.COI).order();
        for (int i = 0; i < pairs / images.length; i++) {
          int q = order[100 + random.nextInt(i % 2 == 0 ? 100 : 600)];
          int p = i < victims.length && victims[i] != q ? victims[i] : order[random.nextInt(100)];
          PairAnswer a = geometry.pair(p, q, plenty());
          PairAnswer b = smt.pair(p, q, plenty());
          assertThat(b.attackable()).as("%d %s %s", id, a, b).isEqualTo(a.attackable());
          assertThat(b.labels()).as("%d %s %s", id, a, b).isEqualTo(a.labels());
          assertThat(b.isNew()).as("%d %s %s", id, a, b).isEqualTo(a.isNew());
          pairAttacks += a.attackable() ? 1 : 0;
        }
      }
    }
    assertThat(attackable).isPositive();
    assertThat(pairAttacks).isPositive();
    System.out.printf(
        "%s: engines agree on %d pixels of %d images (%d attackable), %d pairs (%d attackable)%n",
        subject.traced().network().name(), pixels, images.length, attackable, pairs, pairAttacks);
  }

  /** Stored witnesses hold by the plain fold; the smallest float change is the next to the end. */
  @Test
  void witnessesHoldByThePlainFold() throws IOException {
    Subject subject = deepcheck();
    Recheck plain = new Recheck(subject.traced().network(), PixelDomain.UNIT, Scope.PATTERN);
    int judged = 0;
    for (int id = 0; id < 60; id++) {
      AskedImage image = subject.image(id);
      PatternGeometry geometry = new PatternGeometry(image);
      int[] attackable =
          IntStream.range(0, 784)
              .filter(pixel -> geometry.pixel(pixel, plenty()).attackable())
              .limit(8)
              .toArray();
      for (int pixel : attackable) {
        PixelAnswer answer = geometry.pixel(pixel, plenty());
        CheckedWitness witness = answer.smallestFloat().orElseThrow();
        holds(plain, image, witness);
        Rational change =
            witness
                .witness()
                .changes()
                .get(0)
                .value()
                .minus(Rational.of(image.trace().image().at(pixel)))
                .abs();
        assertThat(change.minus(answer.infimum().orElseThrow()).floorDouble())
            .isBetween(0.0, 0x1p-23);
        judged++;
      }
      int[] order = IntStream.range(0, 784).toArray();
      PairTally tally = geometry.tally(order, 0, 120, plenty());
      tally.first().ifPresent(r -> holds(plain, image, violated(r.answer().verdict())));
      judged += tally.first().isPresent() ? 1 : 0;
    }
    assertThat(judged).isGreaterThan(50);
  }

  private static CheckedWitness violated(Verdict verdict) {
    return ((Verdict.Violated) verdict).witness();
  }

  private static void holds(Recheck plain, AskedImage image, CheckedWitness witness) {
    Recheck.Finding finding =
        plain.judge(image.trace().image(), image.label(), witness.witness().changes());
    assertThat(finding.holds()).as(finding.detail()).isTrue();
    assertThat(finding.label()).isEqualTo(witness.label());
    assertThat(witness.witness().isFloat()).isTrue();
  }
}
