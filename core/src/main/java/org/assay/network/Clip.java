package org.assay.network;

/**
 * The elementwise activation {@code min(max(x, low), high)}: a ReLU with bounds 0 and infinity, a
 * HardTanh with -1 and 1. Either bound may be infinite.
 */
public record Clip(Shape input, double low, double high) implements Layer {

  /** On which side of its bounds an activation's input lies. */
  public enum Phase {
    /** Input at most the lower bound; for a ReLU: inactive. */
    BELOW,
    /** Input strictly between the bounds; for a ReLU: active. */
    INSIDE,
    /** Input at least the upper bound. */
    ABOVE
  }

  public Clip {
    if (Double.isNaN(low) || Double.isNaN(high) || !(low < high)) {
      throw new IllegalArgumentException("clip: lower bound " + low + " is not below " + high);
    }
    low = low == 0 ? 0.0 : low;
    high = high == 0 ? 0.0 : high;
  }

  public static Clip relu(Shape shape) {
    return new Clip(shape, 0, Double.POSITIVE_INFINITY);
  }

  public static Clip hardTanh(Shape shape) {
    return new Clip(shape, -1, 1);
  }

  public boolean isRelu() {
    return low == 0 && high == Double.POSITIVE_INFINITY;
  }

  /** The value of the activation; NaN stays NaN. */
  public double apply(double x) {
    return x <= low ? low : x >= high ? high : x;
  }

  public Phase phase(double x) {
    return x <= low ? Phase.BELOW : x >= high ? Phase.ABOVE : Phase.INSIDE;
  }

  @Override
  public Shape output() {
    return input;
  }

  @Override
  public String describe() {
    return (isRelu() ? "Relu " : "Clip[" + low + ", " + high + "] ") + input;
  }
}
