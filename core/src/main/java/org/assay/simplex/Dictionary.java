package org.assay.simplex;

import java.util.Arrays;

/**
 * All basic variables, and an objective, as a constant plus multiples of the variables that are not
 * basic. Columns are variables, and so are rows, numbered behind them. At first the rows are basic.
 * For one thread.
 */
final class Dictionary {

  private static final double SINGULAR = 1e-8;

  private final double[][] rows;
  private final double[] objective;
  private final int columns;
  private final int[] basic;
  private final int[] nonbasic;
  private double[][] table;
  private double[] reduced;
  private int exchanges;

  /**
   * A dictionary of rows and an objective.
   *
   * @param rows the factors of the columns, then the constant
   * @param objective the factors of the columns
   */
  Dictionary(double[][] rows, double[] objective) {
    this.rows = rows;
    this.objective = objective;
    this.columns = objective.length;
    this.basic = new int[rows.length];
    this.nonbasic = new int[columns];
    this.table = new double[rows.length][];
    this.reduced = new double[columns + 1];
    start();
  }

  /** Back to the first one. */
  void start() {
    for (int i = 0; i < rows.length; i++) {
      table[i] = rows[i].clone();
      basic[i] = columns + i;
    }
    reduced = Arrays.copyOf(objective, columns + 1);
    for (int j = 0; j < columns; j++) {
      nonbasic[j] = j;
    }
    exchanges = 0;
  }

  int rows() {
    return rows.length;
  }

  int columns() {
    return columns;
  }

  /** The variable that a row tells. */
  int basic(int row) {
    return basic[row];
  }

  /** The variable that a column stands for. */
  int nonbasic(int column) {
    return nonbasic[column];
  }

  double factor(int row, int column) {
    return table[row][column];
  }

  /** A column's factor in the objective. */
  double reduced(int column) {
    return reduced[column];
  }

  /** How often rows and columns were exchanged since the numbers were computed anew. */
  int exchanges() {
    return exchanges;
  }

  /** A row's value, of values of all variables that are not basic. */
  double at(int row, double[] values) {
    return sum(table[row], values);
  }

  /** The objective's value, of values of all variables that are not basic. */
  double objective(double[] values) {
    return sum(reduced, values);
  }

  private double sum(double[] factors, double[] values) {
    double sum = factors[columns];
    for (int j = 0; j < columns; j++) {
      sum += factors[j] == 0 ? 0 : factors[j] * values[nonbasic[j]];
    }
    return sum;
  }

  /** Solves a row for a column, and puts it in everywhere. */
  void exchange(int row, int column) {
    double[] from = table[row];
    double factor = 1 / from[column];
    for (int j = 0; j <= columns; j++) {
      from[j] *= -factor;
    }
    from[column] = factor;
    for (int i = 0; i < rows.length; i++) {
      if (i != row) {
        substitute(table[i], from, column);
      }
    }
    substitute(reduced, from, column);
    int leaves = basic[row];
    basic[row] = nonbasic[column];
    nonbasic[column] = leaves;
    exchanges++;
  }

  private void substitute(double[] into, double[] from, int column) {
    double times = into[column];
    if (times == 0) {
      return;
    }
    into[column] = 0;
    for (int j = 0; j <= columns; j++) {
      into[j] += times * from[j];
    }
  }

  /**
   * Computes the numbers anew from the rows, for the same basic variables, or those of the start.
   */
  void refresh() {
    boolean[] enters = new boolean[columns];
    boolean[] leaves = new boolean[columns + rows.length];
    for (int v : nonbasic) {
      leaves[v] = true;
    }
    for (int v : basic) {
      if (v < columns) {
        enters[v] = true;
      }
    }
    start();
    for (int j = 0; j < columns; j++) {
      int row = enters[j] ? largest(j, leaves) : -1;
      if (row >= 0 && Math.abs(table[row][j]) > SINGULAR) {
        exchange(row, j);
      } else if (enters[j]) {
        start();
        return;
      }
    }
    exchanges = 0;
  }

  /** The row with the largest factor of a column, of those whose variables are to leave. */
  private int largest(int column, boolean[] leaves) {
    int best = -1;
    for (int i = 0; i < rows.length; i++) {
      if (leaves[basic[i]]
          && (best < 0 || Math.abs(table[i][column]) > Math.abs(table[best][column]))) {
        best = i;
      }
    }
    return best;
  }
}
