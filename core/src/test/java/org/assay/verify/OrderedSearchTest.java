package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.eval.BiasOrder;
import org.assay.eval.OrderedBox;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.Reason;
import org.junit.jupiter.api.Test;

/** Every member of small boxes is run: the search must say what they say. */
class OrderedSearchTest {

  private static final int QUESTIONS = 300;

  /** Members on each side of the middle of an input's interval. */
  private static final int AROUND = 15;

  private static Tensor random(Random random, ElementType type, int... dimensions) {
    Shape shape = Shape.of(dimensions);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(random.nextGaussian() * (random.nextInt(4) == 0 ? 0x1p24 : 1));
    }
    return Tensor.of(shape, values);
  }

  private static Network network(Random random, ElementType type, int inputs) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Dense.of(random(random, type, 4, inputs), random(random, type, 4)));
    layers.add(Clip.relu(Shape.of(4)));
    layers.add(Dense.of(random(random, type, 2, 4), random(random, type, 2)));
    return new Network("random", type, Shape.of(inputs), layers);
  }

  private static Property lead(List<Rational> low, List<Rational> high, boolean strict) {
    Property.Condition condition =
        new Property.Condition(
            List.of(
                new Property.Term(Rational.ONE, false, 0),
                new Property.Term(Rational.of(-1), false, 1)),
            Rational.ZERO,
            strict);
    return new Property(
        List.of(new Property.Case(new Property.Box(low, high), List.of(condition))));
  }

  @Test
  void agreesWithRunsOfAllMembers() {
    Map<BiasOrder, int[]> seen = new EnumMap<>(BiasOrder.class);
    for (int seed = 0; seed < QUESTIONS; seed++) {
      Random random = new Random(seed);
      ElementType type = ElementType.FLOAT32;
      int inputs = 1 + random.nextInt(2);
      Network network = network(random, type, inputs);
      float[] middle = new float[inputs];
      List<Rational> low = new ArrayList<>();
      List<Rational> high = new ArrayList<>();
      for (int i = 0; i < inputs; i++) {
        middle[i] = random.nextFloat();
        low.add(Rational.of(step(middle[i], -AROUND)));
        high.add(Rational.of(step(middle[i], AROUND)));
      }
      boolean strict = random.nextBoolean();
      for (BiasOrder order : BiasOrder.values()) {
        boolean expected = violable(network, order, middle, strict);
        OrderedVerdict verdict =
            new OrderedSearch(network, order)
                .decide(lead(low, high, strict), Budget.of(Duration.ofMinutes(1)));
        assertThat(verdict)
            .as("seed %d, bias %s", seed, order)
            .isInstanceOf(expected ? OrderedVerdict.Violated.class : OrderedVerdict.Holds.class);
        if (verdict instanceof OrderedVerdict.Violated violated) {
          double[] point = violated.input().stream().mapToDouble(Rational::floorDouble).toArray();
          double[] output = run(network, order, point);
          assertThat(violated.output())
              .containsExactly(Rational.of(output[0]), Rational.of(output[1]));
        }
        seen.computeIfAbsent(order, o -> new int[2])[expected ? 1 : 0]++;
      }
    }
    seen.values().forEach(counts -> assertThat(counts).doesNotContain(0));
  }

  private static float step(float from, int steps) {
    return Float.intBitsToFloat(Float.floatToIntBits(from) + steps);
  }

  private static double[] run(Network network, BiasOrder order, double[] point) {
    return new OrderedSemantics(network.elementType(), order)
        .run(network, Tensor.of(network.input(), point));
  }

  private static boolean violable(
      Network network, BiasOrder order, float[] middle, boolean strict) {
    int members = 2 * AROUND + 1;
    int points = middle.length == 1 ? members : members * members;
    for (int n = 0; n < points; n++) {
      double[] point = new double[middle.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = step(middle[i], (i == 0 ? n % members : n / members) - AROUND);
      }
      double[] y = run(network, order, point);
      if (y[0] > y[1] || (!strict && y[0] == y[1])) {
        return true;
      }
    }
    return false;
  }

  @Test
  void endsHoldAllRunsAndAreTheRunOfAPoint() {
    for (int seed = 0; seed < QUESTIONS; seed++) {
      Random random = new Random(seed);
      ElementType type = ElementType.values()[seed % 2];
      Network network = network(random, type, 3);
      double[] low = random(random, type, 3).toDoubles();
      double[] high = low.clone();
      double[] between = low.clone();
      for (int i = 0; i < low.length; i++) {
        high[i] = type.round(low[i] + random.nextDouble());
        between[i] = type.round(low[i] + random.nextDouble() * (high[i] - low[i]));
      }
      for (BiasOrder order : BiasOrder.values()) {
        OrderedBox boxes = new OrderedBox(type, order);
        OrderedBox.Ends ends = boxes.run(network, low, high);
        OrderedBox.Ends point = boxes.run(network, between, between);
        double[] output = run(network, order, between);
        for (int y = 0; y < output.length; y++) {
          assertThat(output[y]).isBetween(ends.low(y), ends.high(y));
          assertThat(point.low(y)).isEqualTo(output[y]);
          assertThat(point.high(y)).isEqualTo(output[y]);
        }
      }
    }
  }

  @Test
  void whatOverflowsOrTakesTooLongIsUndecided() {
    Dense large = Dense.of(Tensor.of(Shape.of(2, 1), 1e308, -1e308), Tensor.of(Shape.of(2), 0, 0));
    Dense larger =
        Dense.of(Tensor.of(Shape.of(2, 2), 1e308, 0, 0, 1), Tensor.of(Shape.of(2), 0, 0));
    Network network =
        new Network("large", ElementType.FLOAT64, Shape.of(1), List.of(large, larger));
    Property point = lead(List.of(Rational.ONE), List.of(Rational.ONE), true);
    OrderedSearch search = new OrderedSearch(network, BiasOrder.LAST);
    assertThat(search.decide(point, Budget.of(Duration.ofMinutes(1))))
        .isInstanceOfSatisfying(
            OrderedVerdict.Undecided.class,
            undecided -> assertThat(undecided.reason()).isEqualTo(Reason.OVERFLOW));
    assertThat(search.decide(point, Budget.of(Duration.ZERO)))
        .isInstanceOfSatisfying(
            OrderedVerdict.Undecided.class,
            undecided -> assertThat(undecided.reason()).isEqualTo(Reason.TIMEOUT));
  }
}
