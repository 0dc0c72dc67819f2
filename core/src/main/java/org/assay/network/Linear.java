package org.assay.network;

/** A linear map plus a bias; however it is stored, {@link #rows} says what it computes. */
public sealed interface Linear extends Layer permits Dense, Conv, Affine {

  /** The map in compressed rows, computed once. */
  SparseRows rows();

  /** Number of stored weights and biases, shared ones counted once. */
  int parameters();
}
