package org.assay.network;

/**
 * An elementwise affine map: output {@code i} is {@code scale[i] * x[i] + shift[i]}. Constants that
 * are added or multiplied, batch normalisation and input normalisation become such layers.
 */
public final class Affine implements Linear {

  private final Tensor scale;
  private final Tensor shift;
  private final SparseRows rows;

  private Affine(Tensor scale, Tensor shift) {
    this.scale = scale;
    this.shift = shift;
    int size = scale.size();
    int[] start = new int[size + 1];
    int[] column = new int[size];
    for (int i = 0; i < size; i++) {
      column[i] = i;
      start[i + 1] = i + 1;
    }
    this.rows = new SparseRows(size, start, column, scale.toDoubles(), shift.toDoubles());
  }

  /** A map whose scale and shift have the shape of its input. */
  public static Affine of(Tensor scale, Tensor shift) {
    if (!scale.shape().equals(shift.shape())) {
      throw new IllegalArgumentException(
          "affine layer: scale " + scale.shape() + " does not go with shift " + shift.shape());
    }
    return new Affine(scale, shift);
  }

  public Tensor scale() {
    return scale;
  }

  public Tensor shift() {
    return shift;
  }

  @Override
  public Shape input() {
    return scale.shape();
  }

  @Override
  public Shape output() {
    return scale.shape();
  }

  @Override
  public SparseRows rows() {
    return rows;
  }

  @Override
  public int parameters() {
    return scale.size() + shift.size();
  }

  @Override
  public String describe() {
    return "Affine " + input();
  }
}
