package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.encoding.NumberSort;
import org.assay.eval.OrderedSemantics;
import org.assay.eval.RoundedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/**
 * Robustness by the plain encoding: over the reals against branch and bound, over floats against
 * runs of every float in the ball.
 */
class PlainEngineTest {

  private static final Budget TIME = Budget.of(Duration.ofSeconds(60));

  static Network network(Random random, int inputs) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    boolean coarse = random.nextInt(3) > 0;
    for (int hidden = 1 + random.nextInt(2); hidden > 0; hidden--) {
      int next = 2 + random.nextInt(4);
      layers.add(dense(random, width, next, coarse));
      layers.add(
          random.nextInt(3) == 0 ? Clip.hardTanh(Shape.of(next)) : Clip.relu(Shape.of(next)));
      width = next;
    }
    layers.add(dense(random, width, 2 + random.nextInt(3), coarse));
    return new Network("small", ElementType.FLOAT32, Shape.of(inputs), layers);
  }

  /** Two inputs, two units and two labels: sums of floats are slow to solve. */
  static Network tiny(Random random) {
    Shape two = Shape.of(2);
    boolean coarse = random.nextBoolean();
    Clip clip = random.nextInt(3) == 0 ? Clip.hardTanh(two) : Clip.relu(two);
    return new Network(
        "tiny",
        ElementType.FLOAT32,
        two,
        List.of(dense(random, 2, 2, coarse), clip, dense(random, 2, 2, coarse)));
  }

  /** One input, and a label for each weight. */
  static Network network(int weights) {
    return new Network(
        "wide",
        ElementType.FLOAT32,
        Shape.of(1),
        List.of(dense(new Random(weights), 1, weights, true)));
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

  private static Query query(Network network, Tensor image, int label, Rational radius) {
    return new Query(
        network,
        image,
        label,
        new Perturbation.LInfinity(radius, PixelDomain.UNIT),
        Scope.FULL,
        Arithmetic.EXACT,
        Inputs.REAL);
  }

  private static Tensor image(Random random, int inputs) {
    double[] values = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      values[i] = random.nextInt(17) / 16.0;
    }
    return Tensor.of(Shape.of(inputs), values);
  }

  @Test
  void overRealsItAgreesWithBranchAndBound() {
    Map<Object, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int seed = 0; seed < 400; seed++) {
        Random random = new Random(seed);
        Network network = network(random, 2 + random.nextInt(3));
        Tensor image = image(random, network.inputs());
        int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
        Query query = query(network, image, label, Rational.of(2 + random.nextInt(6), 16));
        Verdict expected = robustness.decide(query, TIME).verdict();
        PlainVerdict said =
            new PlainSmt(network, NumberSort.REAL).decide(BallProperty.of(query), TIME);
        seen.merge(said.getClass(), 1, Integer::sum);
        assertThat(said instanceof PlainVerdict.Holds)
            .as("seed " + seed + ": " + said)
            .isEqualTo(expected instanceof Verdict.Robust);
        if (said instanceof PlainVerdict.Violated violated) {
          judge(query, violated);
        }
      }
    }
    assertThat(seen.get(PlainVerdict.Holds.class)).isGreaterThan(80);
    assertThat(seen.get(PlainVerdict.Violated.class)).isGreaterThan(80);
    assertThat(seen).doesNotContainKey(PlainVerdict.Undecided.class);
  }

  private static void judge(Query query, PlainVerdict.Violated violated) {
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < violated.input().size(); i++) {
      changes.add(new Witness.Change(i, violated.input().get(i)));
    }
    Recheck plain = new Recheck(query.network(), PixelDomain.UNIT, Scope.FULL);
    assertThat(plain.judge(query.image(), query.label(), changes).holds()).isTrue();
  }

  /** Every point of a box of members, by the network's run in the format. */
  private static boolean anyViolates(
      Network network, FloatFormat format, Property property, int label) {
    Property.Box box = property.cases().get(0).box();
    List<List<Rational>> values = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      values.add(members(format, box.low().get(i), box.high().get(i)));
    }
    RoundedSemantics semantics = new RoundedSemantics(format);
    for (Rational first : values.get(0)) {
      for (Rational second : values.get(1)) {
        Rational[] logits = semantics.logits(network, new Rational[] {first, second});
        for (Rational logit : logits) {
          if (logit.compareTo(logits[label]) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  static List<Rational> members(FloatFormat format, Rational low, Rational high) {
    List<Rational> members = new ArrayList<>();
    Rational last = format.floor(high).orElseThrow();
    Rational next = format.ceiling(low).orElseThrow();
    while (next.compareTo(last) <= 0) {
      members.add(next);
      next = format.ceiling(next.plus(Rational.of(1, 1L << 40))).orElseThrow();
    }
    return members;
  }

  @Test
  void overSmallFloatsItAgreesWithRunsOfAllOfThem() {
    agreesWithAllRuns(new FloatFormat(3, 4), 1 << 4, 40);
  }

  @Test
  void overFloat32ItAgreesWithRunsOfAllFloatsNearby() {
    agreesWithAllRuns(FloatFormat.FLOAT32, 1 << 23, 10);
  }

  /** Radii are a few units of a fraction so that each ball holds some hundred members. */
  private static void agreesWithAllRuns(FloatFormat format, long fraction, int networks) {
    NumberSort sort = new NumberSort.Floats(format);
    Map<Object, Integer> seen = new HashMap<>();
    for (int seed = 0; seed < networks; seed++) {
      Random random = new Random(seed);
      Tensor image = Tensor.of(Shape.of(2), upperHalf(random), upperHalf(random));
      Network network = balanced(tiny(random), image);
      int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
      Query query = query(network, image, label, Rational.of(1 + random.nextInt(4), fraction));
      Property property = BallProperty.of(query);
      PlainVerdict said = new PlainSmt(network, sort).decide(property, TIME);
      seen.merge(said.getClass(), 1, Integer::sum);
      assertThat(said instanceof PlainVerdict.Violated)
          .as("seed " + seed + ": " + said)
          .isEqualTo(anyViolates(network, format, property, label));
      if (said instanceof PlainVerdict.Violated violated && sort.isTypeOf(ElementType.FLOAT32)) {
        double[] point = violated.input().stream().mapToDouble(Rational::nearestDouble).toArray();
        double[] logits = OrderedSemantics.logits(network, Tensor.of(Shape.of(2), point));
        assertThat(OrderedSemantics.label(logits)).isNotEqualTo(label);
      }
    }
    assertThat(seen.get(PlainVerdict.Holds.class)).isGreaterThan(networks / 10);
    assertThat(seen.get(PlainVerdict.Violated.class)).isGreaterThan(networks / 20);
    assertThat(seen).doesNotContainKey(PlainVerdict.Undecided.class);
  }

  static double upperHalf(Random random) {
    return (8 + random.nextInt(8)) / 16.0;
  }

  /** The network with its last biases moved so that the logits at an image are about equal. */
  static Network balanced(Network network, Tensor image) {
    double[] logits = OrderedSemantics.logits(network, image);
    List<Layer> layers = new ArrayList<>(network.layers());
    Dense last = (Dense) layers.remove(layers.size() - 1);
    double[] biases = last.bias().toDoubles();
    for (int i = 0; i < biases.length; i++) {
      biases[i] = (float) (biases[i] - logits[i]);
    }
    layers.add(Dense.of(last.weight(), Tensor.of(Shape.of(biases.length), biases)));
    return new Network("balanced", ElementType.FLOAT32, network.input(), layers);
  }

  @Test
  void verdictsNameTheirArithmetic() {
    Network network = network(new Random(1), 2);
    assertThat(new PlainSmt(network, NumberSort.REAL).arithmetic()).isEqualTo("EXACT");
    assertThat(new PlainSmt(network, NumberSort.parse("fp:8,24")).arithmetic())
        .isEqualTo("ORDERED");
    assertThat(new PlainSmt(network, NumberSort.parse("fp:11,53")).arithmetic())
        .isEqualTo("fp:11,53");
  }

  @Test
  void withoutTimeAndBeyondTheRangeItIsUndecided() {
    Network network = network(new Random(1), 2);
    Query query = query(network, image(new Random(1), 2), 0, Rational.of(1, 4));
    PlainVerdict starved =
        new PlainSmt(network, NumberSort.REAL)
            .decide(BallProperty.of(query), Budget.of(Duration.ZERO));
    assertThat(((PlainVerdict.Undecided) starved).reason()).isEqualTo(Reason.TIMEOUT);
    Shape one = Shape.of(1);
    Network large =
        new Network(
            "large",
            ElementType.FLOAT32,
            one,
            List.of(
                Dense.of(Tensor.of(Shape.of(2, 1), 1e30, 1), Tensor.of(Shape.of(2), 0.0, 0.0))));
    PlainVerdict refused =
        new PlainSmt(large, NumberSort.parse("fp:5,11"))
            .decide(BallProperty.of(query(large, Tensor.of(one, 0.5), 0, Rational.ONE)), TIME);
    assertThat(((PlainVerdict.Undecided) refused).detail()).contains("1.0E30", "fp:5,11");
  }

  @Test
  void aSampleIsHeldAgainstTheSolver() {
    Random random = new Random(5);
    Network network = network(random, 2);
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      PlainAudit all = new PlainAudit(network, 1, 1, TIME.wallClock());
      PlainAudit some = new PlainAudit(network, 1, 0.2, TIME.wallClock());
      for (int id = 0; id < 100; id++) {
        Tensor image = image(random, 2);
        int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
        Query query = query(network, image, label, Rational.of(1, 8));
        Verdict verdict = robustness.decide(query, TIME).verdict();
        all.hold(query, id, verdict);
        some.hold(query, id, verdict);
      }
      assertThat(all.engineChecks()).isEqualTo(100);
      assertThat(some.engineChecks()).isBetween(5L, 40L);
      assertThat(all.differences()).isEmpty();
      assertThat(some.differences()).isEmpty();
    }
  }

  @Test
  void aWrongVerdictIsFound() {
    Network network = network(new Random(1), 2);
    Tensor image = image(new Random(1), 2);
    int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
    Query wrong = query(network, image, label == 0 ? 1 : 0, Rational.of(1, 16));
    PlainAudit audit = new PlainAudit(network, 1, 1, TIME.wallClock());
    audit.hold(wrong, 0, new Verdict.Robust(Proof.BOUNDS, Arithmetic.EXACT, false));
    assertThat(audit.engineChecks()).isEqualTo(1);
    assertThat(audit.differences()).singleElement().asString().contains("bounds say Robust");
  }
}
