package org.assay.mip;

/** What becomes of units whose value is a linear expression of others. */
public enum Units {
  /**
   * They are put into the rows that use them, as MIPVerify does; constants too. Coefficients are
   * then sums of products of weights, exact, which need not be doubles.
   */
  SUBSTITUTED,
  /**
   * Each row of a linear layer is a variable of its own, constant or not: every coefficient is one
   * of the network's weights, so that reading the file rounds nothing.
   */
  KEPT
}
