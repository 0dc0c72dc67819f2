package org.assay.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import org.assay.exact.Rational;
import org.assay.pixels.ValueInterval;
import org.junit.jupiter.api.Test;

/** The range that most flips have in common, against trying every value that can matter. */
class SweepTest {

  private static final Rational HALF = Rational.of(1, 2);
  private static final int LABELS = 5;

  private final Random random = new Random(11);

  /** Flips of some images whose ends often coincide, some of them single values. */
  private List<Flip> flips() {
    List<Flip> flips = new ArrayList<>();
    for (int image = 0, images = random.nextInt(1, 9); image < images; image++) {
      int from = random.nextInt(LABELS);
      int place = random.nextInt(4);
      boolean open = random.nextBoolean();
      while (place < 8) {
        int end = place + random.nextInt(4);
        ValueInterval values =
            new ValueInterval(
                Rational.of(place, 7), open, Rational.of(end, 7), random.nextBoolean());
        if (!values.isEmpty()) {
          flips.add(new Flip(image, from, (from + random.nextInt(1, LABELS)) % LABELS, values));
        }
        open = !values.highOpen();
        place = end + (open ? 0 : 1);
        place = end == place && values.isEmpty() ? place + 1 : place;
      }
    }
    Collections.shuffle(flips, random);
    return flips;
  }

  private static List<Rational> probes(List<Flip> flips) {
    TreeSet<Rational> ends = new TreeSet<>();
    for (Flip flip : flips) {
      ends.add(flip.values().low());
      ends.add(flip.values().high());
    }
    List<Rational> probes = new ArrayList<>();
    Rational last = null;
    for (Rational end : ends) {
      if (last != null) {
        probes.add(last.plus(end).times(HALF));
      }
      probes.add(end);
      last = end;
    }
    return probes;
  }

  private static List<Flip> at(List<Flip> flips, Rational value) {
    return flips.stream().filter(f -> f.values().contains(value)).toList();
  }

  @Test
  void noValueFlipsMoreAndAllOfTheRangeFlipTheSame() {
    for (int n = 0; n < 3_000; n++) {
      List<Flip> flips = flips();
      if (flips.isEmpty()) {
        continue;
      }
      FlippingRange range = Sweep.most(flips).orElseThrow();
      int most = probes(flips).stream().mapToInt(v -> at(flips, v).size()).max().orElseThrow();
      assertThat(range.images()).isEqualTo(most);
      assertThat(range.values().isEmpty()).isFalse();
      for (Rational value : probes(flips)) {
        if (range.values().contains(value)) {
          assertThat(at(flips, value)).containsExactlyInAnyOrderElementsOf(range.flips());
        }
        if (range.extent().contains(value)) {
          assertThat(2 * at(flips, value).size()).isGreaterThanOrEqualTo(most);
        }
      }
      assertThat(range.values().high().minus(range.values().low())).isEqualTo(widest(flips, most));
    }
  }

  /** The width of the widest run of values at which the same flips hold, as many as possible. */
  private static Rational widest(List<Flip> flips, int most) {
    List<Rational> probes = probes(flips);
    Rational widest = Rational.ZERO;
    for (int i = 0; i < probes.size(); i++) {
      List<Flip> here = at(flips, probes.get(i));
      // A midpoint stands for the open segment around it, an end for itself.
      if (here.size() == most && i % 2 == 1) {
        widest = widest.max(probes.get(i + 1).minus(probes.get(i - 1)));
      }
    }
    return joined(flips, probes, most).max(widest);
  }

  private static Rational joined(List<Flip> flips, List<Rational> probes, int most) {
    Rational widest = Rational.ZERO;
    for (int i = 0; i < probes.size(); i++) {
      List<Flip> here = at(flips, probes.get(i));
      int j = i;
      while (j + 1 < probes.size() && at(flips, probes.get(j + 1)).equals(here)) {
        j++;
      }
      if (here.size() == most) {
        Rational low = probes.get(i % 2 == 1 ? i - 1 : i);
        Rational high = probes.get(j % 2 == 1 ? j + 1 : j);
        widest = widest.max(high.minus(low));
      }
    }
    return widest;
  }

  @Test
  void tallyDoesNotDependOnOrderNorOnHowItIsMerged() {
    for (int n = 0; n < 300; n++) {
      List<Flip> flips = flips();
      PixelTally whole = new PixelTally();
      flips.forEach(whole::add);
      List<Flip> shuffled = new ArrayList<>(flips);
      Collections.shuffle(shuffled, random);
      PixelTally[] parts = {new PixelTally(), new PixelTally(), new PixelTally()};
      shuffled.forEach(flip -> parts[flip.image() % 3].add(flip));
      PixelTally merged = new PixelTally();
      for (int p = 2; p >= 0; p--) {
        merged.add(parts[p]);
      }
      assertThat(merged.most()).isEqualTo(whole.most());
      assertThat(merged.images()).isEqualTo(whole.images());
    }
  }

  @Test
  void anEmptyTallyHasNoRange() {
    assertThat(new PixelTally().most()).isEmpty();
    assertThat(new PixelTally().images()).isZero();
  }

  @Test
  void touchingOpenEndsHaveNothingInCommon() {
    Rational middle = HALF;
    Flip low = flip(0, new ValueInterval(Rational.ZERO, false, middle, true));
    Flip high = flip(1, new ValueInterval(middle, true, Rational.ONE, false));
    assertThat(Sweep.most(List.of(low, high)).orElseThrow().images()).isEqualTo(1);
    Flip closed = flip(1, new ValueInterval(middle, false, Rational.ONE, false));
    Flip point = flip(2, ValueInterval.closed(middle, middle));
    FlippingRange range = Sweep.most(List.of(low, closed, point)).orElseThrow();
    assertThat(range.values()).isEqualTo(ValueInterval.closed(middle, middle));
    assertThat(range.images()).isEqualTo(2);
    assertThat(range.extent()).isEqualTo(ValueInterval.closed(Rational.ZERO, Rational.ONE));
  }

  private static Flip flip(int image, ValueInterval values) {
    return new Flip(image, 0, 1, values);
  }

  @Test
  void matrixAndShiftCountTheFlips() {
    List<Flip> flips = new ArrayList<>();
    for (int image = 0; image < 200; image++) {
      int from = image % 5;
      int to = image < 198 ? (from + 2) % 5 : (from + 1) % 5;
      flips.add(new Flip(image, from, to, ValueInterval.closed(Rational.ZERO, Rational.ONE)));
    }
    FlippingRange range = Sweep.most(flips).orElseThrow();
    assertThat(range.shift(5)).isEqualTo(OptionalInt.of(2));
    assertThat(range.matrix(5).get(4 * 5 + 1)).isEqualTo(39);
    assertThat(range.matrix(5).stream().mapToLong(Long::longValue).sum()).isEqualTo(200);
    flips.remove(0);
    flips.add(new Flip(200, 1, 0, ValueInterval.closed(Rational.ZERO, Rational.ONE)));
    assertThat(Sweep.most(flips).orElseThrow().shift(5)).isEmpty();
  }
}
