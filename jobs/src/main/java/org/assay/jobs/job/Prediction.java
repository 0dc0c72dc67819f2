package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.assay.dataset.Example;
import org.assay.eval.OrderedSemantics;
import org.assay.jobs.table.ImageRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Reason;
import org.jspecify.annotations.Nullable;

/** What the network says of one image in ORDERED arithmetic. */
record Prediction(int label, double margin) {

  /** What {@link ImageRow#status} holds. */
  enum Status {
    /** Only the prediction was asked for. */
    PREDICTED,
    AUDITED,
    TIED,
    OUT_OF_DOMAIN,
    /** A logit is infinite or not a number, so that there is no label. */
    OVERFLOW,
    /** Deciding broke off by a fault of the program. */
    CRASHED;

    /** Why an image could not be asked about. */
    static Status of(Reason refusal) {
      return switch (refusal) {
        case TIED -> TIED;
        case OVERFLOW -> OVERFLOW;
        default -> OUT_OF_DOMAIN;
      };
    }
  }

  /** No label. */
  static final Prediction NONE = new Prediction(-1, Double.NaN);

  /** The prediction from logits: lowest index among the largest, and how far it is ahead. */
  static Prediction of(double[] logits) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Double.isFinite(logits[i])) {
        return NONE;
      }
      best = logits[i] > logits[best] ? i : best;
    }
    double next = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      next = i == best ? next : Math.max(next, logits[i]);
    }
    return new Prediction(best, logits[best] - next);
  }

  /** An image of which only the prediction is told. */
  static ImageRow row(Network network, Example example) {
    return of(OrderedSemantics.logits(network, example.image()))
        .row(example, Status.PREDICTED, null, null);
  }

  ImageRow row(
      Example example, Status status, @Nullable Integer exactLabel, @Nullable String pattern) {
    return new ImageRow(
        example.id(),
        example.label(),
        label,
        exactLabel,
        null,
        label == example.label(),
        margin,
        label < 0 && status == Status.PREDICTED ? Status.OVERFLOW.name() : status.name(),
        pattern,
        pixels(example.image()));
  }

  private static List<Float> pixels(Tensor image) {
    List<Float> pixels = new ArrayList<>(image.size());
    for (int i = 0; i < image.size(); i++) {
      pixels.add((float) image.at(i));
    }
    return pixels;
  }
}
