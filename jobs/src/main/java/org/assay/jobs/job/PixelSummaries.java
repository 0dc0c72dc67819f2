package org.assay.jobs.job;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.assay.dataset.Example;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.pixels.PixelAnswer;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.jspecify.annotations.Nullable;

/** The row that sums up an image's answers about single pixels. */
final class PixelSummaries {

  private PixelSummaries() {}

  static PixelSummaryRow of(OpenImage image, List<PixelAnswer> answers) {
    List<PixelAnswer> attackable = answers.stream().filter(PixelAnswer::attackable).toList();
    long undecided = answers.stream().filter(a -> a.verdict() instanceof Verdict.Undecided).count();
    long[] perLabel = new long[image.trace().labels()];
    long[] participation = new long[image.image().layout().pixels()];
    TreeSet<Integer> labels = new TreeSet<>();
    for (PixelAnswer answer : attackable) {
      answer.labels().forEach(label -> perLabel[label]++);
      labels.addAll(answer.labels());
      participation[answer.pixel()] = 1;
    }
    PixelRanking ranking = image.ranking();
    Optional<PixelAnswer> first =
        attackable.stream().min(Comparator.comparingInt(a -> ranking.rank(a.pixel())));
    Optional<StoredWitness> witness =
        first
            .map(PixelAnswer::verdict)
            .map(v -> new StoredWitness(((Verdict.Violated) v).witness()));
    return new PixelSummaryRow(
        image.example().id(),
        1,
        Scope.PATTERN.name(),
        null,
        RunRows.word(image.question().metric()),
        image.example().label(),
        image.image().label(),
        answers.size(),
        attackable.size(),
        undecided,
        0,
        List.copyOf(labels),
        Arrays.stream(perLabel).boxed().toList(),
        Arrays.stream(participation).boxed().toList(),
        attackable.isEmpty() ? null : attackable.get(0).pixel(),
        explore(image, Metric.ABS, attackable),
        explore(image, Metric.CO, attackable),
        explore(image, Metric.COI, attackable),
        first.map(PixelAnswer::pixel).orElse(null),
        null,
        StoredWitness.of(witness, StoredWitness::label),
        StoredWitness.of(
            witness, w -> w.values(image.image().layout().positions(first.get().pixel()))),
        null,
        StoredWitness.of(witness, StoredWitness::kind));
  }

  /** The row of an image whose decision broke off. */
  static PixelSummaryRow crashed(Example example, PixelsQuestion question, int labels, int pixels) {
    return new PixelSummaryRow(
        example.id(),
        1,
        Scope.PATTERN.name(),
        null,
        RunRows.word(question.metric()),
        example.label(),
        Prediction.NONE.label(),
        pixels,
        0,
        pixels,
        0,
        List.of(),
        Collections.nCopies(labels, 0L),
        Collections.nCopies(pixels, 0L),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** How many of the best pixels are looked at until an attackable one. */
  private static @Nullable Integer explore(
      OpenImage image, Metric metric, List<PixelAnswer> attackable) {
    PixelRanking ranking = image.ranking(metric);
    return attackable.stream()
        .map(answer -> ranking.rank(answer.pixel()) + 1)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
