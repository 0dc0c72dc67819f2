package org.assay.bounds;

import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * A network with what all enclosures of it share: its maps by columns, and by how much its last map
 * weighs one label more than another. Immutable and safe for use by several threads.
 */
public final class BoundedNetwork {

  private final Network network;
  private final @Nullable SparseRows[] columns;
  private final int[] firstUnit;
  private final int widest;
  private final double[] leads;

  private BoundedNetwork(Network network) {
    this.network = network;
    this.columns = new SparseRows[network.layers().size()];
    this.firstUnit = new int[columns.length];
    int units = 0;
    int most = network.inputs();
    for (int l = 0; l < columns.length; l++) {
      Layer layer = network.layers().get(l);
      columns[l] = layer instanceof Linear linear ? linear.rows().transpose().withoutZeros() : null;
      firstUnit[l] = units;
      units += layer instanceof Clip ? layer.output().size() : 0;
      most = Math.max(most, layer.output().size());
    }
    this.widest = most;
    this.leads = endsLinear() ? leads(((Linear) layer(columns.length - 1)).rows()) : new double[0];
  }

  public static BoundedNetwork of(Network network) {
    return new BoundedNetwork(network);
  }

  public Network network() {
    return network;
  }

  int depth() {
    return columns.length;
  }

  Layer layer(int index) {
    return network.layers().get(index);
  }

  Clip clip(int index) {
    return (Clip) layer(index);
  }

  /**
   * A linear layer by columns, zeros left out: row {@code i} lists what input {@code i} feeds. Null
   * for a clip.
   */
  public @Nullable SparseRows columns(int layer) {
    return columns[layer];
  }

  /** Of a clip the number of its first unit in network order. */
  int firstUnit(int layer) {
    return firstUnit[layer];
  }

  /** The most values that a state has. */
  int widest() {
    return widest;
  }

  int labels() {
    return network.labels();
  }

  /** Whether the logits are the outputs of a linear layer. */
  boolean endsLinear() {
    return columns[columns.length - 1] != null;
  }

  /** {@code [label][input][other]}: the weights of a label less those of each other, rounded. */
  private double[] leads(SparseRows rows) {
    int labels = rows.rows();
    double[] weights = new double[labels * rows.columns()];
    for (int r = 0; r < labels; r++) {
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        weights[rows.column(k) * labels + r] += rows.weight(k);
      }
    }
    double[] differences = new double[labels * weights.length];
    for (int label = 0; label < labels; label++) {
      for (int i = 0; i < rows.columns(); i++) {
        for (int other = 0; other < labels; other++) {
          differences[(label * rows.columns() + i) * labels + other] =
              weights[i * labels + label] - weights[i * labels + other];
        }
      }
    }
    return differences;
  }

  /**
   * How much more the last map weighs input {@code i} for a label than for each other one: as many
   * numbers as there are labels, from this index of {@link #leads()} on.
   */
  int lead(int label, int input) {
    int inputs = layer(columns.length - 1).input().size();
    return (label * inputs + input) * labels();
  }

  double[] leads() {
    return leads;
  }
}
