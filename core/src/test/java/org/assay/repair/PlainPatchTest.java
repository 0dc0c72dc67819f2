package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assay.encoding.NumberSort;
import org.assay.eval.ExactSemantics;
import org.assay.eval.RoundedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Brackets by the plain encoding: over the reals against branch and bound, over small floats
 * against runs with every value of one or two biases.
 */
class PlainPatchTest {

  private static final Budget TIME = Budget.of(Duration.ofMinutes(2));
  private static final FloatFormat SMALL = new FloatFormat(3, 4);

  /** How a bracket ended. */
  private enum End {
    THERE,
    IMPOSSIBLE,
    FOUND
  }

  private static End end(BiasPatch.Answer answer) {
    assertThat(answer.open()).isNull();
    return answer.low() == null ? End.THERE : answer.impossible() ? End.IMPOSSIBLE : End.FOUND;
  }

  private static void holdPace(BiasPatch.Answer answer) {
    Duration toPatch = answer.times().toPatch();
    if (answer.patch() == null) {
      assertThat(toPatch).isNull();
    } else {
      assertThat(toPatch).isLessThanOrEqualTo(answer.times().elapsed());
    }
  }

  @Test
  void overRealsItAgreesWithBranchAndBound() {
    Map<End, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 240; seed++) {
        Random random = new Random(seed);
        Network network =
            seed % 8 == 0
                ? BiasPatchTest.convolutional(random)
                : BiasPatchTest.denseNetwork(random);
        BiasPatch.Question asked = BiasPatchTest.question(random, network);
        BiasPatch.Answer plain = new PlainPatch(NumberSort.REAL).answer(asked, TIME);
        BiasPatch.Answer bounds = new BiasPatch(session).answer(asked, TIME);
        assertThat(end(plain)).as("seed " + seed).isEqualTo(end(bounds));
        seen.merge(end(plain), 1, Integer::sum);
        holdPace(plain);
        holdPace(bounds);
        if (end(plain) == End.FOUND) {
          Patch patch = Objects.requireNonNull(plain.patch());
          assertThat(asked.isMetBy(patch)).isTrue();
          assertThat(patch.size().minus(Objects.requireNonNull(plain.low())))
              .isBetween(Rational.ZERO, asked.precision());
          assertThat(plain.low()).isLessThan(Objects.requireNonNull(bounds.patch()).size());
          assertThat(bounds.low()).isLessThan(patch.size());
        }
      }
    }
    assertThat(seen.get(End.FOUND)).isGreaterThan(60);
    assertThat(seen.get(End.IMPOSSIBLE)).isGreaterThan(60);
    assertThat(seen.get(End.THERE)).isPositive();
  }

  /** One or two of a network's biases, often so large in number of members that all are run. */
  private static BiasPatch.Question few(Random random, Network network) {
    BiasPatch.Question whole = BiasPatchTest.question(random, network);
    FreeBiases all = FreeBiases.all(network);
    List<FreeBiases.Free> few = new ArrayList<>();
    int first = random.nextInt(all.size());
    few.add(all.biases().get(first));
    int second = random.nextInt(all.size());
    if (second != first) {
      few.add(new FreeBiases.Free(all.biases().get(second).bias(), Rational.of(3, 8)));
    }
    return new BiasPatch.Question(
        network,
        whole.keep(),
        whole.change(),
        new FreeBiases(few),
        Rational.of(3, 4),
        Rational.of(1, 100));
  }

  /** The same network with weights of which sums leave the range of small floats at times. */
  private static Network larger(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Dense dense) {
        double[] weights = dense.weight().toDoubles();
        for (int i = 0; i < weights.length; i++) {
          weights[i] *= 4;
        }
        layers.add(Dense.of(Tensor.of(dense.weight().shape(), weights), dense.bias()));
      } else {
        layers.add(layer);
      }
    }
    return new Network("larger", ElementType.FLOAT32, network.input(), layers);
  }

  private static Network with(Network network, Bias bias, Rational value) {
    List<Layer> layers = new ArrayList<>(network.layers());
    Layer layer = layers.get(bias.layer());
    Tensor biases = Bias.stored(layer).with(bias.index(), value.nearestDouble());
    layers.set(bias.layer(), Bias.with(layer, biases));
    return new Network(network.name(), ElementType.FLOAT64, network.input(), layers);
  }

  private static List<Rational> members(Rational stored, Rational reach) {
    List<Rational> members = new ArrayList<>();
    Rational last = SMALL.floor(stored.plus(reach)).orElseThrow();
    Rational next = SMALL.ceiling(stored.minus(reach)).orElseThrow();
    while (next.compareTo(last) <= 0) {
      members.add(next);
      if (next.equals(SMALL.greatest())) {
        break;
      }
      next = SMALL.ceiling(next.plus(Rational.of(1, 1 << 20))).orElseThrow();
    }
    return members;
  }

  private static Rational @Nullable [] run(Network network, Tensor input) {
    Rational[] numbers = ExactSemantics.exact(input);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = SMALL.nearest(numbers[i]).orElseThrow();
    }
    try {
      return new RoundedSemantics(SMALL).logits(network, numbers);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static boolean isMet(BiasPatch.Question asked, Network patched) {
    List<Demand> demands = new ArrayList<>(asked.keep());
    demands.addAll(asked.change());
    for (Demand demand : demands) {
      Rational[] logits = run(patched, demand.input());
      if (logits == null || !demand.isMet(logits, original(asked, demand))) {
        return false;
      }
    }
    return true;
  }

  private static Rational[] original(BiasPatch.Question asked, Demand demand) {
    return demand instanceof Demand.Outputs
        ? Objects.requireNonNull(run(asked.network(), demand.input()))
        : new Rational[0];
  }

  /** The size of the smallest patch of all that there are; null without one. */
  private static @Nullable Rational smallest(BiasPatch.Question asked) {
    return smallest(asked, asked.network(), 0, Rational.ZERO);
  }

  private static @Nullable Rational smallest(
      BiasPatch.Question asked, Network patched, int position, Rational size) {
    if (position == asked.free().size()) {
      return isMet(asked, patched) ? size : null;
    }
    Bias bias = asked.free().biases().get(position).bias();
    Rational stored = SMALL.nearest(Rational.of(bias.of(asked.network()))).orElseThrow();
    Rational best = null;
    for (Rational value : members(stored, asked.free().reach(position, asked.bound()))) {
      Rational larger = size.max(value.minus(stored).abs());
      Rational found =
          best != null && larger.compareTo(best) >= 0
              ? null
              : smallest(asked, with(patched, bias, value), position + 1, larger);
      best = found == null || (best != null && best.compareTo(found) <= 0) ? best : found;
    }
    return best;
  }

  /** Whether what is asked of an example depends on a run that overflows. */
  private static boolean isOpen(BiasPatch.Question asked) {
    return asked.keep().stream()
        .anyMatch(d -> d instanceof Demand.Outputs && run(asked.network(), d.input()) == null);
  }

  @Tag("long")
  @Test
  void overSmallFloatsItAgreesWithRunsOfAllOfThem() {
    Map<End, Integer> seen = new HashMap<>();
    int overflows = 0;
    for (int seed = 0; seed < 120; seed++) {
      Random random = new Random(seed);
      Network network = BiasPatchTest.denseNetwork(random);
      BiasPatch.Question asked = few(random, seed % 4 == 0 ? larger(network) : network);
      BiasPatch.Answer answer = new PlainPatch(new NumberSort.Floats(SMALL)).answer(asked, TIME);
      if (isOpen(asked)) {
        assertThat(Objects.requireNonNull(answer.open()).reason()).isEqualTo(Reason.OVERFLOW);
        overflows++;
        continue;
      }
      Rational smallest = smallest(asked);
      Patch patch = answer.patch();
      assertThat(patch == null ? null : patch.size()).as("seed " + seed).isEqualTo(smallest);
      if (patch != null) {
        Rational low = Objects.requireNonNullElse(answer.low(), Rational.ZERO);
        assertThat(low.compareTo(patch.size()) < 0 || patch.size().signum() == 0).isTrue();
      }
      seen.merge(end(answer), 1, Integer::sum);
      overflows += run(asked.network(), asked.change().get(0).input()) == null ? 1 : 0;
    }
    assertThat(seen.get(End.FOUND)).isGreaterThan(20);
    assertThat(seen.get(End.IMPOSSIBLE)).isGreaterThan(20);
    assertThat(seen.get(End.THERE)).isPositive();
    assertThat(overflows).isPositive();
  }

  @Test
  void overTheNetworksOwnTypePatchesHoldInOrder() {
    NumberSort type = NumberSort.parse("fp:8,24");
    int found = 0;
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      Network network = BiasPatchTest.denseNetwork(random);
      BiasPatch.Question whole = BiasPatchTest.question(random, network);
      int last =
          FreeBiases.all(network).biases().stream()
              .mapToInt(f -> f.bias().layer())
              .max()
              .orElseThrow();
      BiasPatch.Question asked =
          new BiasPatch.Question(
              network,
              whole.keep(),
              whole.change(),
              FreeBiases.of(network, bias -> bias.layer() == last),
              whole.bound(),
              whole.precision());
      BiasPatch.Answer answer = new PlainPatch(type).answer(asked, TIME);
      Patch patch = answer.patch();
      if (patch != null) {
        Network patched = patch.on(network);
        Demand.Label wanted = asked.change().get(0);
        assertThat(SortRun.label(patched, wanted.input(), type)).isEqualTo(wanted.label());
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void withoutTimeTheBracketIsOpen() {
    Random random = new Random(3);
    BiasPatch.Question asked = few(random, BiasPatchTest.denseNetwork(random));
    BiasPatch.Question other =
        new BiasPatch.Question(
            asked.network(),
            List.of(),
            List.of(unmet(asked)),
            asked.free(),
            Rational.ONE,
            Rational.ONE);
    BiasPatch.Answer answer =
        new PlainPatch(NumberSort.REAL).answer(other, Budget.of(Duration.ZERO));
    assertThat(Objects.requireNonNull(answer.open()).reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(answer.low()).isEqualTo(Rational.ZERO);
    assertThat(answer.patch()).isNull();
  }

  private static Demand.Label unmet(BiasPatch.Question asked) {
    Tensor input = asked.change().get(0).input();
    int label = Demand.kept(asked.network(), input).label();
    return new Demand.Label(input, label == 0 ? 1 : 0);
  }

  @Test
  void numbersOutOfRangeAndSortsTooWideAreRefused() {
    Shape one = Shape.of(1);
    Network large =
        new Network(
            "large",
            ElementType.FLOAT32,
            one,
            List.of(
                Dense.of(Tensor.of(Shape.of(2, 1), 1e30, 1), Tensor.of(Shape.of(2), 0.0, 0.0))));
    BiasPatch.Question asked =
        new BiasPatch.Question(
            large,
            List.of(),
            List.of(new Demand.Label(Tensor.of(one, 0.5), 1)),
            FreeBiases.all(large),
            Rational.ONE,
            Rational.ONE);
    assertThatThrownBy(() -> new PlainPatch(NumberSort.parse("fp:5,11")).answer(asked, TIME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0E30");
    assertThatThrownBy(() -> new PlainPatch(NumberSort.parse("fp:15,64")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fp:11,53 at most");
  }
}
