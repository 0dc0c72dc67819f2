package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.bounds.BoundedNetwork;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.importance.PixelLayout;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.pixels.AskedImage;
import org.assay.pixels.FullGeometry;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.Test;

/**
 * The contract of an analysis: both outcomes, checked; a starved budget; foreign queries. A ball
 * around two equal values is a square, and all patterns on a square are searched exactly by {@link
 * FullGeometry}, which shares no decision with branch and bound.
 */
class RobustnessTest {

  private static final Rational RADIUS = Rational.of(1, 4);

  /** Few different weights, so that logits coincide and least leads are exactly zero. */
  static Network network(Random random, int inputs) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    boolean coarse = random.nextInt(3) > 0;
    for (int hidden = 1 + random.nextInt(3); hidden > 0; hidden--) {
      int next = 2 + random.nextInt(8);
      layers.add(dense(random, width, next, coarse));
      layers.add(
          random.nextInt(3) == 0 ? new Clip(Shape.of(next), -0.5, 0.5) : Clip.relu(Shape.of(next)));
      width = next;
    }
    layers.add(dense(random, width, 2 + random.nextInt(3), coarse));
    return new Network("small", ElementType.FLOAT32, Shape.of(inputs), layers);
  }

  private static Dense dense(Random random, int inputs, int outputs, boolean coarse) {
    double[] weights = new double[inputs * outputs];
    double[] biases = new double[outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
    }
    for (int i = 0; i < outputs; i++) {
      biases[i] = coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
    }
    return Dense.of(
        Tensor.of(Shape.of(outputs, inputs), weights), Tensor.of(Shape.of(outputs), biases));
  }

  private static Query query(Network network, Tensor image, int label, PixelDomain domain) {
    return new Query(
        network,
        image,
        label,
        new Perturbation.LInfinity(RADIUS, domain),
        Scope.FULL,
        Arithmetic.EXACT,
        Inputs.REAL);
  }

  private static void judge(Query query, Verdict.Violated violated) {
    Recheck plain = new Recheck(query.network(), PixelDomain.UNIT, Scope.FULL);
    assertThat(
            plain
                .judge(query.image(), query.label(), violated.witness().witness().changes())
                .holds())
        .isTrue();
    violated
        .witness()
        .witness()
        .changes()
        .forEach(
            c ->
                assertThat(c.value().minus(Rational.of(query.image().at(c.index()))).abs())
                    .isLessThanOrEqualTo(RADIUS));
  }

  @Test
  void agreesWithTheSearchOfAllPatterns() {
    Map<String, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int seed = 0; seed < 600; seed++) {
        Random random = new Random(seed);
        Network network = network(random, 2);
        double x = (4 + random.nextInt(9)) / 16.0;
        Tensor image = Tensor.of(Shape.of(2), x, x);
        Rational centre = Rational.of(x);
        PixelDomain square = new PixelDomain(centre.minus(RADIUS), centre.plus(RADIUS));
        AskedImage asked =
            new AskedImage(
                Trace.of(TracedNetwork.of(network), image),
                WitnessCheck.of(network),
                PixelLayout.of(network.input()),
                WitnessCheck.Terms.exact(square, Scope.FULL));
        if (asked.refusal().isPresent()) {
          continue;
        }
        Query query = query(network, image, asked.label(), PixelDomain.UNIT);
        Robustness.BallAnswer answer = robustness.answer(query, Budget.UNLIMITED);
        Verdict expected =
            new FullGeometry(asked, BoundedNetwork.of(network))
                .pair(0, 1, Budget.UNLIMITED.start())
                .verdict();
        Verdict verdict = answer.answer().verdict();
        assertThat(verdict.getClass()).as("seed " + seed).isEqualTo(expected.getClass());
        String proof = verdict instanceof Verdict.Robust r ? r.proof().name() : "";
        seen.merge(answer.answer().method() + proof, 1, Integer::sum);
        if (verdict instanceof Verdict.Violated violated) {
          judge(query, violated);
          assertThat(answer.leastMargin()).isNegative();
        } else {
          assertThat(answer.leastMargin()).isGreaterThanOrEqualTo(0);
        }
      }
    }
    assertThat(seen).containsKeys("boundsBOUNDS", "casesEXHAUSTED", "attack");
    assertThat(seen.get("boundsBOUNDS")).isGreaterThan(30);
    assertThat(seen.get("casesEXHAUSTED")).isGreaterThan(5);
    assertThat(seen.get("attack")).isGreaterThan(30);
  }

  /** Robust balls hold no point of a fine grid that gives another label. */
  @Test
  void noPointOfARobustBallHasAnotherLabel() {
    int robust = 0;
    int violated = 0;
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int seed = 0; seed < 200; seed++) {
        Random random = new Random(seed);
        Network network = network(random, 3);
        Tensor image =
            Tensor.of(Shape.of(3), random.nextInt(5) / 4.0, random.nextInt(5) / 4.0, 0.375);
        int label = Trace.of(TracedNetwork.of(network), image).exactLabel();
        Query query = query(network, image, label, PixelDomain.UNIT);
        Robustness.BallAnswer answer = robustness.answer(query, Budget.UNLIMITED);
        Verdict verdict = answer.answer().verdict();
        if (verdict instanceof Verdict.Violated v) {
          violated++;
          judge(query, v);
        } else {
          assertThat(verdict).isInstanceOf(Verdict.Robust.class);
          robust++;
          assertThat(leastOnGrid(network, image, label))
              .isGreaterThanOrEqualTo(Rational.ZERO.max(Rational.of(answer.leastMargin())));
        }
      }
    }
    assertThat(robust).isGreaterThan(30);
    assertThat(violated).isGreaterThan(30);
  }

  /** A label's least lead at 9^3 points of the ball; coordinates that leave are clipped. */
  private static Rational leastOnGrid(Network network, Tensor image, int label) {
    Rational least = Rational.of(1_000_000);
    for (int point = 0; point < 9 * 9 * 9; point++) {
      double[] x = image.toDoubles();
      int rest = point;
      for (int i = 0; i < 3; i++) {
        x[i] = Math.min(1, Math.max(0, x[i] + (rest % 9 - 4) / 16.0));
        rest /= 9;
      }
      Rational[] logits = ExactSemantics.logits(network, Tensor.of(Shape.of(3), x));
      for (int other = 0; other < logits.length; other++) {
        least = other == label ? least : least.min(logits[label].minus(logits[other]));
      }
    }
    return least;
  }

  @Test
  void aMisclassifiedImageIsItsOwnWitness() {
    Network network = network(new Random(3), 2);
    Tensor image = Tensor.of(Shape.of(2), 0.5, 0.5);
    int label = Trace.of(TracedNetwork.of(network), image).exactLabel();
    try (Z3Session session = new Z3Session()) {
      Query query = query(network, image, label == 0 ? 1 : 0, PixelDomain.UNIT);
      var answer = new Robustness(session).decide(query, Budget.UNLIMITED);
      assertThat(answer.method()).isEqualTo("image");
      assertThat(((Verdict.Violated) answer.verdict()).witness().witness().changes()).isEmpty();
    }
  }

  @Test
  void aStarvedBudgetAndAnImageOutsideAreUndecided() {
    Network network = network(new Random(3), 2);
    Tensor image = Tensor.of(Shape.of(2), 0.5, 0.5);
    int label = Trace.of(TracedNetwork.of(network), image).exactLabel();
    PixelDomain low = new PixelDomain(Rational.ZERO, Rational.of(1, 4));
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      Verdict starved =
          robustness
              .decide(query(network, image, label, PixelDomain.UNIT), Budget.of(Duration.ZERO))
              .verdict();
      Verdict outside =
          robustness.decide(query(network, image, label, low), Budget.UNLIMITED).verdict();
      assertThat(((Verdict.Undecided) starved).reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(((Verdict.Undecided) outside).reason()).isEqualTo(Reason.OUT_OF_DOMAIN);
    }
  }

  @Test
  void otherQuestionsAreRefused() {
    Network network = network(new Random(3), 2);
    Tensor image = Tensor.of(Shape.of(2), 0.5, 0.5);
    Query pixels =
        new Query(
            network,
            image,
            0,
            new Perturbation.Pixels(List.of(0), PixelDomain.UNIT),
            Scope.FULL,
            Arithmetic.EXACT,
            Inputs.REAL);
    try (Z3Session session = new Z3Session()) {
      assertThatThrownBy(() -> new Robustness(session).decide(pixels, Budget.UNLIMITED))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
