package org.assay.symbolic;

import java.util.Locale;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * Writes a network as one imperative program, so that other program analysers can take it: loops
 * over weights, and an explicit {@code if} for every activation unit (DeepCheck, section IV-A,
 * figure 2). With coefficients it is the instrumented program of figure 3: beside every number the
 * program keeps its coefficients with respect to every pixel along the path taken.
 *
 * <p><b>Guarantee.</b> The program computes ORDERED to the bit: products by ascending input index,
 * one rounding an operation in the network's element type, none fused, bias last. Weights are
 * written exactly, as hexadecimal floating-point numbers. Coefficients are computed in the element
 * type, in the same order; they are near the exact ones, not equal to them.
 *
 * <p><b>Form.</b> Needs no library. As a process it reads one number a token, decimal or
 * hexadecimal, from standard input and prints lines {@code label L}, {@code logit I V} and, with
 * coefficients, {@code coefficients I V V ...}; numbers are printed as hexadecimal floating point,
 * which is exact. It ends with 2 if the input is not as many numbers as there are pixels. Its
 * function {@code run} can be called without the process.
 *
 * <p><b>Cost.</b> A run with coefficients does as many multiplications as one without, times the
 * number of pixels plus one, and holds that many numbers a state.
 */
public final class ProgramWriter {

  private ProgramWriter() {}

  /**
   * The network as a Java 17 source file of any name; {@code java FILE.java} runs it. Weights are
   * hexadecimal text that is read when the class is loaded, because a method of Java holds 64 KB.
   *
   * @param coefficients whether to write the instrumented program
   */
  public static String java(Network network, boolean coefficients) {
    check(network, coefficients);
    return JavaProgram.of(network, coefficients);
  }

  /**
   * The network as a C99 source file; {@code cc -std=c99 -O2 -ffp-contract=off FILE.c} compiles it.
   * Defined {@code NETWORK_WITHOUT_MAIN} leaves out its main function.
   *
   * @param coefficients whether to write the instrumented program
   */
  public static String c(Network network, boolean coefficients) {
    check(network, coefficients);
    return CProgram.of(network, coefficients);
  }

  private static void check(Network network, boolean coefficients) {
    for (Layer layer : network.layers()) {
      long size = Math.max(layer.input().size(), layer.output().size());
      if (coefficients && size * network.inputs() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "network %s: %s has %d coefficients a state, more than an array holds; write the program without them"
                .formatted(network.name(), layer.describe(), size * network.inputs()));
      }
      if (layer instanceof Clip clip
          && (network.elementType().round(clip.low()) == Double.POSITIVE_INFINITY
              || network.elementType().round(clip.high()) == Double.NEGATIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "network %s: %s leaves the range of %s; a program needs finite bounds"
                .formatted(network.name(), layer.describe(), network.elementType()));
      }
      if (layer instanceof Linear linear) {
        checkFinite(network, linear, weight(linear));
        checkFinite(network, linear, bias(linear));
      }
    }
  }

  private static void checkFinite(Network network, Linear layer, Tensor numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      if (!Double.isFinite(numbers.at(i))) {
        throw new IllegalArgumentException(
            "network %s: %s holds %s; a program needs finite weights"
                .formatted(network.name(), layer.describe(), numbers.at(i)));
      }
    }
  }

  /** What a linear layer multiplies by. */
  static Tensor weight(Linear layer) {
    return layer instanceof Dense dense
        ? dense.weight()
        : layer instanceof Conv conv ? conv.kernel() : ((Affine) layer).scale();
  }

  /** What a linear layer adds. */
  static Tensor bias(Linear layer) {
    return layer instanceof Dense dense
        ? dense.bias()
        : layer instanceof Conv conv ? conv.bias() : ((Affine) layer).shift();
  }

  /** The element type's name, the same in Java and C. */
  static String typeName(Network network) {
    return network.elementType() == ElementType.FLOAT32 ? "float" : "double";
  }

  /** A number exactly, as hexadecimal floating point without a suffix. */
  static String exactly(ElementType type, double number) {
    return type == ElementType.FLOAT32
        ? Float.toHexString((float) number)
        : Double.toHexString(number);
  }

  /** A number exactly, as a literal of Java and C. */
  static String literal(ElementType type, double number) {
    return exactly(type, number) + (type == ElementType.FLOAT32 ? "f" : "");
  }

  /** The name with all that could end a comment or start an escape left out. */
  static String safeName(Network network) {
    String name = network.name().replaceAll("[^A-Za-z0-9 ._+-]", " ").strip();
    return name.isEmpty() ? "a network" : name;
  }

  /** What the program is, in a comment's lines. */
  static String about(Network network, boolean coefficients) {
    return """
        %s as a program%s, written by Assay.
        %d pixels, %d labels, %s arithmetic: products by ascending index, one rounding an
        operation, no fused multiply-add, bias last. Content hash of the network:
        %s
        """
        .formatted(
            safeName(network),
            coefficients ? " that also computes its coefficients" : "",
            network.inputs(),
            network.labels(),
            network.elementType().name().toLowerCase(Locale.ROOT),
            network.contentHash());
  }
}
