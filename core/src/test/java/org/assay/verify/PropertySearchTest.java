package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.Property.Box;
import org.assay.query.Property.Case;
import org.assay.query.Property.Condition;
import org.assay.query.Property.Term;
import org.assay.query.PropertyVerdict;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.query.Reason;
import org.assay.smt.Formula;
import org.assay.smt.LinearForm;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Properties against the plain encoding of the whole network, which uses no bound at all. */
class PropertySearchTest {

  private static final int PROPERTIES = 600;

  /** Few different weights, so that conditions hold at corners and in single points only. */
  static Network network(Random random, int inputs) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    boolean coarse = random.nextInt(3) > 0;
    for (int hidden = random.nextInt(3); hidden > 0; hidden--) {
      int next = 2 + random.nextInt(5);
      layers.add(dense(random, width, next, coarse));
      layers.add(
          random.nextInt(3) == 0 ? new Clip(Shape.of(next), -0.5, 0.5) : Clip.relu(Shape.of(next)));
      width = next;
    }
    layers.add(dense(random, width, 2 + random.nextInt(2), coarse));
    return new Network("small", ElementType.FLOAT32, Shape.of(inputs), layers);
  }

  private static double weight(Random random, boolean coarse) {
    return coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
  }

  private static Dense dense(Random random, int inputs, int outputs, boolean coarse) {
    double[] weights = new double[inputs * outputs];
    double[] biases = new double[outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(random, coarse);
    }
    for (int i = 0; i < outputs; i++) {
      biases[i] = weight(random, coarse);
    }
    return Dense.of(
        Tensor.of(Shape.of(outputs, inputs), weights), Tensor.of(Shape.of(outputs), biases));
  }

  /** Boxes with ends that are no doubles, without a width, without a float, or without a point. */
  private static Box box(Random random, int inputs) {
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      Rational from = Rational.of(random.nextInt(-6, 7), random.nextInt(4) == 0 ? 3 : 4);
      Rational width = Rational.of(random.nextInt(4), 2);
      low.add(from);
      high.add(
          switch (random.nextInt(12)) {
            case 0 -> from;
            case 1 -> from.plus(Rational.of(1, 1L << 40));
            case 2 -> random.nextInt(4) == 0 ? from.minus(Rational.ONE) : from;
            default -> from.plus(width);
          });
    }
    return new Box(low, high);
  }

  /** Some of them hold with equality at a corner of the box, and perhaps nowhere else. */
  private static Condition condition(Random random, Network network, Box box) {
    Map<Integer, Rational> factors = new HashMap<>();
    List<Term> terms = new ArrayList<>();
    for (int o = 0; o < network.labels(); o++) {
      int factor = random.nextInt(-2, 3);
      if (factor != 0) {
        factors.put(o, Rational.of(factor, random.nextInt(3) == 0 ? 3 : 1));
        terms.add(new Term(factors.get(o), false, o));
      }
    }
    Rational[] corner = new Rational[network.inputs()];
    for (int i = 0; i < corner.length; i++) {
      corner[i] = (random.nextBoolean() ? box.low() : box.high()).get(i);
    }
    Rational[] output = network.run(new ExactSemantics(), corner);
    Rational there = Rational.ZERO;
    for (Map.Entry<Integer, Rational> factor : factors.entrySet()) {
      there = there.plus(factor.getValue().times(output[factor.getKey()]));
    }
    if (random.nextInt(4) == 0) {
      Rational factor = Rational.of(1, random.nextInt(1, 4));
      terms.add(new Term(factor, true, 0));
      there = there.plus(factor.times(corner[0]));
    }
    Rational beside = random.nextBoolean() ? Rational.ZERO : Rational.of(random.nextInt(-6, 3), 4);
    return new Condition(terms, beside.minus(there), random.nextInt(3) == 0);
  }

  static Property property(Random random, Network network) {
    List<Case> cases = new ArrayList<>();
    Box box = box(random, network.inputs());
    for (int n = random.nextInt(4); n >= 0; n--) {
      box = random.nextBoolean() ? box : box(random, network.inputs());
      List<Condition> conditions = new ArrayList<>();
      for (int c = random.nextInt(8) == 0 ? -1 : random.nextInt(3); c >= 0; c--) {
        conditions.add(condition(random, network, box));
      }
      cases.add(new Case(box, conditions));
    }
    return new Property(cases);
  }

  /** Whether some case can be violated, by the solver, on the network as it is. */
  private static boolean violable(Network network, Property property, Z3Session session) {
    return property.cases().stream().anyMatch(one -> violable(network, one, session));
  }

  private static boolean violable(Network network, Case one, Z3Session session) {
    int variables = network.inputs();
    for (Layer layer : network.layers()) {
      variables += layer.output().size();
    }
    List<Formula> all = new ArrayList<>();
    List<LinearForm> state = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      state.add(LinearForm.variable(i));
      all.add(state.get(i).atLeast(LinearForm.constant(one.box().low().get(i))));
      all.add(LinearForm.constant(one.box().high().get(i)).atLeast(state.get(i)));
    }
    List<LinearForm> inputs = state;
    int next = network.inputs();
    for (Layer layer : network.layers()) {
      List<LinearForm> outputs = new ArrayList<>();
      for (int i = 0; i < layer.output().size(); i++) {
        outputs.add(LinearForm.variable(next++));
        all.add(
            layer instanceof Dense dense
                ? equal(outputs.get(i), sum(dense.rows(), i, state))
                : clipped((Clip) layer, state.get(i), outputs.get(i)));
      }
      state = outputs;
    }
    for (Condition condition : one.conditions()) {
      LinearForm form = LinearForm.constant(condition.constant());
      for (Term term : condition.terms()) {
        form = form.plus(term.factor(), (term.input() ? inputs : state).get(term.index()));
      }
      all.add(form.atLeastZero(condition.strict()));
    }
    try (Z3Session.Problem problem = session.open(variables)) {
      Outcome outcome = problem.check(new Formula.All(all), Budget.UNLIMITED.start());
      assertThat(outcome).isNotInstanceOf(Outcome.Unknown.class);
      return outcome instanceof Outcome.Sat;
    }
  }

  private static LinearForm sum(SparseRows rows, int row, List<LinearForm> state) {
    LinearForm sum = LinearForm.constant(Rational.of(rows.bias(row)));
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      sum = sum.plus(Rational.of(rows.weight(k)), state.get(rows.column(k)));
    }
    return sum;
  }

  private static Formula equal(LinearForm a, LinearForm b) {
    return new Formula.All(List.of(a.atLeast(b), b.atLeast(a)));
  }

  private static Formula clipped(Clip clip, LinearForm input, LinearForm output) {
    List<Formula> ways = new ArrayList<>();
    LinearForm low = LinearForm.constant(Rational.of(clip.low()));
    ways.add(new Formula.All(List.of(low.atLeast(input), equal(output, low))));
    List<Formula> inside = new ArrayList<>(List.of(input.atLeast(low), equal(output, input)));
    if (Double.isFinite(clip.high())) {
      LinearForm high = LinearForm.constant(Rational.of(clip.high()));
      ways.add(new Formula.All(List.of(input.atLeast(high), equal(output, high))));
      inside.add(high.atLeast(input));
    }
    ways.add(new Formula.All(inside));
    return new Formula.Any(ways);
  }

  /** In some case's box, satisfying its conditions; the replay as a run of its own says. */
  private static void judge(Network network, Property property, PropertyVerdict.Violated found) {
    List<Rational> input = found.input();
    Rational[] output = network.run(new ExactSemantics(), input.toArray(Rational[]::new));
    assertThat(found.output()).containsExactly(output);
    List<Case> violated =
        property.cases().stream().filter(c -> holds(c, input, List.of(output))).toList();
    assertThat(violated).isNotEmpty();
    boolean member = input.stream().allMatch(Rational::isFloat);
    assertThat(found.replay() == Replay.NONE).isEqualTo(!member);
    if (member) {
      double[] point = input.stream().mapToDouble(Rational::nearestDouble).toArray();
      double[] run = OrderedSemantics.logits(network, Tensor.of(network.input(), point));
      List<Rational> computed = List.of(ExactSemantics.exact(Tensor.of(Shape.of(run.length), run)));
      boolean holds = violated.stream().anyMatch(c -> holds(c, input, computed));
      assertThat(holds || found.replay() == Replay.FAILS).isTrue();
    }
  }

  private static boolean holds(Case one, List<Rational> input, List<Rational> output) {
    for (int i = 0; i < input.size(); i++) {
      if (input.get(i).compareTo(one.box().low().get(i)) < 0
          || input.get(i).compareTo(one.box().high().get(i)) > 0) {
        return false;
      }
    }
    for (Condition condition : one.conditions()) {
      Rational sum = condition.constant();
      for (Term term : condition.terms()) {
        sum = sum.plus(term.factor().times((term.input() ? input : output).get(term.index())));
      }
      if (sum.signum() < 0 || (condition.strict() && sum.signum() == 0)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void agreesWithThePlainEncoding() {
    Map<String, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session();
        Z3Session plain = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int seed = 0; seed < PROPERTIES; seed++) {
        Random random = new Random(seed);
        Network network = network(random, 1 + random.nextInt(3));
        Property property = property(random, network);
        PropertyAnswer answer = search.decide(network, property, Budget.UNLIMITED);
        assertThat(answer.verdict())
            .as("seed " + seed)
            .isInstanceOf(
                violable(network, property, plain)
                    ? PropertyVerdict.Violated.class
                    : PropertyVerdict.Holds.class);
        String kind = answer.verdict() instanceof PropertyVerdict.Holds h ? h.proof().name() : "";
        if (answer.verdict() instanceof PropertyVerdict.Violated violated) {
          judge(network, property, violated);
          kind = violated.replay().name();
        }
        seen.merge(answer.method() + kind, 1, Integer::sum);
      }
    }
    assertThat(seen)
        .containsKeys("boundsBOUNDS", "casesEXHAUSTED", "segmentEXHAUSTED", "boundsHOLDS");
    assertThat(seen).containsKeys("attackHOLDS");
    assertThat(seen.entrySet().stream().filter(e -> e.getKey().endsWith("NONE"))).isNotEmpty();
    assertThat(seen.get("casesEXHAUSTED")).as(seen.toString()).isGreaterThan(20);
  }

  /** The output is the input; a condition holds of one point that is no float, or of none. */
  @Test
  void aSinglePointIsFoundAndNoneIsProved() {
    Network same =
        new Network(
            "same",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(Dense.of(Tensor.of(Shape.of(1, 1), 1), Tensor.zeros(1))));
    Rational third = Rational.of(1, 3);
    Box unit = new Box(List.of(Rational.ZERO), List.of(Rational.ONE));
    Condition least =
        new Condition(List.of(new Term(Rational.ONE, false, 0)), third.negate(), false);
    Condition most = new Condition(List.of(new Term(Rational.of(-1), false, 0)), third, false);
    Condition less = new Condition(most.terms(), third, true);
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      PropertyVerdict.Violated found =
          (PropertyVerdict.Violated)
              search.decide(same, one(unit, List.of(least, most)), Budget.UNLIMITED).verdict();
      assertThat(found.input()).containsExactly(third);
      assertThat(found.replay()).isEqualTo(Replay.NONE);
      assertThat(search.decide(same, one(unit, List.of(least, less)), Budget.UNLIMITED).verdict())
          .isInstanceOf(PropertyVerdict.Holds.class);
      Box point = new Box(List.of(third), List.of(third));
      assertThat(search.decide(same, one(point, List.of(least)), Budget.UNLIMITED).verdict())
          .isEqualTo(found);
      assertThat(search.decide(same, one(point, List.of(less)), Budget.UNLIMITED).verdict())
          .isInstanceOf(PropertyVerdict.Holds.class);
    }
  }

  private static Property one(Box box, List<Condition> conditions) {
    return new Property(List.of(new Case(box, conditions)));
  }

  @Test
  void aStarvedBudgetIsUndecidedAndMisfitsAreRefused() {
    Network network = network(new Random(3), 2);
    Box box = new Box(List.of(Rational.ZERO, Rational.ZERO), List.of(Rational.ONE, Rational.ONE));
    Box narrow = new Box(List.of(Rational.ZERO), List.of(Rational.ONE));
    Condition foreign =
        new Condition(List.of(new Term(Rational.ONE, false, 9)), Rational.ZERO, false);
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      PropertyVerdict starved =
          search.decide(network, one(box, List.of()), Budget.of(Duration.ZERO)).verdict();
      assertThat(((PropertyVerdict.Undecided) starved).reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(search.decide(network, new Property(List.of()), Budget.UNLIMITED).verdict())
          .isInstanceOf(PropertyVerdict.Holds.class);
      assertThatThrownBy(() -> search.decide(network, one(narrow, List.of()), Budget.UNLIMITED))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> search.decide(network, one(box, List.of(foreign)), Budget.UNLIMITED))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
