package org.assay.network;

import java.util.Arrays;

/**
 * A two-dimensional convolution in the sense of ONNX (cross-correlation): kernel {@code
 * [out][in/groups][kh][kw]}, bias {@code [out]}, input and output {@code
 * [channels][rows][columns]}.
 */
public final class Conv implements Linear {

  /**
   * Where the kernel is laid: strides, zeros added on each side, dilations, and groups of channels.
   */
  public record Geometry(
      int strideRows,
      int strideColumns,
      int padTop,
      int padLeft,
      int padBottom,
      int padRight,
      int dilationRows,
      int dilationColumns,
      int groups) {

    public Geometry {
      if (strideRows < 1
          || strideColumns < 1
          || dilationRows < 1
          || dilationColumns < 1
          || groups < 1
          || padTop < 0
          || padLeft < 0
          || padBottom < 0
          || padRight < 0) {
        throw new IllegalArgumentException(
            "convolution: strides, dilations and groups must be >= 1 and pads >= 0");
      }
    }

    /** Stride 1, no padding, no dilation, one group. */
    public static Geometry plain() {
      return new Geometry(1, 1, 0, 0, 0, 0, 1, 1, 1);
    }
  }

  private final Tensor kernel;
  private final Tensor bias;
  private final Geometry geometry;
  private final Shape input;
  private final Shape output;
  private final SparseRows rows;

  private Conv(Tensor kernel, Tensor bias, Geometry geometry, Shape input, Shape output) {
    this.kernel = kernel;
    this.bias = bias;
    this.geometry = geometry;
    this.input = input;
    this.output = output;
    this.rows = expand();
  }

  /**
   * A convolution of inputs of one shape.
   *
   * @param kernel shape {@code [out][in/groups][kh][kw]}
   * @param bias shape {@code [out]}
   * @param input shape {@code [channels][rows][columns]}
   */
  public static Conv of(Tensor kernel, Tensor bias, Geometry geometry, Shape input) {
    if (kernel.shape().rank() != 4
        || input.rank() != 3
        || bias.size() != kernel.shape().dimension(0)
        || kernel.shape().dimension(1) * geometry.groups() != input.dimension(0)
        || kernel.shape().dimension(0) % geometry.groups() != 0) {
      throw new IllegalArgumentException(
          "convolution: kernel "
              + kernel.shape()
              + ", bias "
              + bias.shape()
              + " and "
              + geometry.groups()
              + " groups do not go with input "
              + input);
    }
    int outRows =
        extent(
            input.dimension(1),
            geometry.padTop() + geometry.padBottom(),
            kernel.shape().dimension(2),
            geometry.dilationRows(),
            geometry.strideRows());
    int outColumns =
        extent(
            input.dimension(2),
            geometry.padLeft() + geometry.padRight(),
            kernel.shape().dimension(3),
            geometry.dilationColumns(),
            geometry.strideColumns());
    Shape output = Shape.of(kernel.shape().dimension(0), outRows, outColumns);
    long terms = (long) output.size() * (kernel.size() / Math.max(1, kernel.shape().dimension(0)));
    if (terms > Shape.MAX_SIZE) {
      throw new IllegalArgumentException(
          "convolution to " + output + " has " + terms + " terms, more than " + Shape.MAX_SIZE);
    }
    return new Conv(kernel, bias, geometry, input, output);
  }

  private static int extent(int size, int pads, int kernel, int dilation, int stride) {
    long reach = (long) dilation * (kernel - 1) + 1;
    long room = (long) size + pads - reach;
    if (kernel < 1 || room < 0) {
      throw new IllegalArgumentException(
          "convolution: a kernel that reaches over " + reach + " does not fit into " + size);
    }
    return Math.toIntExact(room / stride + 1);
  }

  private SparseRows expand() {
    int perOutput = kernel.size() / output.dimension(0);
    int[] start = new int[output.size() + 1];
    int[] column = new int[output.size() * perOutput];
    double[] weight = new double[column.length];
    double[] rowBias = new double[output.size()];
    int terms = 0;
    int row = 0;
    for (int o = 0; o < output.dimension(0); o++) {
      for (int y = 0; y < output.dimension(1); y++) {
        for (int x = 0; x < output.dimension(2); x++) {
          terms = taps(o, y, x, column, weight, terms);
          rowBias[row] = bias.at(o);
          start[++row] = terms;
        }
      }
    }
    return new SparseRows(
        input.size(), start, Arrays.copyOf(column, terms), Arrays.copyOf(weight, terms), rowBias);
  }

  /** Appends the taps of one output in ascending order of the input; returns the new length. */
  private int taps(int o, int y, int x, int[] column, double[] weight, int from) {
    int inPerGroup = kernel.shape().dimension(1);
    int kernelRows = kernel.shape().dimension(2);
    int kernelColumns = kernel.shape().dimension(3);
    int firstChannel = o / (output.dimension(0) / geometry.groups()) * inPerGroup;
    int at = from;
    for (int c = 0; c < inPerGroup; c++) {
      for (int i = 0; i < kernelRows; i++) {
        int r = y * geometry.strideRows() - geometry.padTop() + i * geometry.dilationRows();
        if (r < 0 || r >= input.dimension(1)) {
          continue;
        }
        for (int j = 0; j < kernelColumns; j++) {
          int s =
              x * geometry.strideColumns() - geometry.padLeft() + j * geometry.dilationColumns();
          if (s >= 0 && s < input.dimension(2)) {
            column[at] = ((firstChannel + c) * input.dimension(1) + r) * input.dimension(2) + s;
            weight[at++] = kernel.at(((o * inPerGroup + c) * kernelRows + i) * kernelColumns + j);
          }
        }
      }
    }
    return at;
  }

  public Tensor kernel() {
    return kernel;
  }

  public Tensor bias() {
    return bias;
  }

  public Geometry geometry() {
    return geometry;
  }

  @Override
  public Shape input() {
    return input;
  }

  @Override
  public Shape output() {
    return output;
  }

  @Override
  public SparseRows rows() {
    return rows;
  }

  @Override
  public int parameters() {
    return kernel.size() + bias.size();
  }

  @Override
  public String describe() {
    return "Conv "
        + kernel.shape()
        + " stride "
        + geometry.strideRows()
        + "x"
        + geometry.strideColumns()
        + " "
        + input
        + " -> "
        + output;
  }
}
