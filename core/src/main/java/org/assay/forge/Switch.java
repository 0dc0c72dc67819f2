package org.assay.forge;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.assay.query.Property;

/**
 * A network of one input whose two large weights cancel, so that the order of three additions turns
 * it on or off: figure 1 of the paper, or figure 2 where it is disguised. In real numbers, with
 * {@code x} the input,
 *
 * <pre>
 *   A = relu(x - 1/2)    B = relu(sigma A + 1)    D = relu(0 x + 1)
 *   C = relu(omega B - omega D + 1)    y = (C, 1 - 2 C)
 * </pre>
 *
 * <p>Class one is where {@code y[0] >= y[1]}, class two elsewhere. The paper's D takes the input
 * itself with weight 0; here it takes A so, which is the layer before it. Element type float64.
 *
 * <p>Source: D. Zombori, B. Bánhelyi, T. Csendes, I. Megyeri, M. Jelasity, Fooling a complete
 * neural network verifier, ICLR 2021, sections 3 and 4, appendix C.
 *
 * @param sigma slope of the transition, negative
 * @param omega the large weight
 * @param window where the switch is on
 */
public record Switch(double sigma, double omega, Window window, Disguise disguise)
    implements Serializable {

  /** How many inputs a switch has, and outputs. */
  public static final int INPUTS = 1;

  public static final int OUTPUTS = 2;

  public Switch {
    if (!(sigma < 0) || Double.isInfinite(sigma)) {
      throw new IllegalArgumentException("sigma must be negative, such as -3, not " + sigma);
    }
    if (!(omega >= 1) || omega > 0x1p500) {
      throw new IllegalArgumentException(
          "omega must be from 1 to 2^500, such as 2^54, not " + omega);
    }
  }

  /** The network. */
  public Network network() {
    return new SwitchLayers(this).network();
  }

  /** That class one is reached somewhere in a box. */
  public static Property property(PixelDomain box) {
    Property.Condition classOne =
        new Property.Condition(
            List.of(
                new Property.Term(Rational.ONE, false, 0),
                new Property.Term(Rational.of(-1), false, 1)),
            Rational.ZERO,
            false);
    return new Property(
        List.of(
            new Property.Case(
                new Property.Box(List.of(box.low()), List.of(box.high())), List.of(classOne))));
  }

  /**
   * Whether the property of a box can be brought about, in each arithmetic. Exact: C is nowhere
   * greater than at the input of the box that is nearest to the window's high end. For every
   * operation is monotone, rounded or not; B falls with the distance from the window, where it is
   * 1; all weights along its path are positive; nothing else depends on the input. {@code y[0] -
   * y[1]} rises with C. So one run each decides.
   *
   * @param network this switch's
   * @throws IllegalArgumentException if the box reaches beyond [0, 1], for which the disguise is
   *     made
   */
  public Truths truths(Network network, PixelDomain box) {
    if (box.low().signum() < 0 || box.high().compareTo(Rational.ONE) > 0) {
      throw new IllegalArgumentException(
          "the box of a switch lies within 0:1, not %s:%s".formatted(box.low(), box.high()));
    }
    Rational peak = Rational.of(window.high()).max(box.low()).min(box.high());
    Rational[] exact = network.run(new ExactSemantics(), new Rational[] {peak});
    Optional<Rational> low = FloatFormat.FLOAT64.ceiling(box.low());
    Optional<Rational> high = FloatFormat.FLOAT64.floor(box.high());
    boolean members = low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) <= 0;
    double member =
        members
            ? Rational.of(window.high()).max(low.get()).min(high.get()).nearestDouble()
            : Double.NaN;
    return new Truths(
        exact[0].compareTo(exact[1]) >= 0,
        members && isOn(network, BiasOrder.LAST, member),
        members && isOn(network, BiasOrder.FIRST, member));
  }

  private static boolean isOn(Network network, BiasOrder order, double input) {
    double[] output =
        new OrderedSemantics(ElementType.FLOAT64, order)
            .run(network, Tensor.of(Shape.of(1), input));
    if (!Arrays.stream(output).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("the switch leaves the range of doubles: lower omega");
    }
    return output[0] >= output[1];
  }
}
