package org.assay.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.jspecify.annotations.Nullable;

/**
 * One image with all that the tables say of its pixels. Any part but the image may be missing.
 *
 * @param image the image and its prediction
 * @param pixels rows times columns
 * @param ranks of every pixel by every metric; empty where neither importance nor attacks were run
 * @param attacks the attackable pixels, a row a pixel and wrong label
 * @param single the count of its single pixels
 * @param pairs the count of its pairs
 * @param pairChannel the first channel that attacks of pairs change
 * @param pairAttacks the attackable pairs that are stored
 */
record Specimen(
    ImageRow image,
    int pixels,
    List<Ranks> ranks,
    List<PixelAttackRow> attacks,
    @Nullable PixelSummaryRow single,
    @Nullable PixelSummaryRow pairs,
    int pairChannel,
    List<PixelPairRow> pairAttacks) {

  /** A pixel's place by each metric, from 0; null where that metric was not asked for. */
  record Ranks(int pixel, @Nullable Integer abs, @Nullable Integer co, @Nullable Integer coi) {

    @Nullable Integer by(Metric metric) {
      return switch (metric) {
        case ABS -> abs;
        case CO -> co;
        case COI -> coi;
      };
    }
  }

  Specimen {
    ranks = List.copyOf(ranks);
    attacks = List.copyOf(attacks);
    pairAttacks = List.copyOf(pairAttacks);
  }

  /** The whole number of pixels that a share makes: 5 % of 784 are 39. */
  static int top(int pixels, int percent) {
    return PixelRanking.count(percent + "%", pixels);
  }

  /** The pixels of rank less than {@code count}. */
  Set<Integer> best(Metric metric, int count) {
    Set<Integer> best = new TreeSet<>();
    for (Ranks r : ranks) {
      Integer rank = r.by(metric);
      if (rank != null && rank < count) {
        best.add(r.pixel());
      }
    }
    return best;
  }

  boolean ranked(Metric metric) {
    return ranks.stream().anyMatch(r -> r.by(metric) != null);
  }

  /** The pixels that are attackable alone, ascending. */
  Set<Integer> attackable() {
    Set<Integer> pixels = new TreeSet<>();
    attacks.forEach(a -> pixels.add(a.pixel()));
    return pixels;
  }

  /** Whether a pixel or a pair is attackable. */
  boolean isAttackable() {
    return !attacks.isEmpty() || !inAttackablePairs().isEmpty();
  }

  /** The pixels that take part in an attackable pair, ascending. */
  Set<Integer> inAttackablePairs() {
    Set<Integer> union = new TreeSet<>();
    PixelSummaryRow summary = pairs;
    if (summary != null) {
      IntStream.range(0, summary.participation().size())
          .filter(p -> summary.participation().get(p) > 0)
          .forEach(union::add);
    }
    return union;
  }

  /** The stored pair of best rank of which neither pixel is attackable alone. */
  Optional<PixelPairRow> firstNewPair() {
    return pairAttacks.stream()
        .filter(p -> p.newAttack() && p.firstWitness() != null)
        .min(
            Comparator.comparingInt(PixelPairRow::secondRank)
                .thenComparingInt(PixelPairRow::firstRank));
  }

  /** The single-pixel attack of the smallest checked float change, ties by pixel and label. */
  Optional<PixelAttackRow> smallestAttack() {
    return attacks.stream().filter(a -> a.witness() != null).min(SMALLEST);
  }

  private static final Comparator<PixelAttackRow> SMALLEST =
      Comparator.comparingDouble(Specimen::change)
          .thenComparingInt(PixelAttackRow::pixel)
          .thenComparingInt(a -> a.label() == null ? -1 : a.label());

  private static double change(PixelAttackRow attack) {
    Double change = attack.floatChange();
    return change == null ? Double.POSITIVE_INFINITY : change;
  }
}
