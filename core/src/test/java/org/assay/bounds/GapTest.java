package org.assay.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.assay.RandomNetworks;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gaps with factors that are no doubles, bounds made anew and cuts, at exact points. */
class GapTest {

  private static final int NETWORKS = 1_500;
  private static final int POINTS = 12;

  private final Random random = new Random(33);

  /** A gap in both forms: exact factors, and what bounds make of them. */
  private record Both(
      Map<Integer, Rational> inputs, Map<Integer, Rational> outputs, Rational constant, Gap gap) {

    Rational at(Rational[] input, Rational[] output) {
      Rational sum = constant;
      for (Map.Entry<Integer, Rational> e : inputs.entrySet()) {
        sum = sum.plus(e.getValue().times(input[e.getKey()]));
      }
      for (Map.Entry<Integer, Rational> e : outputs.entrySet()) {
        sum = sum.plus(e.getValue().times(output[e.getKey()]));
      }
      return sum;
    }
  }

  private Map<Integer, Rational> factors(int size, int count) {
    Map<Integer, Rational> factors = new TreeMap<>();
    for (int n = 0; n < count; n++) {
      factors.put(random.nextInt(size), Rational.of(random.nextInt(-50, 51), 7));
    }
    return factors;
  }

  /** Zero at a given point of the box, or about there. */
  private Both gap(Network network, Rational[] near) {
    Map<Integer, Rational> inputs = factors(network.inputs(), random.nextInt(3));
    Map<Integer, Rational> outputs = factors(network.labels(), 1 + random.nextInt(3));
    Rational there =
        new Both(inputs, outputs, Rational.ZERO, Gap.lead(0, 1))
            .at(near, network.run(new ExactSemantics(), near));
    Rational constant = Rational.of(random.nextInt(-20, 3), 8).minus(there);
    boolean strict = random.nextInt(3) == 0;
    return new Both(inputs, outputs, constant, Gap.of(inputs, outputs, constant, strict));
  }

  private Rational[] point(InputBox box) {
    Rational[] point = new Rational[box.low().size()];
    boolean corner = random.nextBoolean();
    for (int i = 0; i < point.length; i++) {
      Rational part = Rational.of(corner ? 64 * random.nextInt(2) : random.nextInt(65), 64);
      Rational low = Rational.of(box.low().at(i));
      point[i] = low.plus(part.times(Rational.of(box.high().at(i)).minus(low)));
    }
    return point;
  }

  private InputBox box(Network network, int number, double width) {
    double[] low = new RandomNetworks(number, ElementType.FLOAT32).image(network).toDoubles();
    double[] high = low.clone();
    for (int i = 0; i < low.length; i++) {
      high[i] += random.nextInt(5) == 0 ? 0 : width * random.nextDouble();
    }
    return new InputBox(Tensor.of(network.input(), low), Tensor.of(network.input(), high));
  }

  private static boolean isAbove(double bound, Rational number) {
    return Double.isFinite(bound) && Rational.of(bound).compareTo(number) > 0;
  }

  private int crossed(double share) {
    int crossed = 0;
    for (int number = 0; number < NETWORKS; number++) {
      Network network = new RandomNetworks(number, ElementType.FLOAT32).dense();
      InputBox box = box(network, number, Math.scalb(1, -random.nextInt(30)));
      List<Both> gaps = List.of(gap(network, point(box)), gap(network, point(box)));
      LinearBounds bounds = new LinearBounds(BoundedNetwork.of(network), share);
      Subproblem part = bounds.enclose(box).aimed(0, 2);
      Arrays.setAll(part.weights(), g -> random.nextInt(3) * random.nextDouble());
      double least = bounds.least(part, gaps.stream().map(Both::gap).toList());
      for (int i = 0; i < POINTS; i++) {
        Rational[] point = point(box);
        Rational[] output = network.run(new ExactSemantics(), point);
        Rational sum = Rational.ZERO;
        for (int g = 0; g < 2; g++) {
          Rational weight = Rational.of(part.weights()[g]);
          sum = sum.plus(weight.times(gaps.get(g).at(point, output)));
        }
        crossed += isAbove(least, sum) ? 1 : 0;
      }
    }
    return crossed;
  }

  @Test
  void noExactPointCrossesTheBoundOfAWeighedSum() {
    assertThat(crossed(1)).isZero();
  }

  @Test
  void withoutErrorsBoundsAreCrossed() {
    assertThat(crossed(0)).isPositive();
  }

  private static boolean contains(Enclosure enclosure, Rational[] point) {
    for (int i = 0; i < point.length; i++) {
      if (isAbove(enclosure.low(0)[i], point[i])
          || isAbove(-enclosure.high(0)[i], point[i].negate())) {
        return false;
      }
    }
    return true;
  }

  /** A point that satisfies all conditions is never cut off, and its part never closed. */
  @Test
  void cutsLeaveEveryViolationIn() {
    int violations = 0;
    int narrower = 0;
    for (int number = 0; number < NETWORKS; number++) {
      Network network = new RandomNetworks(number, ElementType.FLOAT32).dense();
      InputBox box = box(network, number, 2);
      List<Both> gaps = List.of(gap(network, point(box)), gap(network, point(box)));
      List<Gap> stored = gaps.stream().map(Both::gap).toList();
      GapSearch search = new GapSearch(BoundedNetwork.of(network));
      Subproblem root = search.enclose(box, () -> false);
      GapSearch.Found found = search.narrow(root, stored, () -> false);
      found = found.closed() ? found : search.raise(found.part(), stored, 5);
      narrower += found.part().enclosure().narrowest(root.enclosure()) < 0.9 ? 1 : 0;
      for (int i = 0; i < POINTS; i++) {
        Rational[] point = point(box);
        Rational[] output = network.run(new ExactSemantics(), point);
        if (gaps.stream().allMatch(g -> g.at(point, output).signum() < 0)) {
          violations++;
          assertThat(found.closed()).isFalse();
          assertThat(contains(found.part().enclosure(), point)).isTrue();
        }
      }
    }
    assertThat(violations).isGreaterThan(1_000);
    assertThat(narrower).isGreaterThan(100);
  }

  /** By layer the exact numbers before it. */
  private static List<Rational[]> states(Network network, Rational[] point) {
    List<Rational[]> states = new ArrayList<>(List.<Rational[]>of(point));
    ExactSemantics semantics = new ExactSemantics();
    network
        .layers()
        .forEach(
            layer ->
                states.add(
                    layer instanceof Linear linear
                        ? semantics.linear(linear, states.get(states.size() - 1))
                        : semantics.clip((Clip) layer, states.get(states.size() - 1))));
    return states;
  }

  private @Nullable Split condition(Subproblem part, Network network, List<Rational[]> states) {
    List<Split> open = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      for (int i = 0; i < states.get(l).length && network.layers().get(l) instanceof Clip; i++) {
        Clip clip = (Clip) network.layers().get(l);
        for (double bend : new double[] {clip.low(), clip.high()}) {
          if (part.enclosure().contains(l, i, bend)) {
            boolean below = states.get(l)[i].compareTo(Rational.of(bend)) <= 0;
            open.add(new Split(l, i, bend, below));
          }
        }
      }
    }
    return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
  }

  /** Bounds made anew after conditions hold at a point that satisfies these, and never widen. */
  @Test
  void boundsMadeAnewHold() {
    int conditions = 0;
    int tighter = 0;
    for (int number = 0; number < NETWORKS; number++) {
      Network network = new RandomNetworks(number, ElementType.FLOAT32).dense();
      InputBox box = box(network, number, 2);
      List<Rational[]> states = states(network, point(box));
      GapSearch search = new GapSearch(BoundedNetwork.of(network));
      Subproblem part = search.enclose(box, () -> false);
      for (int depth = 0; depth < 3; depth++) {
        Split split = condition(part, network, states);
        if (split == null) {
          break;
        }
        conditions++;
        Subproblem old = part.with(split);
        part = Objects.requireNonNull(search.renew(old, random::nextBoolean));
        assertThat(part.splits()).isEqualTo(old.splits());
        for (int l = 0; l < states.size(); l++) {
          for (int i = 0; i < states.get(l).length; i++) {
            double low = part.enclosure().low(l)[i];
            double high = part.enclosure().high(l)[i];
            assertThat(isAbove(low, states.get(l)[i])).isFalse();
            assertThat(isAbove(-high, states.get(l)[i].negate())).isFalse();
            assertThat(low).isGreaterThanOrEqualTo(old.enclosure().low(l)[i]);
            tighter += low > old.enclosure().low(l)[i] ? 1 : 0;
          }
        }
      }
    }
    assertThat(conditions).isGreaterThan(1_000);
    assertThat(tighter).isGreaterThan(500);
  }
}
