package org.assay.pixels;

import java.util.Arrays;

/**
 * The leads of one label over all others, as {@link PatternTable} has the half-spaces; filled for
 * the positions that are asked for, and refilled when the label changes.
 */
final class LeadTable {

  final double[] constant;
  final double[] constantError;
  final double[] slope;
  final double[] slopeError;

  /** A lower bound of what a position can add to a lead: {@code [position][other label]}. */
  final double[] least;

  private final PatternTable table;
  private final int[] filledFor;
  private int label = -1;

  LeadTable(PatternTable table) {
    this.table = table;
    int labels = table.labels;
    constant = new double[labels];
    constantError = new double[labels];
    slope = new double[(table.positions() + 1) * labels];
    slopeError = new double[slope.length];
    least = new double[slope.length];
    filledFor = new int[table.positions() + 1];
    Arrays.fill(filledFor, -1);
  }

  int label() {
    return label;
  }

  /** Turns the table to a label. */
  void select(int newLabel) {
    if (label != newLabel) {
      label = newLabel;
      for (int j = 0; j < table.labels; j++) {
        constant[j] = table.logit[label] - table.logit[j];
        constantError[j] = table.leadError(label, j);
      }
    }
  }

  /** Fills a position's part of the table. */
  void fill(int position) {
    if (filledFor[position] == label) {
      return;
    }
    filledFor[position] = label;
    int at = position * table.labels;
    for (int j = 0; j < table.labels; j++) {
      double a = table.logitSlope[at + label] - table.logitSlope[at + j];
      double error = table.leadSlopeError(label, j, position);
      slope[at + j] = a;
      slopeError[at + j] = error;
      least[at + j] = Math.min(a * table.low[position], a * table.high[position]) - error;
    }
  }
}
