package org.assay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** The fast check against the plain exact fold, which {@link Recheck} is. */
class WitnessCheckTest {

  private static final PixelDomain WIDE = new PixelDomain(Rational.of(-4), Rational.of(4));

  private long cases;
  private long violated;
  private long exactRuns;

  @Test
  void agreesWithThePlainFold() {
    for (int seed = 0; seed < 400; seed++) {
      RandomNetworks source =
          new RandomNetworks(seed, seed % 5 == 0 ? ElementType.FLOAT64 : ElementType.FLOAT32);
      Network network = seed % 8 == 0 ? source.convolutional() : source.dense();
      Tensor image = source.image(network);
      compare(network, image, new Random(seed));
    }
    assertThat(cases).isGreaterThan(8_000);
    assertThat(violated).isBetween(cases / 20, cases * 19 / 20);
    assertThat(exactRuns).isPositive();
  }

  private void compare(Network network, Tensor image, Random random) {
    int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
    ImageCheck check = WitnessCheck.of(network).on(image, label);
    for (Scope scope : Scope.values()) {
      Recheck plain = new Recheck(network, WIDE, scope);
      for (int i = 0; i < 10; i++) {
        Witness witness = witness(image, random);
        agree(check, plain, witness, label, network, WitnessCheck.Terms.exact(WIDE, scope));
      }
      for (Witness witness : atBoundary(network, image, random)) {
        agree(check, plain, witness, label, network, WitnessCheck.Terms.exact(WIDE, scope));
      }
    }
    exactRuns += check.exactRuns();
  }

  private void agree(
      ImageCheck check,
      Recheck plain,
      Witness witness,
      int label,
      Network network,
      WitnessCheck.Terms terms) {
    Recheck.Finding expected = plain.judge(witness.original(), label, witness.changes());
    Verdict verdict = check.check(witness, terms);
    cases++;
    assertThat(check.orderedLabel(witness)).isEqualTo(orderedLabel(network, witness));
    assertThat(verdict instanceof Verdict.Violated).as("%s", expected).isEqualTo(expected.holds());
    if (verdict instanceof Verdict.Violated v) {
      violated++;
      assertThat(v.witness().label()).isEqualTo(expected.label());
      assertThat(v.witness().arithmetic()).isEqualTo(Arithmetic.EXACT);
    } else {
      assertThat(((Verdict.Undecided) verdict).reason()).isEqualTo(Reason.WITNESS_REJECTED);
    }
  }

  private static int orderedLabel(Network network, Witness witness) {
    double[] values = witness.original().toDoubles();
    for (Witness.Change change : witness.changes()) {
      values[change.index()] = change.value().nearestDouble();
    }
    Tensor changed = Tensor.of(witness.original().shape(), values);
    return OrderedSemantics.label(OrderedSemantics.logits(network, changed));
  }

  private static Witness witness(Tensor image, Random random) {
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      if (random.nextInt(3) == 0) {
        changes.add(new Witness.Change(i, value(random)));
      }
    }
    return new Witness(image, changes);
  }

  private static Rational value(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Rational.of((float) random.nextGaussian());
      case 1 -> Rational.of(random.nextInt(-90, 90), 1 + random.nextInt(30));
      default -> Rational.of(random.nextInt(-4, 5));
    };
  }

  /**
   * Points at which, on a line, two logits or a unit and its bound meet, and points beside them.
   */
  private static List<Witness> atBoundary(Network network, Tensor image, Random random) {
    int index = random.nextInt(image.size());
    Rational low = Rational.of(-4);
    Rational high = Rational.of(4);
    int atLow = label(network, image, index, low);
    if (atLow == label(network, image, index, high)) {
      return List.of();
    }
    for (int i = 30 + random.nextInt(45); i > 0; i--) {
      Rational middle = low.plus(high).times(Rational.of(1, 2));
      if (label(network, image, index, middle) == atLow) {
        low = middle;
      } else {
        high = middle;
      }
    }
    List<Witness> near = new ArrayList<>();
    for (Rational value : List.of(low, high, Rational.of(high.nearestDouble()))) {
      near.add(new Witness(image, List.of(new Witness.Change(index, value))));
    }
    return near;
  }

  private static int label(Network network, Tensor image, int index, Rational value) {
    Rational[] state = ExactSemantics.exact(image);
    state[index] = value;
    return ExactSemantics.label(network.run(new ExactSemantics(), state));
  }

  /** Logits x and 1 - x behind a ReLU that switches at x = 1/4. */
  private static Network steps() {
    return new Network(
        "steps",
        ElementType.FLOAT32,
        Shape.of(1),
        List.of(
            Dense.of(Tensor.of(Shape.of(3, 1), 1, -1, 1), Tensor.of(Shape.of(3), 0, 1, -0.25)),
            Clip.relu(Shape.of(3)),
            Dense.of(Tensor.of(Shape.of(2, 3), 1, 0, 0, 0, 1, 0), Tensor.of(Shape.of(2), 0, 0))));
  }

  private static Witness single(Tensor image, Rational value) {
    return new Witness(image, List.of(new Witness.Change(0, value)));
  }

  @Test
  void refusesWithItsReason() {
    Tensor image = Tensor.of(Shape.of(1), 0.375);
    ImageCheck check = WitnessCheck.of(steps()).on(image, 1);
    Rational half = Rational.of(1, 2);
    Rational tiny = Rational.of(1, 3).times(Rational.of(0x1p-200));
    WitnessCheck.Terms terms = WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.PATTERN);
    assertThat(reason(check.check(single(image, half), terms))).isEqualTo(Reason.WITNESS_REJECTED);
    assertThat(check.check(single(image, half.plus(tiny)), terms))
        .isInstanceOf(Verdict.Violated.class);
    assertThat(check.exactRuns()).isEqualTo(2);
    assertThat(reason(check.check(single(image, Rational.of(2)), terms)))
        .isEqualTo(Reason.WITNESS_REJECTED);
    assertThat(reason(check.check(single(image.with(0, 0.5), Rational.of(3, 4)), terms)))
        .isEqualTo(Reason.WITNESS_REJECTED);
    WitnessCheck.Terms floats =
        new WitnessCheck.Terms(Arithmetic.ORDERED, Inputs.FLOAT, PixelDomain.UNIT, Scope.FULL);
    assertThat(reason(check.check(single(image, Rational.of(2, 3)), floats)))
        .isEqualTo(Reason.NO_REPRESENTABLE_WITNESS);
    assertThat(check.check(single(image, Rational.of(3, 4)), floats))
        .isInstanceOf(Verdict.Violated.class);
    WitnessCheck.Terms grid =
        new WitnessCheck.Terms(Arithmetic.EXACT, Inputs.GRID, PixelDomain.UNIT, Scope.FULL);
    assertThat(check.check(single(image, Rational.of(200 / 255f)), grid))
        .isInstanceOf(Verdict.Violated.class);
    assertThat(reason(check.check(single(image, Rational.of(3, 4)), grid)))
        .isEqualTo(Reason.NO_REPRESENTABLE_WITNESS);
    assertThat(check.orderedLabel(single(image, Rational.of(3, 4)))).isZero();
    assertThatThrownBy(
            () ->
                new WitnessCheck.Terms(
                    Arithmetic.ANY_ORDER, Inputs.REAL, PixelDomain.UNIT, Scope.PATTERN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seesTheStepOutOfThePattern() {
    Tensor image = Tensor.of(Shape.of(1), 0.75);
    ImageCheck check = WitnessCheck.of(steps()).on(image, 0);
    Rational switching = Rational.of(1, 4);
    WitnessCheck.Terms pattern = WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.PATTERN);
    assertThat(reason(check.check(single(image, switching), pattern)))
        .isEqualTo(Reason.WITNESS_REJECTED);
    assertThat(
            check.check(
                single(image, switching), WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.FULL)))
        .isInstanceOf(Verdict.Violated.class);
    Rational above = switching.plus(Rational.of(0x1p-300));
    assertThat(check.check(single(image, above), pattern)).isInstanceOf(Verdict.Violated.class);
  }

  private static Reason reason(Verdict verdict) {
    return ((Verdict.Undecided) verdict).reason();
  }
}
