package org.assay.pixels;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of many pairs of pixels of one image, counted. Tallies of disjoint sets of pairs
 * add up with {@link #plus}, in any order and grouping, to the tally of their union. Immutable.
 */
public final class PairTally {

  /**
   * An attackable pair and its place.
   *
   * @param highRank the larger of its pixels' ranks, from 0
   * @param lowRank the smaller one
   */
  public record Ranked(int highRank, int lowRank, PairAnswer answer) {}

  private static final Comparator<Ranked> BY_RANK =
      Comparator.comparingInt(Ranked::highRank).thenComparingInt(Ranked::lowRank);

  private final long pairs;
  private final long attackable;
  private final long fresh;
  private final long undecided;
  private final long rationalFallbacks;
  private final long[] perLabel;
  private final long[] participation;
  private final Optional<Ranked> first;

  PairTally(Counts counts, long[] perLabel, long[] participation, Optional<Ranked> first) {
    this.pairs = counts.pairs;
    this.attackable = counts.attackable;
    this.fresh = counts.fresh;
    this.undecided = counts.undecided;
    this.rationalFallbacks = counts.rationalFallbacks;
    this.perLabel = perLabel;
    this.participation = participation;
    this.first = first;
  }

  /** The single numbers of a tally while it is made. */
  static final class Counts {
    long pairs;
    long attackable;
    long fresh;
    long undecided;
    long rationalFallbacks;
  }

  /** The tally of no pair. */
  public static PairTally none(int labels, int pixels) {
    return new PairTally(new Counts(), new long[labels], new long[pixels], Optional.empty());
  }

  /** The tally of pairs of which nothing is known. */
  static PairTally undecided(long pairs, int labels, int pixels) {
    Counts counts = new Counts();
    counts.pairs = pairs;
    counts.undecided = pairs;
    return new PairTally(counts, new long[labels], new long[pixels], Optional.empty());
  }

  /** The tally of one pair. */
  static PairTally of(Ranked ranked, int labels, int pixels) {
    PairAnswer answer = ranked.answer();
    Counts counts = new Counts();
    counts.pairs = 1;
    counts.rationalFallbacks = answer.decidedBy() == DecidedBy.RATIONALS ? 1 : 0;
    long[] perLabel = new long[labels];
    long[] participation = new long[pixels];
    if (answer.attackable()) {
      counts.attackable = 1;
      counts.fresh = answer.isNew() ? 1 : 0;
      answer.labels().forEach(label -> perLabel[label]++);
      participation[answer.first()]++;
      participation[answer.second()]++;
    } else if (answer.decidedBy() == DecidedBy.NOTHING) {
      counts.undecided = 1;
    }
    return new PairTally(
        counts,
        perLabel,
        participation,
        answer.attackable() ? Optional.of(ranked) : Optional.empty());
  }

  /** The tally of both sets of pairs, which must be disjoint and of one image. */
  public PairTally plus(PairTally other) {
    Counts sum = new Counts();
    sum.pairs = pairs + other.pairs;
    sum.attackable = attackable + other.attackable;
    sum.fresh = fresh + other.fresh;
    sum.undecided = undecided + other.undecided;
    sum.rationalFallbacks = rationalFallbacks + other.rationalFallbacks;
    Optional<Ranked> earlier =
        first.isEmpty()
            ? other.first
            : other.first.isEmpty() || BY_RANK.compare(first.get(), other.first.get()) <= 0
                ? first
                : other.first;
    return new PairTally(
        sum, sum(perLabel, other.perLabel), sum(participation, other.participation), earlier);
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  public long pairs() {
    return pairs;
  }

  public long attackable() {
    return attackable;
  }

  /** Attackable pairs of which neither pixel is attackable alone. */
  public long fresh() {
    return fresh;
  }

  public long undecided() {
    return undecided;
  }

  /** Pairs that needed rationals to be decided. */
  public long rationalFallbacks() {
    return rationalFallbacks;
  }

  /** For each label, the pairs that can make it the one largest. */
  public long[] perLabel() {
    return perLabel.clone();
  }

  /** For each pixel, the attackable pairs in which it takes part. */
  public long[] participation() {
    return participation.clone();
  }

  /** The first attackable pair, ordered by its larger and then by its smaller rank. */
  public Optional<Ranked> first() {
    return first;
  }

  /**
   * Equality of all counts and of the first pair's place and labels; witnesses are not compared.
   */
  @Override
  public boolean equals(Object o) {
    return o instanceof PairTally t
        && pairs == t.pairs
        && attackable == t.attackable
        && fresh == t.fresh
        && undecided == t.undecided
        && rationalFallbacks == t.rationalFallbacks
        && Arrays.equals(perLabel, t.perLabel)
        && Arrays.equals(participation, t.participation)
        && place(first).equals(place(t.first));
  }

  private static Object place(Optional<Ranked> ranked) {
    return ranked.map(
        r ->
            Arrays.asList(
                r.highRank(),
                r.lowRank(),
                r.answer().first(),
                r.answer().second(),
                r.answer().labels()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(pairs, attackable, fresh, undecided, Arrays.hashCode(perLabel));
  }

  @Override
  public String toString() {
    return "PairTally[%d pairs, %d attackable, %d new, %d undecided, %d by rationals, labels %s]"
        .formatted(
            pairs, attackable, fresh, undecided, rationalFallbacks, Arrays.toString(perLabel));
  }
}
