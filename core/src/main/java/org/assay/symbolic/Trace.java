package org.assay.symbolic;

import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip.Phase;
import org.assay.network.Tensor;

/**
 * The concolic trace of one image: its exact activation pattern, and along this pattern every unit
 * and logit as an affine function of the pixels, known in double with proved error bounds and,
 * where asked for, in rationals (DeepCheck, section IV).
 *
 * <p><b>Rows.</b> Rows 0 to {@code units() - 1} are the inputs of the activations (what the paper
 * compares with zero) in network order; rows {@code units()} to {@code rows() - 1} are the logits.
 * For any values {@code x} of the pixels that keep the pattern, row {@code r} is exactly {@code
 * exactValue(r) + sum over p of exactCoefficient(r, p) * (x[p] - image[p])}.
 *
 * <p><b>Bounds.</b> {@code abs(value(r) - exactValue(r)) <= valueError(r)}, and so for
 * coefficients; see {@link RunningError} for the proof. An error that is infinite or not a number
 * says that double overflowed and nothing is known; exact numbers are still right.
 *
 * <p>Remembers what it has computed; for one thread at a time.
 */
public final class Trace {

  private final TracedNetwork network;
  private final Tensor image;
  private final Approximation values;
  private final ActivationPattern pattern;
  private final ExactTrace exact;
  private final Columns columns;
  private final double[] orderedLogits;
  private final ExactWinner winner;
  private final long rationalFallbacks;

  private Trace(TracedNetwork network, Tensor image, ConcreteRun run) {
    this.network = network;
    this.image = image;
    this.values = run.rows();
    this.pattern = ActivationPattern.of(run.phases());
    this.exact = run.exact();
    this.columns = new Columns(network, pattern);
    this.orderedLogits = OrderedSemantics.logits(network.network(), image);
    this.winner = ExactWinner.of(network, values, exact);
    this.rationalFallbacks = run.rationalFallbacks() + winner.rationalFallbacks();
  }

  /** The trace of a network on an image of finite numbers. */
  public static Trace of(TracedNetwork network, Tensor image) {
    if (image.size() != network.pixels()) {
      throw new IllegalArgumentException(
          "network %s takes %d pixels, the image has %d"
              .formatted(network.network().name(), network.pixels(), image.size()));
    }
    for (int i = 0; i < image.size(); i++) {
      if (!Double.isFinite(image.at(i))) {
        throw new IllegalArgumentException(
            "pixel " + i + " is " + image.at(i) + "; a trace needs finite numbers");
      }
    }
    return new Trace(network, image, new ConcreteRun(network, image));
  }

  public TracedNetwork network() {
    return network;
  }

  public Tensor image() {
    return image;
  }

  /** Number of activations. */
  public int units() {
    return network.units();
  }

  public int labels() {
    return network.labels();
  }

  /** Units and logits together. */
  public int rows() {
    return network.rows();
  }

  /** The row of a label's logit. */
  public int logitRow(int label) {
    return units() + label;
  }

  /** The exact activation pattern. */
  public ActivationPattern pattern() {
    return pattern;
  }

  public Phase phase(int unit) {
    return pattern.phase(unit);
  }

  /** How many units and logits doubles left undecided, so that rationals decided. */
  public long rationalFallbacks() {
    return rationalFallbacks;
  }

  /** The value of a row, a double within {@link #valueError} of the exact one. */
  public double value(int row) {
    return values.value[row];
  }

  public double valueError(int row) {
    return values.error[row];
  }

  /** The exact value of a row. */
  public Rational exactValue(int row) {
    return exact.value(row);
  }

  /**
   * The coefficients of every row with respect to one pixel.
   *
   * @param into takes {@link #rows} coefficients
   * @param errorInto takes bounds of their errors; a bound of zero says exact
   */
  public void column(int pixel, double[] into, double[] errorInto) {
    columns.column(pixel, into, errorInto);
  }

  /** The coefficients of every row with respect to one pixel. */
  public double[] column(int pixel) {
    double[] column = new double[rows()];
    column(pixel, column, new double[rows()]);
    return column;
  }

  /** Bounds of the errors of {@link #column(int)}. */
  public double[] columnError(int pixel) {
    double[] error = new double[rows()];
    column(pixel, new double[rows()], error);
    return error;
  }

  /** The rows whose coefficient with respect to a pixel may differ from zero, ascending. */
  public int[] support(int pixel) {
    return columns.support(pixel);
  }

  /**
   * All coefficients, computed once: {@code [pixel][row]} in one array, so that pixel {@code p}'s
   * column starts at {@code p * rows()}. The array is the trace's own; do not write to it.
   *
   * @throws IllegalStateException if there are more than 2^27 of them; ask for columns then
   */
  public double[] coefficients() {
    return columns.all().value;
  }

  /** Bounds of the errors of {@link #coefficients}, laid out alike. */
  public double[] coefficientErrors() {
    return columns.all().error;
  }

  /**
   * The coefficients of one row with respect to every pixel.
   *
   * @param into takes as many coefficients as there are pixels
   * @param errorInto takes bounds of their errors
   */
  public void coefficients(int row, double[] into, double[] errorInto) {
    columns.coefficients(row, into, errorInto);
  }

  /** The exact coefficients of every row with respect to one pixel. */
  public Rational[] exactColumn(int pixel) {
    return exact.column(pixel);
  }

  /** The exact coefficients of one row with respect to every pixel. */
  public Rational[] exactCoefficients(int row) {
    return exact.coefficients(row);
  }

  /** The logits in ORDERED arithmetic. */
  public double[] orderedLogits() {
    return orderedLogits.clone();
  }

  /**
   * The predicted label: lowest index among the largest logits in ORDERED arithmetic.
   *
   * @throws ArithmeticException if a logit is infinite or not a number there
   */
  public int label() {
    return OrderedSemantics.label(orderedLogits);
  }

  /** The lowest index among the largest logits in EXACT arithmetic. */
  public int exactLabel() {
    return winner.label();
  }

  /** Whether the two largest logits are equal in EXACT arithmetic. */
  public boolean tied() {
    return winner.tied();
  }
}
