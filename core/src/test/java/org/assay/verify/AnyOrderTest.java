package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.RandomTrees;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
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
import org.assay.query.PropertyVerdict;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Verdicts in ANY_ORDER against runs whose sums are random trees of additions. */
class AnyOrderTest {

  private static final int NETWORKS = 300;
  private static final int CERTIFIED = 1_000;
  private static final int TREES = 10;
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(20));

  static Query query(
      Network network, Tensor image, int label, String radius, Arithmetic arithmetic) {
    return new Query(
        network,
        image,
        label,
        new Perturbation.LInfinity(Rational.parse(radius), PixelDomain.UNIT),
        Scope.FULL,
        arithmetic,
        Inputs.REAL);
  }

  /** Whether some other label's logit is greater in a random order at a point. */
  static boolean flips(Network network, Tensor point, int label, long seed) {
    double[] logits = new RandomTrees(network.elementType(), seed).run(network, point);
    return logits[OrderedSemantics.label(logits)] > logits[label];
  }

  /** A corner of the ball or a point of it, rounded to float32. */
  static Tensor drawn(Query query, Random random) {
    double radius = ((Perturbation.LInfinity) query.perturbation()).radius().floorFloat();
    double[] values = query.image().toDoubles();
    for (int i = 0; i < values.length; i++) {
      double part = random.nextBoolean() ? random.nextInt(2) * 2 - 1 : random.nextDouble() * 2 - 1;
      double moved = Math.min(1, Math.max(0, values[i] + part * radius));
      boolean inside = Math.abs((float) moved - values[i]) <= radius;
      values[i] = inside ? (float) moved : values[i];
    }
    return Tensor.of(query.image().shape(), values);
  }

  private static Tensor at(Witness witness) {
    Tensor point = witness.original();
    for (Witness.Change change : witness.changes()) {
      point = point.with(change.index(), change.value().nearestDouble());
    }
    return point;
  }

  @Test
  void treesAgreeWithVerdictsOnSmallNetworks() {
    Random random = new Random(4);
    RandomNetworks nets = new RandomNetworks(8, ElementType.FLOAT32);
    int robust = 0;
    int violated = 0;
    int decidedExactly = 0;
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      PropertySearch properties = new PropertySearch(session);
      for (int n = 0; n < NETWORKS; n++) {
        Network network = nets.dense();
        Tensor image = nets.image(network);
        int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
        String radius = n % 3 == 0 ? "0.2" : n % 3 == 1 ? "0.03" : "0";
        Query asked = query(network, image, label, radius, Arithmetic.ANY_ORDER);
        Verdict verdict = robustness.decide(asked, BUDGET).verdict();
        Query exactly = query(network, image, label, radius, Arithmetic.EXACT);
        Verdict exact = robustness.decide(exactly, BUDGET).verdict();
        decidedExactly += exact instanceof Verdict.Undecided ? 0 : 1;
        if (verdict instanceof Verdict.Robust r) {
          robust++;
          assertThat(r.arithmetic()).isEqualTo(Arithmetic.ANY_ORDER);
          assertThat(exact).isInstanceOf(Verdict.Robust.class);
          for (int t = 0; t < TREES; t++) {
            assertThat(flips(network, drawn(asked, random), label, t))
                .as("network %d", n)
                .isFalse();
          }
        } else if (verdict instanceof Verdict.Violated v) {
          violated++;
          assertThat(exact).isInstanceOf(Verdict.Violated.class);
          for (int t = 0; t < TREES; t++) {
            assertThat(flips(network, at(v.witness().witness()), label, t)).isTrue();
          }
        }
        PropertyVerdict same =
            properties
                .decide(network, BallProperty.of(asked), Arithmetic.ANY_ORDER, BUDGET)
                .verdict();
        assertThat(same instanceof PropertyVerdict.Holds)
            .as("network %d, %s, %s", n, verdict, same)
            .isEqualTo(verdict instanceof Verdict.Robust);
        assertThat(same instanceof PropertyVerdict.Violated)
            .as("network %d, %s, %s", n, verdict, same)
            .isEqualTo(verdict instanceof Verdict.Violated);
      }
    }
    assertThat(robust).isGreaterThan(NETWORKS / 4);
    assertThat(violated).isGreaterThan(NETWORKS / 20);
    // Equal logits, which some networks give everywhere, are robust in EXACT alone.
    assertThat(robust + violated).isGreaterThan(decidedExactly * 8 / 10);
  }

  /**
   * Exactly the first logit is x; added up in an order that meets the two huge numbers one after
   * the other it is x too, in others rounding leaves 0 of it. The second one is a quarter.
   */
  private static Network forged() {
    Shape three = Shape.of(3);
    double huge = 0x1p26;
    return new Network(
        "forged",
        ElementType.FLOAT32,
        Shape.of(1),
        List.of(
            Dense.of(Tensor.of(Shape.of(3, 1), 1, 0, 0), Tensor.of(three, 0, huge, huge)),
            Clip.relu(three),
            Dense.of(
                Tensor.of(Shape.of(2, 3), 1, 1, -1, 0, 0, 0), Tensor.of(Shape.of(2), 0, 0.25))));
  }

  /**
   * The forged network is robust in EXACT, which is ANY_ORDER with no bound of rounding at all, and
   * random trees refute that: a bound that is too small would be noticed.
   */
  @Test
  void aForgedNetworkIsRobustInExactArithmeticAlone() {
    Network network = forged();
    Tensor image = Tensor.of(Shape.of(1), 1);
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (String radius : List.of("0", "0.1")) {
        Query exact = query(network, image, 0, radius, Arithmetic.EXACT);
        assertThat(robustness.decide(exact, BUDGET).verdict()).isInstanceOf(Verdict.Robust.class);
        Query any = query(network, image, 0, radius, Arithmetic.ANY_ORDER);
        Verdict verdict = robustness.decide(any, BUDGET).verdict();
        assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
        Verdict.Undecided undecided = (Verdict.Undecided) verdict;
        assertThat(undecided.reason()).isEqualTo(Reason.ORDER_DEPENDENT);
        assertThat(undecided.detail()).contains("EXACT", "give 0", "BIAS_LAST", "give 1");
      }
      Random random = new Random(1);
      Query exact = query(network, image, 0, "0.1", Arithmetic.EXACT);
      int flipped = 0;
      for (int t = 0; t < CERTIFIED; t++) {
        flipped += flips(network, drawn(exact, random), 0, t) ? 1 : 0;
      }
      assertThat(flipped).isBetween(1, CERTIFIED - 1);
    }
  }
}
