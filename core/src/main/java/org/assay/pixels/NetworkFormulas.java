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
 * A whole network, over all activation patterns, for some free positions of an image that lies in
 * its domain. After the offsets of the free positions come the deviations of those units that the
 * positions can switch.
 */
final class NetworkFormulas implements AttackFormulas {

  private static final int GREATEST_BYTE = 255;
  private static final Formula.Inequality NEVER =
      new Formula.Inequality(Rational.ZERO, List.of(), true);

  private final AskedImage image;
  private final List<Integer> positions;
  private final NetworkEncoding encoding;
  private final Deviation[] logits;

  NetworkFormulas(AskedImage image, List<Integer> positions) {
    this.image = image;
    this.positions = List.copyOf(positions);
    this.encoding = new NetworkEncoding(image.trace());
    Network network = image.trace().network().network();
    Deviation[] input = new Deviation[network.inputs()];
    Arrays.fill(input, Deviation.NONE);
    for (int position : positions) {
      input[position] = offset(Rational.of(image.trace().image().at(position)));
    }
    this.logits = network.run(encoding, input);
  }

  /** The offset of a position that stands at this value. */
  private Deviation offset(Rational original) {
    Deviation offset =
        encoding.variable(
            image.domain().low().minus(original), image.domain().high().minus(original));
    if (image.terms().inputs() == Inputs.GRID) {
      encoding.require(grid(image, offset, original));
    }
    return offset;
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
  public AskedImage image() {
    return image;
  }

  @Override
  public List<Integer> positions() {
    return positions;
  }

  @Override
  public int variables() {
    return encoding.variables();
  }

  @Override
  public List<Formula> conditions() {
    return encoding.conditions();
  }

  /** Never true where the ranges of the variables, which are exact, leave no such point. */
  @Override
  public Formula.Inequality lead(int label, int other) {
    Trace trace = image.trace();
    Rational margin =
        trace.exactValue(trace.logitRow(label)).minus(trace.exactValue(trace.logitRow(other)));
    Deviation deviation = logits[label].minus(logits[other]);
    Rational greatest = margin.plus(encoding.range(deviation).high());
    return greatest.signum() > 0 ? new Formula.Inequality(margin, deviation.terms(), true) : NEVER;
  }
}
