package org.assay.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;

/**
 * A whole network as variables and constraints, plainly: a variable for every input and for every
 * output of every layer, and one constraint that says what each output is. With the inputs given
 * there is exactly one solution, the network's run. Nothing is simplified, no unit is left out.
 *
 * <p>Over the reals a row is a linear equation, without the weights that are zero. Over floats it
 * is computed in the stated order: products by ascending input index, one rounding an operation,
 * none fused, the bias last; numbers of the network are first rounded to the sort. The solution is
 * the run of {@link org.assay.eval.RoundedSemantics}, up to the sign of a zero and as long as
 * nothing overflows; beyond that IEEE 754 holds, infinities and NaN included. A clip is a case
 * distinction by its input: at most the lower end, at least the upper one, or between.
 *
 * <p>Variables are called {@code X_0}, ..., those of the last layer {@code Y_0}, ..., those between
 * by kind and number of their layer, such as {@code dense1_0} and {@code relu2_0}. Immutable.
 *
 * <p>Source: Lantern, equations (5) to (10) of section 2.1, where a layer's output and the next
 * one's input are two equal variables; here they are one.
 *
 * @param inputs a variable for each flat input position
 * @param layers in order
 */
public record EncodedNetwork<N, B>(List<N> inputs, List<EncodedLayer<N, B>> layers) {

  public EncodedNetwork {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
  }

  /**
   * Writes a network down.
   *
   * @throws IllegalArgumentException if one of its numbers is out of the sort's range
   */
  public static <N, B> EncodedNetwork<N, B> of(Network network, Terms<N, B> terms) {
    List<N> inputs = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      inputs.add(terms.variable("X_" + i));
    }
    return new Writing<>(network, terms, new Given<>("", inputs, (layer, row) -> Optional.empty()))
        .written();
  }

  /**
   * Writes a network down at inputs that are given, which may be numbers, some of its biases being
   * variables.
   *
   * @throws IllegalArgumentException if one of the network's numbers is out of the sort's range
   */
  public static <N, B> EncodedNetwork<N, B> of(Network network, Terms<N, B> terms, Given<N> given) {
    return new Writing<>(network, terms, given).written();
  }

  /**
   * What of a network is given.
   *
   * @param name before the names of all its variables, so that a network can be written down often
   * @param inputs one for each flat input position
   */
  public record Given<N>(String name, List<N> inputs, Biases<N> biases) {

    public Given {
      inputs = List.copyOf(inputs);
    }
  }

  /** What stands in the place of biases. */
  @FunctionalInterface
  public interface Biases<N> {

    /** What an output of a layer adds in place of its bias; none where the bias stands. */
    Optional<N> of(int layer, int output);
  }

  /** The variables of the logits. */
  public List<N> outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** All constraints, layer by layer. */
  public List<B> constraints() {
    return layers.stream().flatMap(layer -> layer.constraints().stream()).toList();
  }

  /** One network being written down. */
  private record Writing<N, B>(Network network, Terms<N, B> terms, Given<N> given) {

    EncodedNetwork<N, B> written() {
      List<EncodedLayer<N, B>> layers = new ArrayList<>();
      List<N> state = given.inputs();
      for (Layer layer : network.layers()) {
        int number = layers.size() + 1;
        boolean last = number == network.layers().size();
        List<N> outputs =
            variables(
                given.name() + (last ? "Y_" : kind(layer) + number + "_"), layer.output().size());
        List<B> constraints = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
          N value =
              layer instanceof Linear linear
                  ? row(layers.size(), linear.rows(), i, state)
                  : clipped((Clip) layer, state.get(i));
          constraints.add(terms.is(outputs.get(i), value));
        }
        layers.add(new EncodedLayer<>(layer, state, outputs, constraints));
        state = outputs;
      }
      return new EncodedNetwork<>(given.inputs(), layers);
    }

    private static String kind(Layer layer) {
      return layer instanceof Clip clip && clip.isRelu()
          ? "relu"
          : layer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private List<N> variables(String prefix, int count) {
      List<N> variables = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        variables.add(terms.variable(prefix + i));
      }
      return variables;
    }

    private N row(int layer, SparseRows rows, int row, List<N> input) {
      List<N> parts = new ArrayList<>();
      boolean skipsZeros = terms.sort() instanceof NumberSort.Reals;
      for (int k = rows.start(row); k < rows.start(row + 1); k++) {
        if (rows.weight(k) != 0 || !skipsZeros) {
          parts.add(terms.product(member(rows.weight(k)), input.get(rows.column(k))));
        }
      }
      parts.add(
          given.biases().of(layer, row).orElseGet(() -> terms.number(member(rows.bias(row)))));
      return terms.sum(parts);
    }

    private N clipped(Clip clip, N input) {
      N value = input;
      if (Double.isFinite(clip.high())) {
        N high = terms.number(member(clip.high()));
        value = terms.either(terms.compare(input, Terms.Relation.AT_LEAST, high), high, value);
      }
      if (Double.isFinite(clip.low())) {
        N low = terms.number(member(clip.low()));
        value = terms.either(terms.compare(input, Terms.Relation.AT_MOST, low), low, value);
      }
      return value;
    }

    private Rational member(double number) {
      return terms
          .sort()
          .nearest(Rational.of(number))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "network %s: its number %s is out of the range of %s"
                          .formatted(network.name(), number, terms.sort())));
    }
  }
}
