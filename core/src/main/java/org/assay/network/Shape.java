package org.assay.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The dimensions of a tensor in row-major order, without a batch dimension. */
public record Shape(List<Integer> dimensions) {

  /** More elements than this are refused: 2^28, one billion bytes of float32. */
  public static final int MAX_SIZE = 1 << 28;

  public Shape {
    dimensions = List.copyOf(dimensions);
    long size = 1;
    for (int d : dimensions) {
      if (d < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + dimensions);
      }
      size *= d;
      if (size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "shape " + dimensions + " has more than " + MAX_SIZE + " elements");
      }
    }
  }

  public static Shape of(int... dimensions) {
    return new Shape(Arrays.stream(dimensions).boxed().toList());
  }

  /** The number of elements; 1 for the empty shape of a scalar. */
  public int size() {
    int size = 1;
    for (int d : dimensions) {
      size *= d;
    }
    return size;
  }

  public int rank() {
    return dimensions.size();
  }

  public int dimension(int axis) {
    return dimensions.get(axis);
  }

  /** The dimensions joined by {@code x}, such as {@code 1x28x28}. */
  @Override
  public String toString() {
    return dimensions.isEmpty()
        ? "scalar"
        : dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
