package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row an image of a run (the table of that name), with its pixels, so that the tables alone
 * tell the whole story.
 *
 * @param image position in the data set, from 0
 * @param label the true label
 * @param predicted the label in ORDERED arithmetic: lowest index among the largest logits; -1 where
 *     there is none
 * @param predictedExact the same in EXACT arithmetic; null where it was not needed
 * @param onnxruntimeLabel what onnxruntime says; null where it was not run
 * @param correct whether predicted is the true label
 * @param margin ORDERED: predicted label's logit less the next largest
 * @param status PREDICTED where nothing more was asked; AUDITED; TIED, OUT_OF_DOMAIN or OVERFLOW
 *     where nothing could be asked of its pixels; CRASHED where deciding broke off. Only AUDITED
 *     and CRASHED images have attack rows
 * @param pattern hash of the activation pattern; null where it was not traced
 * @param pixels row-major {@code [channels][rows][columns]}, float32, as the network takes them
 */
public record ImageRow(
    int image,
    int label,
    int predicted,
    @Nullable Integer predictedExact,
    @Nullable Integer onnxruntimeLabel,
    boolean correct,
    double margin,
    String status,
    @Nullable String pattern,
    List<Float> pixels) {

  /** The same row with onnxruntime's label. */
  public ImageRow withOnnxruntimeLabel(int said) {
    return new ImageRow(
        image, label, predicted, predictedExact, said, correct, margin, status, pattern, pixels);
  }
}
