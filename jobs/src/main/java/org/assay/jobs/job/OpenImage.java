package org.assay.jobs.job;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.assay.dataset.Example;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.table.ImageRow;
import org.assay.pixels.AskedImage;
import org.assay.pixels.PixelAudit;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.symbolic.Trace;

/** An image that is being asked about: its trace, its rankings, its decider. For one thread. */
final class OpenImage {

  private final Example example;
  private final AskedImage image;
  private final PixelAudit audit;
  private final PixelsQuestion question;
  private final Map<Metric, PixelRanking> rankings = new EnumMap<>(Metric.class);

  OpenImage(Example example, AskedImage image, PixelAudit audit, PixelsQuestion question) {
    this.example = example;
    this.image = image;
    this.audit = audit;
    this.question = question;
  }

  Example example() {
    return example;
  }

  AskedImage image() {
    return image;
  }

  PixelAudit audit() {
    return audit;
  }

  PixelsQuestion question() {
    return question;
  }

  Trace trace() {
    return image.trace();
  }

  PixelRanking ranking(Metric metric) {
    return rankings.computeIfAbsent(metric, m -> PixelRanking.of(image.trace(), m, image.layout()));
  }

  /** The ranking by the question's metric. */
  PixelRanking ranking() {
    return ranking(question.metric());
  }

  /** Whether the image can be asked about at all. */
  boolean audited() {
    return image.refusal().isEmpty();
  }

  int columns() {
    return example.image().shape().dimension(2);
  }

  ImageRow row() {
    Optional<Reason> reason = image.refusal().map(Verdict.Undecided::reason);
    Prediction.Status status =
        reason.isEmpty()
            ? Prediction.Status.AUDITED
            : reason.get() == Reason.TIED
                ? Prediction.Status.TIED
                : reason.get() == Reason.OVERFLOW
                    ? Prediction.Status.OVERFLOW
                    : Prediction.Status.OUT_OF_DOMAIN;
    return Prediction.of(trace().orderedLogits())
        .row(example, status, trace().exactLabel(), trace().pattern().fingerprint());
  }

  /** What was done for this image so far. */
  Effort effort(long units) {
    return new Effort(
        units,
        audit.filtered(),
        audit.rationalFallbacks(),
        audit.linesPruned(),
        audit.linesWalked(),
        audit.solverChecks(),
        audit.engineChecks(),
        audit.engineDifferences(),
        0);
  }
}
