package org.assay.bounds;

import org.assay.network.SparseRows;

/**
 * The numbers of one state that can differ from the image's own on a simplex: for each of its
 * vertices the middle between two bounds of the difference and half their distance. Numbers that
 * are not touched do not differ. One array a vertex, so that the machine's vectors run along dense
 * layers. For one thread.
 */
final class Differences {

  final double[][] middle;
  final double[][] half;

  /** The greatest magnitude that the bounds of a number allow at any vertex. */
  final double[] most;

  /** The numbers themselves where they are the same on the whole simplex and known exactly. */
  final double[] known;

  /** How many numbers are known so. */
  int knowns;

  final int[] touched;
  int size;
  private final int[] mark;
  private int stamp;

  Differences(int width, int vertices) {
    middle = new double[vertices][width];
    half = new double[vertices][width];
    most = new double[width];
    known = new double[width];
    touched = new int[width];
    mark = new int[width];
  }

  void clear() {
    size = 0;
    knowns = 0;
    stamp++;
  }

  /** Makes a number one that differs, by nothing yet. */
  void touch(int index) {
    if (mark[index] != stamp) {
      mark[index] = stamp;
      touched[size++] = index;
      for (int v = 0; v < middle.length; v++) {
        middle[v][index] = 0;
        half[v][index] = 0;
      }
      most[index] = 0;
      known[index] = Double.NaN;
    }
  }

  /**
   * Makes a number known.
   *
   * @param value of the number on the whole simplex
   * @param base its value at the image, within {@code error}
   */
  void know(int index, double value, double base, double error) {
    double difference = value - base;
    double part = difference - value;
    double lost = (value - (difference - part)) - (base + part);
    for (int v = 0; v < middle.length; v++) {
      middle[v][index] = difference;
      half[v][index] = Math.abs(lost) + error;
    }
    most[index] = Math.abs(difference) + half[0][index];
    known[index] = value;
    knowns++;
  }

  /** Computes {@link #most} of a number from its bounds at the first vertices. */
  void measure(int index, int vertices) {
    double greatest = 0;
    for (int v = 0; v < vertices; v++) {
      greatest = Math.max(greatest, Math.abs(middle[v][index]) + half[v][index]);
    }
    most[index] = greatest;
  }

  /**
   * Makes this the image of other differences under a linear map; {@link #most} becomes the sum of
   * the magnitudes of all products. (One bound for all outputs would be cheaper, but a single huge
   * weight would spoil it for every one of them.)
   *
   * @param columns row {@code i} lists the outputs that input {@code i} feeds
   */
  void map(SparseRows columns, Differences from, int vertices) {
    clear();
    for (int j = 0; j < from.size; j++) {
      int input = from.touched[j];
      int start = columns.start(input);
      int end = columns.start(input + 1);
      boolean whole = end - start == columns.columns();
      for (int k = start; k < end && size < columns.columns(); k++) {
        touch(columns.column(k));
      }
      if (vertices == 2 && whole) {
        addSegment(columns, start, from, input);
      } else if (vertices == 2) {
        scatterSegment(columns, from, input);
      } else if (whole) {
        addEach(columns, start, from, input, vertices);
      } else {
        scatterEach(columns, from, input, vertices);
      }
    }
  }

  /** Two vertices at once, so that each weight is read once. */
  private void addSegment(SparseRows columns, int start, Differences from, int input) {
    double firstMiddle = from.middle[0][input];
    double secondMiddle = from.middle[1][input];
    double firstHalf = from.half[0][input];
    double secondHalf = from.half[1][input];
    double magnitude = from.most[input];
    double[] firstMiddles = middle[0];
    double[] secondMiddles = middle[1];
    double[] firstHalves = half[0];
    double[] secondHalves = half[1];
    int outputs = columns.columns();
    for (int r = 0; r < outputs; r++) {
      double w = columns.weight(start + r);
      double a = Math.abs(w);
      firstMiddles[r] += w * firstMiddle;
      secondMiddles[r] += w * secondMiddle;
      firstHalves[r] += a * firstHalf;
      secondHalves[r] += a * secondHalf;
      most[r] += a * magnitude;
    }
  }

  private void scatterSegment(SparseRows columns, Differences from, int input) {
    double firstMiddle = from.middle[0][input];
    double secondMiddle = from.middle[1][input];
    double firstHalf = from.half[0][input];
    double secondHalf = from.half[1][input];
    double magnitude = from.most[input];
    double[] firstMiddles = middle[0];
    double[] secondMiddles = middle[1];
    double[] firstHalves = half[0];
    double[] secondHalves = half[1];
    int end = columns.start(input + 1);
    for (int k = columns.start(input); k < end; k++) {
      int r = columns.column(k);
      double w = columns.weight(k);
      double a = Math.abs(w);
      firstMiddles[r] += w * firstMiddle;
      secondMiddles[r] += w * secondMiddle;
      firstHalves[r] += a * firstHalf;
      secondHalves[r] += a * secondHalf;
      most[r] += a * magnitude;
    }
  }

  private void addEach(SparseRows columns, int start, Differences from, int input, int vertices) {
    for (int v = 0; v < vertices; v++) {
      add(middle[v], columns, start, from.middle[v][input]);
      addMagnitude(half[v], columns, start, from.half[v][input]);
    }
    addMagnitude(most, columns, start, from.most[input]);
  }

  private void scatterEach(SparseRows columns, Differences from, int input, int vertices) {
    for (int v = 0; v < vertices; v++) {
      scatter(middle[v], columns, input, from.middle[v][input]);
      scatterMagnitude(half[v], columns, input, from.half[v][input]);
    }
    scatterMagnitude(most, columns, input, from.most[input]);
  }

  private static void add(double[] sums, SparseRows columns, int start, double factor) {
    int outputs = columns.columns();
    for (int r = 0; r < outputs; r++) {
      sums[r] += columns.weight(start + r) * factor;
    }
  }

  private static void addMagnitude(double[] sums, SparseRows columns, int start, double factor) {
    int outputs = columns.columns();
    for (int r = 0; r < outputs; r++) {
      sums[r] += Math.abs(columns.weight(start + r)) * factor;
    }
  }

  private static void scatter(double[] sums, SparseRows columns, int input, double factor) {
    int end = columns.start(input + 1);
    for (int k = columns.start(input); k < end; k++) {
      sums[columns.column(k)] += columns.weight(k) * factor;
    }
  }

  private static void scatterMagnitude(
      double[] sums, SparseRows columns, int input, double factor) {
    int end = columns.start(input + 1);
    for (int k = columns.start(input); k < end; k++) {
      sums[columns.column(k)] += Math.abs(columns.weight(k)) * factor;
    }
  }
}
