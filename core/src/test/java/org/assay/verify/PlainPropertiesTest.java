package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.encoding.NumberSort;
import org.assay.eval.ExactSemantics;
import org.assay.eval.RoundedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.query.Reason;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/**
 * Disjunctive properties by the plain encoding: over the reals against bounds with branch and
 * bound, over floats against runs of every float in the boxes.
 */
class PlainPropertiesTest {

  private static final Budget TIME = Budget.of(Duration.ofSeconds(60));

  /** Cases with boxes of their own, whose conditions about hold at a point of the box. */
  private static Property property(Random random, Network network) {
    List<Property.Case> cases = new ArrayList<>();
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      List<Rational> low = new ArrayList<>();
      List<Rational> high = new ArrayList<>();
      for (int i = 0; i < network.inputs(); i++) {
        Rational end = Rational.of(random.nextInt(16), 16);
        low.add(end);
        high.add(end.plus(Rational.of(random.nextInt(6), 16)));
      }
      List<Property.Condition> conditions = new ArrayList<>();
      for (int more = 1 + random.nextInt(2); more > 0; more--) {
        conditions.add(condition(random, network, low));
      }
      cases.add(new Property.Case(new Property.Box(low, high), conditions));
    }
    return new Property(cases);
  }

  private static Property.Condition condition(Random random, Network network, List<Rational> at) {
    List<Property.Term> terms = new ArrayList<>();
    int outputs = network.labels();
    int first = random.nextInt(outputs);
    terms.add(new Property.Term(factor(random), false, first));
    if (random.nextBoolean()) {
      terms.add(new Property.Term(factor(random), false, (first + 1) % outputs));
    }
    if (random.nextInt(3) == 0) {
      terms.add(new Property.Term(factor(random), true, random.nextInt(network.inputs())));
    }
    Property.Condition bare = new Property.Condition(terms, Rational.ZERO, false);
    Rational reached = value(bare, at, exactly(network, at));
    Rational missing = Rational.of(random.nextInt(-6, 2), 8);
    return new Property.Condition(terms, missing.minus(reached), random.nextBoolean());
  }

  private static Rational factor(Random random) {
    return Rational.of(random.nextBoolean() ? 1 : -1, 1 + random.nextInt(3));
  }

  private static List<Rational> exactly(Network network, List<Rational> input) {
    return List.of(network.run(new ExactSemantics(), input.toArray(Rational[]::new)));
  }

  private static Rational value(Property.Condition sum, List<Rational> x, List<Rational> y) {
    Rational value = sum.constant();
    for (Property.Term term : sum.terms()) {
      value = value.plus(term.factor().times((term.input() ? x : y).get(term.index())));
    }
    return value;
  }

  private static boolean violates(Property.Case one, List<Rational> x, List<Rational> y) {
    return IntStream.range(0, x.size())
            .allMatch(
                i ->
                    x.get(i).compareTo(one.box().low().get(i)) >= 0
                        && x.get(i).compareTo(one.box().high().get(i)) <= 0)
        && one.conditions().stream().allMatch(c -> value(c, x, y).signum() >= (c.strict() ? 1 : 0));
  }

  private static boolean violates(Property property, List<Rational> x, List<Rational> y) {
    return property.cases().stream().anyMatch(one -> violates(one, x, y));
  }

  @Test
  void overRealsItAgreesWithBoundsAndBranchAndBound() {
    Map<Object, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int seed = 0; seed < 400; seed++) {
        Random random = new Random(seed);
        Network network = PlainEngineTest.network(random, 2 + random.nextInt(3));
        Property property = property(random, network);
        PropertyVerdict expected = search.decide(network, property, TIME).verdict();
        PlainVerdict said = new PlainSmt(network, NumberSort.REAL).decide(property, TIME);
        seen.merge(said.getClass(), 1, Integer::sum);
        assertThat(said.getClass().getSimpleName())
            .as("seed " + seed + ": " + said)
            .isEqualTo(expected.getClass().getSimpleName());
        if (said instanceof PlainVerdict.Violated violated) {
          assertThat(violated.output()).isEqualTo(exactly(network, violated.input()));
          assertThat(violates(property, violated.input(), violated.output())).isTrue();
        }
        PlainAudit audit = new PlainAudit(network, 1, 1, TIME.wallClock());
        audit.hold(property, seed, expected, TIME.wallClock());
        assertThat(audit.engineChecks()).isEqualTo(1);
        assertThat(audit.differences()).isEmpty();
      }
    }
    assertThat(seen.get(PlainVerdict.Holds.class)).isGreaterThan(80);
    assertThat(seen.get(PlainVerdict.Violated.class)).isGreaterThan(80);
    assertThat(seen).doesNotContainKey(PlainVerdict.Undecided.class);
  }

  /** Comparisons alone, in boxes of a few members. */
  private static Property comparisons(
      Random random, Network network, FloatFormat format, long fraction) {
    List<Property.Case> cases = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      List<Rational> low = new ArrayList<>();
      List<Rational> high = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Rational end = Rational.of(PlainEngineTest.upperHalf(random));
        low.add(end);
        high.add(end.plus(Rational.of(random.nextInt(5), fraction)));
      }
      List<Rational> y =
          List.of(new RoundedSemantics(format).logits(network, low.toArray(Rational[]::new)));
      int first = random.nextInt(2);
      boolean strict = random.nextBoolean();
      Rational shift = Rational.of(random.nextInt(-3, 2), fraction);
      List<Property.Condition> conditions = new ArrayList<>();
      conditions.add(
          random.nextBoolean()
              ? new Property.Condition(
                  List.of(
                      new Property.Term(Rational.ONE, false, first),
                      new Property.Term(Rational.ONE.negate(), false, 1 - first)),
                  Rational.ZERO,
                  strict)
              : new Property.Condition(
                  List.of(new Property.Term(Rational.of(2), false, first)),
                  y.get(first).negate().plus(shift).times(Rational.of(2)),
                  strict));
      cases.add(new Property.Case(new Property.Box(low, high), conditions));
    }
    return new Property(cases);
  }

  /** Every member of every box, by the network's run in the format. */
  private static boolean anyViolates(Network network, FloatFormat format, Property property) {
    RoundedSemantics semantics = new RoundedSemantics(format);
    for (Property.Case one : property.cases()) {
      Property.Box box = one.box();
      for (Rational a : PlainEngineTest.members(format, box.low().get(0), box.high().get(0))) {
        for (Rational b : PlainEngineTest.members(format, box.low().get(1), box.high().get(1))) {
          Rational[] y = semantics.logits(network, new Rational[] {a, b});
          if (violates(one, List.of(a, b), List.of(y))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Test
  void overSmallFloatsItAgreesWithRunsOfAllOfThem() {
    agreesWithAllRuns(new FloatFormat(3, 4), 1 << 4, 60);
  }

  @Test
  void overFloat32ItAgreesWithRunsOfAllFloatsAndNeverMissesWhatBoundsReplay() {
    agreesWithAllRuns(FloatFormat.FLOAT32, 1 << 23, 12);
  }

  private static void agreesWithAllRuns(FloatFormat format, long fraction, int networks) {
    NumberSort sort = new NumberSort.Floats(format);
    Map<Object, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int seed = 0; seed < networks; seed++) {
        Random random = new Random(seed);
        Tensor image =
            Tensor.of(
                Shape.of(2), PlainEngineTest.upperHalf(random), PlainEngineTest.upperHalf(random));
        Network network = PlainEngineTest.balanced(PlainEngineTest.tiny(random), image);
        Property property = comparisons(random, network, format, fraction);
        PlainVerdict said = new PlainSmt(network, sort).decide(property, TIME);
        seen.merge(said.getClass(), 1, Integer::sum);
        assertThat(said instanceof PlainVerdict.Violated)
            .as("seed " + seed + ": " + said)
            .isEqualTo(anyViolates(network, format, property));
        if (said instanceof PlainVerdict.Violated violated) {
          assertThat(violates(property, violated.input(), violated.output())).isTrue();
        }
        if (format.equals(FloatFormat.FLOAT32)
            && search.decide(network, property, TIME).verdict()
                instanceof PropertyVerdict.Violated shown
            && shown.replay() == Replay.HOLDS) {
          assertThat(said).isInstanceOf(PlainVerdict.Violated.class);
        }
      }
    }
    assertThat(seen.get(PlainVerdict.Holds.class)).isGreaterThan(networks / 10);
    assertThat(seen.get(PlainVerdict.Violated.class)).isGreaterThan(networks / 20);
    assertThat(seen).doesNotContainKey(PlainVerdict.Undecided.class);
  }

  @Test
  void aWrongVerdictIsFoundOncePutToTheSolver() {
    Random random = new Random(1);
    Network network = PlainEngineTest.network(random, 2);
    Property.Box box =
        new Property.Box(
            List.of(Rational.ZERO, Rational.ZERO), List.of(Rational.ONE, Rational.ONE));
    Property anything = new Property(List.of(new Property.Case(box, List.of())));
    PropertyVerdict wrong = new PropertyVerdict.Holds(Proof.BOUNDS, Arithmetic.EXACT);
    PlainAudit audit = new PlainAudit(network, 1, 1, TIME.wallClock());
    audit.hold(anything, 1, new PropertyVerdict.Undecided(Reason.TIMEOUT, ""), Duration.ofDays(1));
    audit.hold(anything, 1, wrong, Duration.ZERO);
    audit.hold(anything, 1, wrong, Duration.ofMillis(-1));
    assertThat(audit.solverChecks()).isZero();
    audit.hold(anything, 1, wrong, Duration.ofMinutes(1));
    assertThat(audit.engineChecks()).isEqualTo(1);
    assertThat(audit.differences())
        .singleElement()
        .asString()
        .startsWith("bounds say Holds, solver Violated");
  }

  @Test
  void aShareOfTheQuestionsIsSampledAndNoneOfALargeNetwork() {
    Network network = PlainEngineTest.network(new Random(1), 2);
    Property nothing = new Property(List.of());
    PropertyVerdict holds = new PropertyVerdict.Holds(Proof.BOUNDS, Arithmetic.EXACT);
    PlainAudit some = PlainAudit.of(network, 1);
    for (int number = 0; number < 2_000; number++) {
      some.hold(nothing, number, holds, Duration.ofMinutes(1));
    }
    assertThat(some.engineChecks()).isBetween(50L, 150L);
    PlainAudit none = new PlainAudit(PlainEngineTest.network(4_097), 1, 1, TIME.wallClock());
    none.hold(nothing, 1, holds, Duration.ofMinutes(1));
    assertThat(none.engineChecks()).isZero();
  }

  /** A property of very many cases must not keep a solver busy after its time. */
  @Test
  void casesEndWithTheTime() {
    Network network = PlainEngineTest.network(new Random(1), 2);
    Property one = property(new Random(2), network);
    List<Property.Case> many = new ArrayList<>();
    Property.Condition never = new Property.Condition(List.of(), Rational.ONE.negate(), false);
    for (int i = 0; i < 100_000; i++) {
      many.add(new Property.Case(one.cases().get(0).box(), List.of(never)));
    }
    Budget.Timer timer = TIME.start();
    PlainVerdict said =
        new PlainSmt(network, NumberSort.REAL)
            .decide(new Property(many), Budget.of(Duration.ofMillis(200)));
    assertThat(((PlainVerdict.Undecided) said).reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(timer.elapsed()).isLessThan(Duration.ofSeconds(5));
  }
}
