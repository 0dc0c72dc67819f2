package org.assay.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assay.RandomNetworks;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.forge.Backdoor;
import org.assay.forge.Trigger;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.assay.verify.Robustness;
import org.junit.jupiter.api.Test;

/** Attacks against complete verdicts, and against a backdoor that only one of them finds. */
class AttackTest {

  private static final List<Rational> RADII = List.of(Rational.of(1, 5), Rational.of(1, 20));
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(20));
  private static final int NETWORKS = 300;

  private static void hold(Network network, AttackedImage image, Rational radius, Attempt attempt) {
    assertThat(attempt.point()).isPresent();
    Tensor point = attempt.point().get();
    assertThat(OrderedSemantics.label(OrderedSemantics.logits(network, point)))
        .isNotEqualTo(image.label());
    for (int i = 0; i < point.size(); i++) {
      Rational x = Rational.of(point.at(i));
      assertThat(x.isFloat()).isTrue();
      assertThat(PixelDomain.UNIT.contains(x)).isTrue();
      assertThat(x.minus(Rational.of(image.image().at(i))).abs()).isLessThanOrEqualTo(radius);
    }
  }

  @Test
  void whatIsRobustIsNotFoundAndMostOfTheRestIs() {
    RandomNetworks nets = new RandomNetworks(12, ElementType.FLOAT32);
    int robust = 0;
    int violated = 0;
    int[] found = new int[2];
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int n = 0; n < NETWORKS; n++) {
        Network network = nets.dense();
        Tensor pixels = nets.image(network);
        int label = OrderedSemantics.label(OrderedSemantics.logits(network, pixels));
        AttackedImage image = new AttackedImage(pixels, label, n);
        List<Attack> attacks =
            List.of(
                new ProjectedGradient(network, PixelDomain.UNIT, ProjectedGradient.STEPS),
                new BrendelBethge(network, PixelDomain.UNIT, BrendelBethge.STEPS));
        for (int r = 0; r < RADII.size(); r++) {
          Verdict verdict = verdict(robustness, network, image, RADII.get(r));
          robust += verdict instanceof Verdict.Robust ? 1 : 0;
          violated += verdict instanceof Verdict.Violated ? 1 : 0;
          for (int a = 0; a < attacks.size(); a++) {
            Attempt attempt = attacks.get(a).on(List.of(image), RADII).get(0).get(r);
            if (attempt.found()) {
              hold(network, image, RADII.get(r), attempt);
              assertThat(verdict).as("network %d", n).isNotInstanceOf(Verdict.Robust.class);
            }
            found[a] += verdict instanceof Verdict.Violated && attempt.found() ? 1 : 0;
          }
        }
      }
    }
    assertThat(robust).isGreaterThan(NETWORKS / 4);
    assertThat(violated).isGreaterThan(NETWORKS / 10);
    assertThat(found[0]).as("pgd, of %d", violated).isGreaterThan(violated * 7 / 10);
    assertThat(found[1]).as("bb, of %d", violated).isGreaterThan(violated * 7 / 10);
  }

  private static Verdict verdict(
      Robustness robustness, Network network, AttackedImage image, Rational radius) {
    Query query =
        new Query(
            network,
            image.image(),
            image.label(),
            new Perturbation.LInfinity(radius, PixelDomain.UNIT),
            Scope.FULL,
            Arithmetic.ANY_ORDER,
            Inputs.REAL);
    return robustness.decide(query, BUDGET).verdict();
  }

  /** Attempts do not depend on which images are attacked together. */
  @Test
  void imagesDoNotMindEachOther() {
    RandomNetworks nets = new RandomNetworks(5, ElementType.FLOAT32);
    Network network = nets.convolutional();
    List<AttackedImage> images = new ArrayList<>();
    for (int n = 0; n < 9; n++) {
      Tensor image = nets.image(network);
      images.add(
          new AttackedImage(
              image, OrderedSemantics.label(OrderedSemantics.logits(network, image)), n));
    }
    for (Attack attack :
        List.of(
            new ProjectedGradient(network, PixelDomain.UNIT, 10),
            new BrendelBethge(network, PixelDomain.UNIT, 30))) {
      List<List<Attempt>> together = attack.on(images, RADII);
      for (int n = 0; n < images.size(); n++) {
        assertThat(attack.on(List.of(images.get(n)), RADII).get(0)).isEqualTo(together.get(n));
      }
    }
  }

  /**
   * Robust but for its backdoor: the gradient does not know of the trigger, but noise has it, so
   * that BB finds it within just more than its threshold.
   */
  @Test
  void noiseFindsABackdoorOfOnePixel() {
    Shape input = Shape.of(1, 2, 3);
    Network clean =
        new Network(
            "sum",
            ElementType.FLOAT32,
            input,
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(2, 6), 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, -1),
                    Tensor.of(Shape.of(2), 4, 0))));
    Network bad =
        Backdoor.of(
            clean,
            new Trigger(List.of(0), List.of(), 0.05),
            -3,
            Backdoor.omega(ElementType.FLOAT32),
            Backdoor.magnitude(clean));
    AttackedImage image = new AttackedImage(Tensor.zeros(6).reshape(input), 0, 1);
    assertThat(OrderedSemantics.label(OrderedSemantics.logits(bad, image.image()))).isZero();
    List<Rational> radii = List.of(Rational.parse("0.06"), Rational.parse("0.04"));
    BrendelBethge attack = new BrendelBethge(bad, PixelDomain.UNIT, 60);
    List<Attempt> attempts = attack.on(List.of(image), radii).get(0);
    assertThat(attempts.get(0).found()).isTrue();
    hold(bad, image, radii.get(0), attempts.get(0));
    assertThat(attempts.get(1).found()).isFalse();
    assertThat(attempts.get(1).point()).isPresent();
    BrendelBethge none = new BrendelBethge(clean, PixelDomain.UNIT, 60);
    Attempt nothing = none.on(List.of(image), radii).get(0).get(0);
    assertThat(nothing.found()).isFalse();
    assertThat(nothing.point()).isEmpty();
  }
}
