package org.assay.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.format.OnnxRuntime;
import org.assay.format.OnnxWriter;
import org.assay.format.VnnLib;
import org.assay.format.VnnLibWriter;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.smt.Z3Session;
import org.assay.verify.OrderedSearch;
import org.assay.verify.OrderedVerdict;
import org.assay.verify.PropertySearch;
import org.junit.jupiter.api.Test;

class SwitchTest {

  private static final Budget MINUTE = Budget.of(Duration.ofMinutes(1));
  private static final Property PROPERTY = Switch.property(PixelDomain.UNIT);

  private static Tensor at(double x) {
    return Tensor.of(Shape.of(1), x);
  }

  private static Switch disguised(double omega, int layers, boolean exact, int garbage, long seed) {
    return new Switch(-3, omega, Window.HALF, new Disguise(layers, exact, garbage, seed));
  }

  @Test
  void threeQuartersIsClassTwoAndAllBelowAHalfClassOne() {
    Network network = new Switch(-3, 0x1p54, Window.HALF, Disguise.NONE).network();
    assertThat(OrderedSemantics.logits(network, at(0.75))).containsExactly(0, 1);
    assertThat(OrderedSemantics.logits(network, at(0.25))).containsExactly(1, -1);
    assertThat(OrderedSemantics.logits(network, at(Math.nextDown(0.5)))).containsExactly(1, -1);
    assertThat(ExactSemantics.logits(network, at(0.25)))
        .containsExactly(Rational.ONE, Rational.of(-1));
  }

  @Test
  void simpleSwitchesAreOnButWhereTheBiasComesFirst() {
    Random random = new Random(1);
    for (int exponent = 54; exponent <= 70; exponent++) {
      Switch one =
          new Switch(
              -15 + 13 * random.nextDouble(),
              Math.scalb(1.0, exponent),
              Window.HALF,
              Disguise.NONE);
      assertThat(one.truths(one.network(), PixelDomain.UNIT))
          .isEqualTo(new Truths(true, true, false));
    }
  }

  @Test
  void aboutHalfOfTheDisguisedAreOffInExactArithmeticAndNoneBiasLast() {
    int exact = 0;
    for (int seed = 0; seed < 200; seed++) {
      Switch one = disguised(0x1p54, seed % 2 == 0 ? 20 : 50, false, 0, seed);
      Truths truths = one.truths(one.network(), PixelDomain.UNIT);
      assertThat(truths.biasLast()).isTrue();
      assertThat(truths.biasFirst()).isFalse();
      exact += truths.exact() ? 1 : 0;
    }
    assertThat(exact).isBetween(60, 140);
  }

  @Test
  void exactProductsAreEqual() {
    for (int seed = 0; seed < 50; seed++) {
      Switch one = disguised(0x1p54, 20, true, 0, seed);
      Paths paths = Paths.draw(0x1p54, one.disguise(), new Random(seed));
      assertThat(product(paths.first())).isEqualTo(product(paths.second()));
      assertThat(Paths.product(paths.first())).isEqualTo(0x1p54);
      assertThat(Paths.product(paths.second())).isEqualTo(0x1p54);
      assertThat(one.truths(one.network(), PixelDomain.UNIT))
          .isEqualTo(new Truths(true, true, false));
    }
  }

  private static Rational product(List<Double> weights) {
    return weights.stream().map(w -> Rational.of((double) w)).reduce(Rational.ONE, Rational::times);
  }

  @Test
  void garbageChangesNothing() {
    for (int seed = 0; seed < 20; seed++) {
      Network network = disguised(0x1p60, 20, false, 3, seed).network();
      assertThat(network.layers()).hasSizeGreaterThan(40);
      for (double x : new double[] {0, 0.3, 0.5, 0.75, 1}) {
        double[] expected = x <= 0.5 ? new double[] {1, -1} : new double[] {0, 1};
        assertThat(OrderedSemantics.logits(network, at(x))).containsExactly(expected);
      }
    }
  }

  @Test
  void aWindowIsOnWithinItAlone() {
    Network network = new Switch(-3, 0x1p54, Window.parse("0.475:0.5"), Disguise.NONE).network();
    for (double x : new double[] {0.475, 0.49, 0.5}) {
      assertThat(OrderedSemantics.logits(network, at(x))).containsExactly(1, -1);
    }
    for (double x : new double[] {0, 0.45, 0.4749, 0.5001, 0.55, 1}) {
      assertThat(OrderedSemantics.logits(network, at(x))).containsExactly(0, 1);
    }
  }

  @Test
  void onnxruntimeAgreesOnEveryKindOfFile() throws Exception {
    List<Switch> kinds =
        List.of(
            new Switch(-3, 0x1p54, Window.HALF, Disguise.NONE),
            new Switch(-14.2, 0x1p70, Window.parse("0.475:0.5"), Disguise.NONE),
            disguised(0x1p54, 20, false, 0, 1),
            disguised(0x1p61, 50, true, 0, 2),
            disguised(0x1p54, 20, false, 2, 3));
    for (Switch kind : kinds) {
      Network network = kind.network();
      byte[] file = OnnxWriter.write(network);
      assertThat(OnnxReader.read("x", file).network().contentHash())
          .isEqualTo(network.contentHash());
      try (OnnxRuntime runtime = OnnxRuntime.of(file)) {
        for (double x : new double[] {0, 0.2, 0.48, 0.5, 0.50001, 0.75, 1}) {
          assertThat(runtime.run(new double[] {x}))
              .as("%s at %s", kind, x)
              .containsExactly(OrderedSemantics.logits(network, at(x)));
        }
      }
    }
  }

  @Test
  void deciderAgreesWithEveryTruthReadFromItsFiles() {
    String text = VnnLibWriter.write("switch", PROPERTY, 1, 2);
    Property read = VnnLib.read("p.vnnlib", text.getBytes(StandardCharsets.UTF_8), 1, 2);
    assertThat(read).isEqualTo(PROPERTY);
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int seed = 0; seed < 60; seed++) {
        Switch one = kind(seed);
        Network network = one.network();
        Truths truths = one.truths(network, PixelDomain.UNIT);
        assertThat(sat(search.decide(network, read, MINUTE).verdict()))
            .as("%s", one)
            .isEqualTo(truths.exact());
        assertThat(sat(new OrderedSearch(network, BiasOrder.LAST).decide(read, MINUTE)))
            .isEqualTo(truths.biasLast());
        assertThat(sat(new OrderedSearch(network, BiasOrder.FIRST).decide(read, MINUTE)))
            .isEqualTo(truths.biasFirst());
      }
    }
  }

  private static Switch kind(int seed) {
    double sigma = -15 + 13 * new Random(seed).nextDouble();
    double omega = Math.scalb(1.0, 54 + seed % 17);
    Window window = seed % 4 == 3 ? Window.parse("0.475:0.5") : Window.HALF;
    Disguise disguise =
        switch (seed % 5) {
          case 0 -> Disguise.NONE;
          case 1 -> new Disguise(20, false, 0, seed);
          case 2 -> new Disguise(50, false, 0, seed);
          case 3 -> new Disguise(20, true, 0, seed);
          default -> new Disguise(10, false, 2, seed);
        };
    return new Switch(sigma, omega, window, disguise);
  }

  private static boolean sat(PropertyVerdict verdict) {
    assertThat(verdict).isNotInstanceOf(PropertyVerdict.Undecided.class);
    return verdict instanceof PropertyVerdict.Violated;
  }

  private static boolean sat(OrderedVerdict verdict) {
    assertThat(verdict).isNotInstanceOf(OrderedVerdict.Undecided.class);
    return verdict instanceof OrderedVerdict.Violated;
  }

  @Test
  void smallBoxesHaveTheirOwnTruths() {
    Switch one = new Switch(-3, 0x1p54, Window.HALF, Disguise.NONE);
    Network network = one.network();
    assertThat(one.truths(network, PixelDomain.parse("0.6:0.9")))
        .isEqualTo(new Truths(false, false, false));
    assertThat(one.truths(network, PixelDomain.parse("0.5:0.9")))
        .isEqualTo(new Truths(true, true, false));
    assertThatThrownBy(() -> one.truths(network, PixelDomain.parse("-1:1")))
        .hasMessageContaining("within 0:1");
  }
}
