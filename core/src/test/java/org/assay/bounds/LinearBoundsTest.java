package org.assay.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assay.RandomNetworks;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bounds over boxes against exact runs at their points, and a share of errors too small. */
class LinearBoundsTest {

  private static final int CASES = 100_000;
  private static final int BOXES = 4;
  private static final int POINTS = 8;

  private final Random random = new Random(21);

  private Network network(int number) {
    RandomNetworks networks = new RandomNetworks(number, ElementType.FLOAT32);
    return switch (number % 4) {
      case 0 -> networks.convolutional();
      case 1 -> huge();
      default -> networks.dense();
    };
  }

  /** Weights of all sizes up to 2^70 that cancel exactly or nearly. */
  private Network huge() {
    List<Layer> layers = new ArrayList<>();
    int width = 3;
    for (int layer = 0; layer < 3; layer++) {
      double[] weights = new double[4 * width];
      double[] bias = new double[4];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) Math.scalb(random.nextGaussian(), random.nextInt(71));
      }
      for (int i = 0; i < 4; i++) {
        weights[i * width + 1] = -weights[i * width];
        bias[i] = random.nextInt(3) - 1;
      }
      layers.add(Dense.of(Tensor.of(Shape.of(4, width), weights), Tensor.of(Shape.of(4), bias)));
      layers.add(
          random.nextBoolean() ? Clip.relu(Shape.of(4)) : new Clip(Shape.of(4), -0x1p40, 0x1p60));
      width = 4;
    }
    layers.remove(layers.size() - 1);
    return new Network("huge", ElementType.FLOAT32, Shape.of(3), layers);
  }

  private InputBox box(Tensor image, double width) {
    double[] low = image.toDoubles();
    double[] high = image.toDoubles();
    for (int i = 0; i < low.length; i++) {
      if (random.nextInt(4) > 0) {
        low[i] -= width * random.nextDouble();
        high[i] += width * random.nextDouble();
      }
    }
    return new InputBox(Tensor.of(image.shape(), low), Tensor.of(image.shape(), high));
  }

  /** A corner, or a point between the ends of every position. */
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

  /** How many numbers of a run lie outside of their bounds, states and leads alike. */
  private static int crossed(Network network, Subproblem part, double[][] leads, Rational[] point) {
    ExactSemantics semantics = new ExactSemantics();
    Rational[] state = point;
    int crossed = 0;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      state =
          layer instanceof Linear linear
              ? semantics.linear(linear, state)
              : semantics.clip((Clip) layer, state);
      for (int i = 0; i < state.length; i++) {
        crossed += isAbove(part.enclosure().low(l + 1)[i], state[i]) ? 1 : 0;
        crossed += isAbove(-part.enclosure().high(l + 1)[i], state[i].negate()) ? 1 : 0;
      }
    }
    for (int label = 0; label < leads.length; label++) {
      for (int other = 0; other < leads.length; other++) {
        Rational lead = state[label].minus(state[other]);
        crossed += label != other && isAbove(leads[label][other], lead) ? 1 : 0;
      }
    }
    return crossed;
  }

  private static boolean isAbove(double bound, Rational number) {
    return Double.isFinite(bound) && Rational.of(bound).compareTo(number) > 0;
  }

  private static double leastLead(LinearBounds bounds, Subproblem part, int label, int other) {
    return bounds.least(part.aimed(0, 1), List.of(Gap.lead(label, other)));
  }

  private static double[][] leads(LinearBounds bounds, Subproblem part, int labels) {
    double[][] leads = new double[labels][labels];
    for (int label = 0; label < labels; label++) {
      for (int other = 0; other < labels; other++) {
        leads[label][other] = label == other ? 0 : leastLead(bounds, part, label, other);
      }
    }
    return leads;
  }

  private int crossed(double share, int cases) {
    int crossed = 0;
    for (int number = 0; number < cases / POINTS / BOXES; number++) {
      Network network = network(number);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      LinearBounds bounds = new LinearBounds(BoundedNetwork.of(network), share);
      for (int b = 0; b < BOXES; b++) {
        InputBox box = box(image, Math.scalb(1, -random.nextInt(20)));
        Subproblem part = bounds.enclose(box);
        double[][] leads = leads(bounds, part, network.labels());
        for (int i = 0; i < POINTS; i++) {
          crossed += crossed(network, part, leads, point(box));
        }
      }
    }
    return crossed;
  }

  @Test
  void noExactPointCrossesABound() {
    assertThat(crossed(1, CASES)).isZero();
  }

  /** Bounds that forget what rounding does are crossed. */
  @Test
  void withoutErrorsBoundsAreCrossed() {
    assertThat(crossed(0, CASES / 10)).isPositive();
  }

  /** The same of bounds whose lines were moved for each unit by itself, errors left out or not. */
  private int crossedRefined(double share, int cases) {
    int crossed = 0;
    for (int number = 0; number < cases / POINTS; number++) {
      Network network = network(number);
      BoundedNetwork bounded = BoundedNetwork.of(network);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      InputBox box = box(image, Math.scalb(1, -random.nextInt(20)));
      Subproblem part = new LinearBounds(bounded).enclose(box);
      part = new LinearBounds(bounded, share).refine(part, () -> random.nextInt(9));
      for (int i = 0; i < POINTS; i++) {
        crossed += part == null ? 1 : crossed(network, part, new double[0][], point(box));
      }
    }
    return crossed;
  }

  @Test
  void noExactPointCrossesARefinedBound() {
    assertThat(crossedRefined(1, CASES / 4)).isZero();
  }

  @Test
  void withoutErrorsRefinedBoundsAreCrossed() {
    assertThat(crossedRefined(0, CASES / 10)).isPositive();
  }

  /**
   * How many numbers of points at which a gap closes lie outside of bounds that are about these
   * alone; {@code closed} counts such points.
   */
  private int crossedWhere(double share, int cases, AtomicInteger closed) {
    int crossed = 0;
    for (int number = 0; number < cases; number++) {
      Network network = network(number);
      BoundedNetwork bounded = BoundedNetwork.of(network);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      InputBox box = box(image, Math.scalb(1, -random.nextInt(20)));
      List<Gap> lead = List.of(Gap.lead(0, 1));
      LinearBounds bounds = new LinearBounds(bounded, share);
      Subproblem part = new LinearBounds(bounded).enclose(box).aimed(0, 1);
      part = bounds.where(part, lead);
      part = bounds.refine(part, () -> random.nextInt(4));
      for (int i = 0; i < POINTS; i++) {
        Rational[] point = point(box);
        Rational[] logits = network.run(new ExactSemantics(), point);
        if (logits[0].compareTo(logits[1]) <= 0) {
          closed.incrementAndGet();
          crossed += part == null ? 1 : crossed(network, part, new double[0][], point);
        }
      }
    }
    return crossed;
  }

  /** Bounds for where a gap closes hold there, and forget what rounding does at their peril. */
  @Test
  void noPointAtWhichAGapClosesCrossesABoundForThese() {
    AtomicInteger closed = new AtomicInteger();
    assertThat(crossedWhere(1, 4_000, closed)).isZero();
    assertThat(closed.get()).isGreaterThan(4_000);
    assertThat(crossedWhere(0, 4_000, closed)).isPositive();
  }

  /** A condition that a point satisfies, on a unit that is open; null where none is. */
  private @Nullable Split condition(Network network, Subproblem part, Rational[] point) {
    ExactSemantics semantics = new ExactSemantics();
    Rational[] state = point;
    List<Split> open = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      if (network.layers().get(l) instanceof Linear linear) {
        state = semantics.linear(linear, state);
        continue;
      }
      Clip clip = (Clip) network.layers().get(l);
      for (int i = 0; i < state.length; i++) {
        for (double bend : new double[] {clip.low(), clip.high()}) {
          if (part.enclosure().contains(l, i, bend)) {
            open.add(new Split(l, i, bend, state[i].compareTo(Rational.of(bend)) <= 0));
          }
        }
      }
      state = semantics.clip(clip, state);
    }
    return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
  }

  private void draw(Subproblem part) {
    for (double[][] shares : List.of(part.slopes().below, part.slopes().above)) {
      for (double[] layer : shares) {
        Arrays.setAll(layer, i -> random.nextInt(3) == 0 ? random.nextInt(2) : random.nextDouble());
      }
    }
    Arrays.setAll(part.multipliers().value, s -> random.nextInt(3) * random.nextDouble());
  }

  /** Conditions, multipliers and slopes of any size: a point that satisfies them never crosses. */
  @Test
  void noPointOfAPartCrossesABound() {
    int crossed = 0;
    int conditions = 0;
    for (int number = 0; number < 2_000; number++) {
      Network network = network(number);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      LinearBounds bounds = new LinearBounds(BoundedNetwork.of(network));
      InputBox box = box(image, 1);
      Rational[] point = point(box);
      Subproblem part = bounds.enclose(box);
      for (int depth = 0; depth < 4; depth++) {
        Split split = condition(network, part, point);
        part = split == null ? part.copy() : part.with(split).copy();
        conditions += split == null ? 0 : 1;
        draw(part);
        crossed += crossed(network, part, leads(bounds, part, network.labels()), point);
      }
    }
    assertThat(crossed).isZero();
    assertThat(conditions).isGreaterThan(2_000);
  }

  /** Units bounded anew by a part's own lines, whatever these are: its points cross no bound. */
  @Test
  void noPointOfAPartCrossesABoundMadeAnew() {
    int crossed = 0;
    int tighter = 0;
    for (int number = 0; number < 2_000; number++) {
      Network network = network(number);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      LinearBounds bounds = new LinearBounds(BoundedNetwork.of(network));
      InputBox box = box(image, 1);
      Rational[] point = point(box);
      Subproblem part = bounds.enclose(box);
      for (int depth = 0; depth < 3; depth++) {
        Split split = condition(network, part, point);
        if (split == null) {
          break;
        }
        part = part.with(split).copy();
        draw(part);
        int open = part.enclosure().open();
        part = Objects.requireNonNull(bounds.renew(part, openBends(network, part)));
        tighter += part.enclosure().open() < open ? 1 : 0;
        crossed += crossed(network, part, new double[0][], point);
      }
    }
    assertThat(crossed).isZero();
    assertThat(tighter).isPositive();
  }

  /** Some bends of open units, in any order. */
  private List<Split> openBends(Network network, Subproblem part) {
    List<Split> bends = new ArrayList<>();
    int[][] open = part.enclosure().openUnits(network.layers().size());
    for (int l = 0; l < open.length; l++) {
      for (int i : open[l]) {
        if (random.nextInt(3) > 0) {
          bends.add(new Split(l, i, 0, true));
        }
      }
    }
    Collections.shuffle(bends, random);
    return bends;
  }

  /** Steps uphill never lose, and mostly win. */
  @Test
  void raisedBoundsAreGreaterAndHold() {
    int raised = 0;
    int crossed = 0;
    for (int number = 0; number < 400; number++) {
      Network network = new RandomNetworks(number, ElementType.FLOAT32).dense();
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      GapSearch search = new GapSearch(BoundedNetwork.of(network));
      InputBox box = box(image, 1);
      List<Gap> lead = List.of(Gap.lead(0, 1));
      GapSearch.Found found = search.aim(search.enclose(box, () -> false), lead);
      double before = found.least();
      double after = search.raise(found.part(), lead, 20).least();
      assertThat(after).isGreaterThanOrEqualTo(before);
      raised += after > before + 1e-6 ? 1 : 0;
      for (int i = 0; i < POINTS; i++) {
        Rational[] logits = network.run(new ExactSemantics(), point(box));
        crossed += isAbove(after, logits[0].minus(logits[1])) ? 1 : 0;
      }
    }
    assertThat(crossed).isZero();
    assertThat(raised).isGreaterThan(20);
  }

  /** Every point that satisfies the conditions lies in a half, whose bound it does not cross. */
  @Test
  void halvesLeaveNothingOut() {
    int crossed = 0;
    for (int number = 0; number < 400; number++) {
      Network network = network(number);
      Tensor image = new RandomNetworks(number, ElementType.FLOAT32).image(network);
      GapSearch search = new GapSearch(BoundedNetwork.of(network));
      InputBox box = box(image, 1);
      Rational[] point = point(box);
      Subproblem part = search.enclose(box, random::nextBoolean);
      Split split = condition(network, part, point);
      part = (split == null ? part : part.with(split)).aimed(0, 1);
      List<Gap> lead = List.of(Gap.lead(0, 1));
      Rational[] logits = network.run(new ExactSemantics(), point);
      int holding = 0;
      for (Subproblem half : search.halves(part, lead, () -> false)) {
        if (contains(half, point)) {
          holding++;
          double bound = search.raise(half, lead, 3).least();
          crossed += isAbove(bound, logits[0].minus(logits[1])) ? 1 : 0;
          assertThat(half.splits()).isEqualTo(part.splits());
        }
      }
      assertThat(holding).isPositive();
    }
    assertThat(crossed).isZero();
  }

  private static boolean contains(Subproblem half, Rational[] point) {
    for (int i = 0; i < point.length; i++) {
      if (isAbove(half.enclosure().low(0)[i], point[i])
          || isAbove(-half.enclosure().high(0)[i], point[i].negate())) {
        return false;
      }
    }
    return true;
  }

  /** Where nothing bends the bound is the least value itself. */
  @Test
  void aLinearNetworkIsBoundedTightly() {
    Tensor weights = Tensor.of(Shape.of(2, 2), 1, -2, 3, 0.5);
    Network network =
        new Network(
            "linear",
            ElementType.FLOAT32,
            Shape.of(2),
            List.of(Dense.of(weights, Tensor.of(Shape.of(2), 0.25, 0))));
    InputBox box = new InputBox(Tensor.of(Shape.of(2), 0, -1), Tensor.of(Shape.of(2), 1, 1));
    LinearBounds bounds = new LinearBounds(BoundedNetwork.of(network));
    assertThat(leastLead(bounds, bounds.enclose(box), 0, 1))
        .isCloseTo(0.25 - 2 - 2.5, within(1e-13))
        .isLessThan(-4.25);
  }

  /** Numbers beyond the range of doubles leave no bound, and no wrong one. */
  @Test
  void overflowLeavesNoBound() {
    Tensor weights = Tensor.of(Shape.of(2, 2), 0x1p1000, -0x1p1000, 0x1p1000, 0x1p1000);
    Dense dense = Dense.of(weights, Tensor.zeros(2));
    Clip clip = Clip.relu(Shape.of(2));
    Network network =
        new Network(
            "overflow", ElementType.FLOAT64, Shape.of(2), List.of(dense, clip, dense, clip, dense));
    InputBox box = new InputBox(Tensor.of(Shape.of(2), -1, -1), Tensor.of(Shape.of(2), 1, 1));
    LinearBounds bounds = new LinearBounds(BoundedNetwork.of(network));
    Subproblem part = bounds.enclose(box);
    assertThat(leastLead(bounds, part, 0, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(leastLead(bounds, part, 1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
