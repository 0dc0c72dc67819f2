package org.assay.jobs.report;

import java.util.Arrays;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImageRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the network says of an image, run again from the stored network and pixels.
 *
 * @param exact the logits in EXACT arithmetic
 * @param ordered the logits in ORDERED arithmetic; null where the image is not made of float32
 *     values
 */
record Replay(List<Rational> exact, @Nullable List<Double> ordered) {

  Replay {
    exact = List.copyOf(exact);
    ordered = ordered == null ? null : List.copyOf(ordered);
  }

  /** Runs an image. */
  static Replay of(Network network, ImageRow image) {
    Tensor pixels = tensor(network, image);
    return of(network, pixels, ExactSemantics.exact(pixels), true);
  }

  /** Runs the witness of an attack. */
  static Replay of(Network network, Attack attack, Subject subject) {
    Tensor pixels = tensor(network, attack.image());
    Rational[] values = ExactSemantics.exact(pixels);
    boolean floats = true;
    for (Attack.Change change : attack.changes()) {
      int position = change.channel() * subject.pixels() + change.pixel();
      values[position] = change.after();
      pixels = pixels.with(position, change.after().nearestDouble());
      floats &= change.after().isFloat();
    }
    return of(network, pixels, values, floats);
  }

  private static Replay of(Network network, Tensor pixels, Rational[] values, boolean floats) {
    List<Rational> exact = Arrays.asList(network.run(new ExactSemantics(), values));
    return new Replay(exact, floats ? ordered(network, pixels) : null);
  }

  /** The pixels as the network takes them. */
  static Tensor tensor(Network network, ImageRow image) {
    double[] values = image.pixels().stream().mapToDouble(Float::doubleValue).toArray();
    return Tensor.of(network.input(), values);
  }

  private static List<Double> ordered(Network network, Tensor pixels) {
    return Arrays.stream(OrderedSemantics.logits(network, pixels)).boxed().toList();
  }

  /** The label in EXACT arithmetic: the lowest index among the largest logits. */
  int label() {
    return ExactSemantics.label(exact.toArray(new Rational[0]));
  }

  /** The label in ORDERED arithmetic; null where it was not run. */
  @Nullable Integer orderedLabel() {
    List<Double> logits = ordered;
    return logits == null
        ? null
        : OrderedSemantics.label(logits.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** By how much the EXACT label's logit is ahead of the next. */
  Rational margin() {
    int label = label();
    Rational next = null;
    for (int i = 0; i < exact.size(); i++) {
      if (i != label) {
        next = next == null ? exact.get(i) : next.max(exact.get(i));
      }
    }
    return next == null ? Rational.ZERO : exact.get(label).minus(next);
  }

  /** By how much the ORDERED label's logit is ahead of the next; NaN where it was not run. */
  double orderedMargin() {
    List<Double> logits = ordered;
    Integer label = orderedLabel();
    if (logits == null || label == null) {
      return Double.NaN;
    }
    double next = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.size(); i++) {
      next = i == label ? next : Math.max(next, logits.get(i));
    }
    return logits.get(label) - next;
  }
}
