package org.assay.eval;

import java.util.Arrays;
import org.assay.network.SparseRows;

/** The sums of a linear map, by ascending input index, bias last. */
final class BlockSums implements BlockStep {

  private final SparseRows rows;
  private final float[] weight;
  private final float[] bias;

  private BlockSums(SparseRows rows, float[] weight, float[] bias) {
    this.rows = rows;
    this.weight = weight;
    this.bias = bias;
  }

  static BlockSums of(SparseRows rows) {
    float[] weight = new float[rows.start(rows.rows())];
    for (int k = 0; k < weight.length; k++) {
      weight[k] = (float) rows.weight(k);
    }
    float[] bias = new float[rows.rows()];
    for (int r = 0; r < bias.length; r++) {
      bias[r] = (float) rows.bias(r);
    }
    return new BlockSums(rows, weight, bias);
  }

  @Override
  public float[] apply(float[] states, int block) {
    float[] output = new float[rows.rows() * block];
    float[] sum = new float[block];
    for (int r = 0; r < rows.rows(); r++) {
      Arrays.fill(sum, 0);
      int end = rows.start(r + 1);
      int k = rows.start(r);
      for (; k + 4 <= end; k += 4) {
        add(sum, states, block, k);
      }
      for (; k < end; k++) {
        add(sum, states, rows.column(k) * block, weight[k]);
      }
      for (int n = 0; n < block; n++) {
        output[r * block + n] = sum[n] + bias[r];
      }
    }
    return output;
  }

  /** Adds four products to each sum, one after the other. */
  private void add(float[] sum, float[] x, int block, int k) {
    int a = rows.column(k) * block;
    int b = rows.column(k + 1) * block;
    int c = rows.column(k + 2) * block;
    int d = rows.column(k + 3) * block;
    float wa = weight[k];
    float wb = weight[k + 1];
    float wc = weight[k + 2];
    float wd = weight[k + 3];
    for (int n = 0; n < sum.length; n++) {
      sum[n] = sum[n] + wa * x[a + n] + wb * x[b + n] + wc * x[c + n] + wd * x[d + n];
    }
  }

  private static void add(float[] sum, float[] x, int at, float w) {
    for (int n = 0; n < sum.length; n++) {
      sum[n] += w * x[at + n];
    }
  }

  @Override
  public double[] apply(double[] states, int block) {
    double[] output = new double[rows.rows() * block];
    double[] sum = new double[block];
    for (int r = 0; r < rows.rows(); r++) {
      Arrays.fill(sum, 0);
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        add(sum, states, rows.column(k) * block, rows.weight(k));
      }
      for (int n = 0; n < block; n++) {
        output[r * block + n] = sum[n] + rows.bias(r);
      }
    }
    return output;
  }

  private static void add(double[] sum, double[] x, int at, double w) {
    for (int n = 0; n < sum.length; n++) {
      sum[n] += w * x[at + n];
    }
  }
}
