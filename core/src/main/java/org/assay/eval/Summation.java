package org.assay.eval;

/** How a sum of products and a bias is computed. Products stand by ascending input index. */
public enum Summation {
  /** One after another from zero, the bias last: the stated order. */
  BIAS_LAST,
  /** The same, starting from the bias. */
  BIAS_FIRST,
  /**
   * The sum of some products is that of the first half of them plus that of the rest, the first
   * being the smaller half of an odd number; down to single products; the bias last.
   */
  PAIRWISE,
  /** One after another from zero, each product and addition rounded once; the bias last. */
  FUSED,
  /**
   * As {@link #BIAS_LAST}, with every number that is subnormal, read or computed, taken for zero of
   * its sign, which is what processors do with flush-to-zero and denormals-are-zero set.
   */
  FLUSHED
}
