package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.dataset.Example;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.pixels.PairAnswer;
import org.assay.pixels.PairTally;
import org.assay.query.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is known of some pairs of pixels of one image, counted; see {@link PixelSummaryRow}. Counts
 * of disjoint sets of pairs add up, in any order, to those of their union.
 *
 * @param predicted the predicted label; -1 where all that is known crashed
 * @param highRank the larger rank of the first attackable pair, by which pairs are ordered first
 * @param first the first attackable pair as its row would say it; null where there is none
 */
public record PairCounts(
    int image,
    int label,
    int predicted,
    long units,
    long attackable,
    long undecided,
    long newAttacks,
    List<Long> perLabel,
    List<Long> participation,
    @Nullable Integer highRank,
    @Nullable PixelPairRow first) {

  static PairCounts of(OpenImage image, PairTally tally) {
    Optional<PairTally.Ranked> first = tally.first();
    PixelPairRows rows = new PixelPairRows(image);
    return new PairCounts(
        image.example().id(),
        image.example().label(),
        image.image().label(),
        tally.pairs(),
        tally.attackable(),
        tally.undecided(),
        tally.fresh(),
        boxed(tally.perLabel()),
        boxed(tally.participation()),
        first.map(PairTally.Ranked::highRank).orElse(null),
        first.map(ranked -> rows.of(ranked.answer())).orElse(null));
  }

  /** The counts of pairs that are given by their larger and then by their smaller rank. */
  static PairCounts of(OpenImage image, List<PairAnswer> answers) {
    long[] perLabel = new long[image.trace().labels()];
    long[] participation = new long[image.image().layout().pixels()];
    long undecided = 0;
    List<PairAnswer> attackable = new ArrayList<>();
    for (PairAnswer answer : answers) {
      undecided += answer.verdict() instanceof Verdict.Undecided ? 1 : 0;
      if (answer.attackable()) {
        attackable.add(answer);
        answer.labels().forEach(label -> perLabel[label]++);
        participation[answer.first()]++;
        participation[answer.second()]++;
      }
    }
    Optional<PixelPairRow> first =
        attackable.stream().findFirst().map(new PixelPairRows(image)::of);
    return new PairCounts(
        image.example().id(),
        image.example().label(),
        image.image().label(),
        answers.size(),
        attackable.size(),
        undecided,
        attackable.stream().filter(PairAnswer::isNew).count(),
        boxed(perLabel),
        boxed(participation),
        first.map(PixelPairRow::secondRank).orElse(null),
        first.orElse(null));
  }

  /** The counts of pairs whose decision broke off. */
  static PairCounts crashed(Example example, long units, int labels, int pixels) {
    return new PairCounts(
        example.id(),
        example.label(),
        Prediction.NONE.label(),
        units,
        0,
        units,
        0,
        Collections.nCopies(labels, 0L),
        Collections.nCopies(pixels, 0L),
        null,
        null);
  }

  PairCounts plus(PairCounts other) {
    boolean mine = other.highRank == null || (highRank != null && highRank <= other.highRank);
    return new PairCounts(
        image,
        label,
        Math.max(predicted, other.predicted),
        units + other.units,
        attackable + other.attackable,
        undecided + other.undecided,
        newAttacks + other.newAttacks,
        sum(perLabel, other.perLabel),
        sum(participation, other.participation),
        mine ? highRank : other.highRank,
        mine ? first : other.first);
  }

  private static List<Long> sum(List<Long> a, List<Long> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i) + b.get(i)).toList();
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  PixelSummaryRow row(PixelsQuestion question) {
    Integer explore = highRank == null ? null : (Integer) (highRank + 1);
    return new PixelSummaryRow(
        image,
        2,
        question.scope().name(),
        question.inputs().name(),
        question.pairs(),
        RunRows.word(question.metric()),
        label,
        predicted,
        units,
        attackable,
        undecided,
        newAttacks,
        IntStream.range(0, perLabel.size()).filter(l -> perLabel.get(l) > 0).boxed().toList(),
        perLabel,
        participation,
        null,
        question.metric() == org.assay.importance.Metric.ABS ? explore : null,
        question.metric() == org.assay.importance.Metric.CO ? explore : null,
        question.metric() == org.assay.importance.Metric.COI ? explore : null,
        first == null ? null : (Integer) first.first(),
        first == null ? null : (Integer) first.second(),
        first == null ? null : first.label(),
        first == null ? null : first.firstWitness(),
        first == null ? null : first.secondWitness(),
        first == null ? null : first.witnessKind());
  }
}
