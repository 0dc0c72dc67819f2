package org.assay.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.query.Inputs;
import org.assay.smt.Formula;
import org.assay.symbolic.Trace;

/**
 * A whole network, over all activation patterns, for some free positions of an image. After the
 * offsets of the free positions come the deviations of those units that the positions can switch.
 *
 * @param logits by how much each logit differs from what it is at the original
 */
record NetworkFormulas(
    AskedImage image,
    List<Integer> positions,
    int variables,
    List<Formula> conditions,
    List<Deviation> logits)
    implements AttackFormulas {

  private static final int GREATEST_BYTE = 255;

  NetworkFormulas {
    positions = List.copyOf(positions);
    conditions = List.copyOf(conditions);
    logits = List.copyOf(logits);
  }

  /** The formulas of an image that lies in its domain. */
  static NetworkFormulas of(AskedImage image, List<Integer> positions) {
    Network network = image.trace().network().network();
    NetworkEncoding encoding = new NetworkEncoding(image.trace());
    Deviation[] input = new Deviation[network.inputs()];
    Arrays.fill(input, Deviation.NONE);
    for (int position : positions) {
      Rational original = Rational.of(image.trace().image().at(position));
      input[position] =
          encoding.variable(
              image.domain().low().minus(original), image.domain().high().minus(original));
      if (image.terms().inputs() == Inputs.GRID) {
        encoding.require(grid(image, input[position], original));
      }
    }
    Deviation[] logits = network.run(encoding, input);
    return new NetworkFormulas(
        image, positions, encoding.variables(), encoding.conditions(), List.of(logits));
  }

  /** The offset leads to one of the values that an 8-bit image holds. */
  private static Formula grid(AskedImage image, Deviation offset, Rational original) {
    ElementType type = image.trace().network().network().elementType();
    List<Formula> values = new ArrayList<>();
    for (int b = 0; b <= GREATEST_BYTE; b++) {
      Rational value = Rational.of(type.round(b / (double) GREATEST_BYTE));
      if (image.domain().contains(value)) {
        Rational there = value.minus(original);
        values.add(new Formula.All(List.of(offset.atLeast(there), offset.atMost(there))));
      }
    }
    return new Formula.Any(values);
  }

  @Override
  public Formula.Inequality lead(int label, int other) {
    Trace trace = image.trace();
    Rational margin =
        trace.exactValue(trace.logitRow(label)).minus(trace.exactValue(trace.logitRow(other)));
    return new Formula.Inequality(margin, logits.get(label).minus(logits.get(other)).terms(), true);
  }
}
