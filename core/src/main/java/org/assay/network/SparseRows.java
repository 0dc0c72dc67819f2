package org.assay.network;

import java.util.Arrays;

/**
 * A linear map in compressed rows: output {@code r} is {@code bias(r)} plus the sum of {@code
 * weight(k) * x[column(k)]} for {@code k} from {@code start(r)} to {@code start(r + 1) - 1}.
 *
 * <p>Columns ascend within a row: this is the stated order of additions. Dense maps keep every
 * weight, zeros included; convolutions keep the taps that fall inside the input. Immutable.
 */
public final class SparseRows {

  private final int columns;
  private final int[] start;
  private final int[] column;
  private final double[] weight;
  private final double[] bias;
  private final boolean full;

  SparseRows(int columns, int[] start, int[] column, double[] weight, double[] bias) {
    this.columns = columns;
    this.start = start;
    this.column = column;
    this.weight = weight;
    this.bias = bias;
    this.full = weight.length == (long) columns * bias.length;
  }

  public int rows() {
    return bias.length;
  }

  public int columns() {
    return columns;
  }

  /** The index of the first term of a row; {@code start(rows())} is the number of terms. */
  public int start(int row) {
    return start[row];
  }

  public int column(int term) {
    return column[term];
  }

  public double weight(int term) {
    return weight[term];
  }

  public double bias(int row) {
    return bias[row];
  }

  /**
   * Adds a multiple of a row to numbers, one a column: each product and each sum is rounded once.
   */
  public void addTo(double[] numbers, int row, double factor) {
    int from = start[row];
    int end = start[row + 1];
    if (full) {
      addFull(numbers, from, factor);
      return;
    }
    for (int k = from; k < end; k++) {
      numbers[column[k]] += factor * weight[k];
    }
  }

  /** Adds multiples of some rows to numbers, one a column, in turn: all is rounded once. */
  public void addTo(double[] numbers, int[] rows, double[] factors, int count) {
    int n = 0;
    for (; full && n + 3 < count; n += 4) {
      addFour(numbers, rows, factors, n);
    }
    for (; n < count; n++) {
      addTo(numbers, rows[n], factors[n]);
    }
  }

  /** Where no term is missing: four rows in one pass over the numbers. */
  private void addFour(double[] numbers, int[] rows, double[] factors, int n) {
    double[] weights = weight;
    int first = start[rows[n]];
    int second = start[rows[n + 1]];
    int third = start[rows[n + 2]];
    int fourth = start[rows[n + 3]];
    double a = factors[n];
    double b = factors[n + 1];
    double c = factors[n + 2];
    double d = factors[n + 3];
    for (int i = 0; i < columns; i++) {
      numbers[i] =
          numbers[i]
              + a * weights[first + i]
              + b * weights[second + i]
              + c * weights[third + i]
              + d * weights[fourth + i];
    }
  }

  private void addFull(double[] numbers, int from, double factor) {
    double[] weights = weight;
    for (int c = 0; c < columns; c++) {
      numbers[c] += factor * weights[from + c];
    }
  }

  /**
   * A row's sum of products with numbers, plus its bias, in doubles and in no stated order but that
   * the bias comes last: large products that cancel do not swallow it.
   */
  public double near(int row, double[] numbers) {
    int from = start[row];
    if (full) {
      return nearFull(from, numbers) + bias[row];
    }
    double first = 0;
    double second = 0;
    int k = from;
    int end = start[row + 1];
    for (; k + 1 < end; k += 2) {
      first += weight[k] * numbers[column[k]];
      second += weight[k + 1] * numbers[column[k + 1]];
    }
    return first + second + (k < end ? weight[k] * numbers[column[k]] : 0) + bias[row];
  }

  /** Where no term is missing: four sums that do not wait for each other. */
  private double nearFull(int from, double[] numbers) {
    double[] weights = weight;
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int c = 0;
    for (; c + 3 < columns; c += 4) {
      first += weights[from + c] * numbers[c];
      second += weights[from + c + 1] * numbers[c + 1];
      third += weights[from + c + 2] * numbers[c + 2];
      fourth += weights[from + c + 3] * numbers[c + 3];
    }
    for (; c < columns; c++) {
      first += weights[from + c] * numbers[c];
    }
    return (first + second) + (third + fourth);
  }

  /** The same map without the terms whose weight is zero. */
  public SparseRows withoutZeros() {
    int[] from = new int[start.length];
    int[] kept = new int[column.length];
    double[] value = new double[column.length];
    int terms = 0;
    for (int r = 0; r < rows(); r++) {
      for (int k = start[r]; k < start[r + 1]; k++) {
        if (weight[k] != 0) {
          kept[terms] = column[k];
          value[terms++] = weight[k];
        }
      }
      from[r + 1] = terms;
    }
    return new SparseRows(
        columns, from, Arrays.copyOf(kept, terms), Arrays.copyOf(value, terms), bias);
  }

  /** The same map by columns: row {@code c} lists the outputs that input {@code c} feeds. */
  public SparseRows transpose() {
    int[] count = new int[columns + 1];
    for (int c : column) {
      count[c + 1]++;
    }
    for (int c = 0; c < columns; c++) {
      count[c + 1] += count[c];
    }
    int[] next = count.clone();
    int[] row = new int[column.length];
    double[] value = new double[column.length];
    for (int r = 0; r < rows(); r++) {
      for (int k = start[r]; k < start[r + 1]; k++) {
        int at = next[column[k]]++;
        row[at] = r;
        value[at] = weight[k];
      }
    }
    return new SparseRows(rows(), count, row, value, new double[columns]);
  }
}
