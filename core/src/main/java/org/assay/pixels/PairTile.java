package org.assay.pixels;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assay.query.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The all-pairs kernel: decides every pair of ranks whose larger one lies in a range, and counts.
 *
 * <p><b>Method.</b> For each wrong label: if p and q can make it the one largest, then its lead at
 * the original plus the greatest gains of p and of q is not negative. With the pixels sorted by
 * gain such pairs are a prefix for each p, so that pairs that are ruled out cost nothing. A pair
 * with a pixel that reaches the label alone reaches it as well. The pairs that remain go through
 * {@link PairFilter}, and where it cannot tell through {@link ExactPlane}. Results are bits by
 * pair, so that counting is a matter of words.
 *
 * <p><b>Guarantee.</b> That of {@link PatternGeometry}, pair by pair.
 */
final class PairTile {

  private final PatternGeometry geometry;
  private final PairFilter filter;
  private final int[] order;
  private final int from;
  private final int to;
  private final Budget.Timer timer;
  private final int[] positions;
  private final int labels;
  private final int label;
  private final @Nullable PairBits[] reached;
  private final PairBits attacked;
  private final PairBits open;
  private final long[] alone;
  private final long[][] aloneByLabel;
  private final Map<Long, ExactPlane> planes = new HashMap<>();
  private final Set<Long> unsure = new HashSet<>();

  /**
   * A tile of the pairs of an image that can be audited.
   *
   * @param order pixels by rank
   */
  PairTile(PatternGeometry geometry, int[] order, int from, int to, Budget.Timer timer) {
    this.geometry = geometry;
    this.filter = geometry.filter();
    this.order = order;
    this.from = from;
    this.to = to;
    this.timer = timer;
    this.labels = geometry.image().trace().labels();
    this.label = geometry.image().label();
    this.positions = new int[to];
    for (int r = 0; r < to; r++) {
      positions[r] = geometry.image().layout().positions(order[r])[0];
    }
    this.reached = new PairBits[labels];
    this.attacked = new PairBits(from, to);
    this.open = new PairBits(from, to);
    this.alone = new long[PairBits.words(to)];
    this.aloneByLabel = new long[labels][alone.length];
  }

  /** Decides all pairs and counts them. */
  PairTally tally() {
    for (int r = 0; r < to; r++) {
      PatternGeometry.Alone single = geometry.alone(positions[r]);
      set(alone, r, single.attackable());
      BitSet reach = single.labels();
      for (int k = reach.nextSetBit(0); k >= 0; k = reach.nextSetBit(k + 1)) {
        set(aloneByLabel[k], r, true);
      }
    }
    for (int k = 0; k < labels; k++) {
      if (k != label) {
        decide(k);
      }
    }
    return count();
  }

  private static void set(long[] bits, int rank, boolean value) {
    bits[rank >>> 6] |= value ? 1L << rank : 0;
  }

  private static boolean get(long[] bits, int rank) {
    return (bits[rank >>> 6] >>> rank & 1) != 0;
  }

  /** Decides label k for all pairs that its gains leave open. */
  private void decide(int k) {
    double lead = filter.lead(k);
    double[] gain = new double[to];
    double greatest = 0;
    for (int r = 0; r < to; r++) {
      gain[r] = filter.gain(k, positions[r]);
      greatest = Math.max(greatest, gain[r]);
    }
    long[] sorted = new long[to];
    int size = 0;
    for (int r = 0; r < to; r++) {
      if (!(lead + gain[r] + greatest < 0) && !get(aloneByLabel[k], r)) {
        sorted[size++] = key(gain[r], r);
      }
    }
    if (size < 2) {
      return;
    }
    PairBits reach = new PairBits(from, to);
    reached[k] = reach;
    Arrays.sort(sorted, 0, size);
    for (int a = size - 1; a > 0; a--) {
      int p = rank(sorted[a]);
      double need = -lead - gain[p];
      for (int b = a - 1; b >= 0 && !(ceiling(sorted[b]) < need); b--) {
        int q = rank(sorted[b]);
        if (Math.max(p, q) >= from) {
          decide(Math.max(p, q), Math.min(p, q), k, reach);
        }
      }
    }
  }

  /** A float above the gain, which is never negative, in the upper half; the rank in the lower. */
  private static long key(double gain, int rank) {
    return (long) Float.floatToRawIntBits(Math.nextUp((float) gain)) << 32 | rank;
  }

  private static int rank(long key) {
    return (int) key;
  }

  private static double ceiling(long key) {
    return Float.intBitsToFloat((int) (key >>> 32));
  }

  private void decide(int high, int low, int k, PairBits reach) {
    int answer = filter.decide(positions[high], positions[low], k);
    if (answer == PairFilter.YES) {
      reach.set(high, low);
    } else if (answer == PairFilter.UNSURE) {
      decideExactly(high, low, k, reach);
    }
  }

  private void decideExactly(int high, int low, int k, PairBits reached) {
    long pair = (long) high << 32 | low;
    unsure.add(pair);
    ExactPlane plane = planes.get(pair);
    if (plane == null) {
      if (timer.expired()) {
        open.set(high, low);
        return;
      }
      plane = geometry.exactly(positions[high], positions[low]);
      planes.put(pair, plane);
    }
    if (plane.attack().isPresent()) {
      attacked.set(high, low);
    }
    for (ExactPlane.Reach reach : plane.reaches()) {
      if (reach.label() == k) {
        reached.set(high, low);
      }
    }
  }

  private PairTally count() {
    PairTally.Counts counts = new PairTally.Counts();
    counts.rationalFallbacks = unsure.size();
    long[] perLabel = new long[labels];
    long[] participation = new long[geometry.image().layout().pixels()];
    for (int high = from; high < to; high++) {
      counts.pairs += high;
      for (int w = 0; w < PairBits.words(high); w++) {
        long attack = attack(high, w);
        int taken = Long.bitCount(attack);
        counts.attackable += taken;
        counts.fresh += Long.bitCount(attack & ~inherited(alone, high, w));
        counts.undecided += Long.bitCount(open.word(high, w) & ~attack);
        participation[order[high]] += taken;
        for (long rest = attack; rest != 0; rest &= rest - 1) {
          participation[order[(w << 6) + Long.numberOfTrailingZeros(rest)]]++;
        }
        for (int k = 0; k < labels && attack != 0; k++) {
          perLabel[k] += k == label ? 0 : Long.bitCount(reach(k, high, w));
        }
      }
    }
    return new PairTally(counts, perLabel, participation, first());
  }

  /** The pairs of a word that reach label k. */
  private long reach(int k, int high, int w) {
    PairBits pairs = reached[k];
    return inherited(aloneByLabel[k], high, w) | (pairs == null ? 0 : pairs.word(high, w));
  }

  /** The pairs of a word of which one pixel is in a set. */
  private static long inherited(long[] pixels, int high, int w) {
    return PairBits.mask(high, w) & (get(pixels, high) ? -1L : pixels[w]);
  }

  /** The pairs of a word that are attackable. */
  private long attack(int high, int w) {
    long attack = inherited(alone, high, w) | attacked.word(high, w);
    for (int k = 0; k < labels; k++) {
      PairBits pairs = reached[k];
      attack |= pairs == null ? 0 : pairs.word(high, w);
    }
    return attack;
  }

  private Optional<PairTally.Ranked> first() {
    for (int high = from; high < to; high++) {
      for (int w = 0; w < PairBits.words(high); w++) {
        long attack = attack(high, w);
        if (attack != 0) {
          int low = (w << 6) + Long.numberOfTrailingZeros(attack);
          return Optional.of(new PairTally.Ranked(high, low, answer(high, low)));
        }
      }
    }
    return Optional.empty();
  }

  private PairAnswer answer(int high, int low) {
    return geometry.pair(order[low], order[high], timer);
  }

  /** Gives every attackable pair to a consumer, by its larger and then by its smaller rank. */
  void emit(Consumer<PairTally.Ranked> consumer) {
    for (int high = from; high < to; high++) {
      for (int w = 0; w < PairBits.words(high); w++) {
        for (long rest = attack(high, w); rest != 0; rest &= rest - 1) {
          int low = (w << 6) + Long.numberOfTrailingZeros(rest);
          consumer.accept(new PairTally.Ranked(high, low, answer(high, low)));
        }
      }
    }
  }
}
