package org.assay.importance;

/**
 * How much a pixel means to the predicted label, from its coefficient C in the label's logit
 * (DeepCheck, section IV-B). For a pixel of several channels the score is the sum over them.
 */
public enum Metric {
  /** The absolute value of C: what a change would do, in either direction. */
  ABS,
  /** C: what a change would do. */
  CO,
  /** C times the pixel's value: what the pixel does. */
  COI
}
