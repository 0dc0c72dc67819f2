package org.assay.network;

/** A fully connected layer: weight {@code [out][in]}, bias {@code [out]}. */
public final class Dense implements Linear {

  private final Tensor weight;
  private final Tensor bias;
  private final SparseRows rows;

  private Dense(Tensor weight, Tensor bias) {
    this.weight = weight;
    this.bias = bias;
    this.rows = rows(weight, bias);
  }

  /**
   * A dense layer.
   *
   * @param weight shape {@code [out][in]}
   * @param bias shape {@code [out]}
   */
  public static Dense of(Tensor weight, Tensor bias) {
    if (weight.shape().rank() != 2
        || bias.shape().rank() != 1
        || weight.shape().dimension(0) != bias.size()) {
      throw new IllegalArgumentException(
          "dense layer: weight " + weight.shape() + " does not go with bias " + bias.shape());
    }
    return new Dense(weight, bias);
  }

  private static SparseRows rows(Tensor weight, Tensor bias) {
    int outputs = weight.shape().dimension(0);
    int inputs = weight.shape().dimension(1);
    int[] start = new int[outputs + 1];
    int[] column = new int[outputs * inputs];
    for (int r = 0; r <= outputs; r++) {
      start[r] = r * inputs;
    }
    for (int k = 0; k < column.length; k++) {
      column[k] = k % inputs;
    }
    return new SparseRows(inputs, start, column, weight.toDoubles(), bias.toDoubles());
  }

  public Tensor weight() {
    return weight;
  }

  public Tensor bias() {
    return bias;
  }

  @Override
  public Shape input() {
    return Shape.of(weight.shape().dimension(1));
  }

  @Override
  public Shape output() {
    return bias.shape();
  }

  @Override
  public SparseRows rows() {
    return rows;
  }

  @Override
  public int parameters() {
    return weight.size() + bias.size();
  }

  @Override
  public String describe() {
    return "Dense " + input() + " -> " + output();
  }
}
