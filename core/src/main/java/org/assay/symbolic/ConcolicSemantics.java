package org.assay.symbolic;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * Concolic execution as the paper's figure 3 has it: every number carries its exact value and its
 * coefficients with respect to every pixel, and an activation that does not pass its input on
 * resets them to zero. The clear form, which {@link Trace} is held against; its cost is that of one
 * run for each pixel. Source: DeepCheck, section IV-B.
 */
public final class ConcolicSemantics implements Semantics<ConcolicState> {

  /** The run of a network on an image. */
  public static ConcolicState run(Network network, Tensor image) {
    List<SymbolicNumber> pixels = new ArrayList<>();
    for (int p = 0; p < image.size(); p++) {
      pixels.add(SymbolicNumber.pixel(Rational.of(image.at(p)), p, image.size()));
    }
    return network.run(new ConcolicSemantics(), new ConcolicState(pixels, List.of()));
  }

  @Override
  public ConcolicState linear(Linear layer, ConcolicState input) {
    SparseRows rows = layer.rows();
    List<SymbolicNumber> sums = new ArrayList<>();
    for (int r = 0; r < rows.rows(); r++) {
      SymbolicNumber sum = constant(rows.bias(r), input);
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sum = sum.plus(Rational.of(rows.weight(k)), input.numbers().get(rows.column(k)));
      }
      sums.add(sum);
    }
    return new ConcolicState(sums, input.branches());
  }

  @Override
  public ConcolicState clip(Clip layer, ConcolicState input) {
    List<SymbolicNumber> outputs = new ArrayList<>();
    for (SymbolicNumber number : input.numbers()) {
      outputs.add(
          switch (ExactSemantics.phase(layer, number.value())) {
            case BELOW -> constant(layer.low(), input);
            case INSIDE -> number;
            case ABOVE -> constant(layer.high(), input);
          });
    }
    List<SymbolicNumber> branches = new ArrayList<>(input.branches());
    branches.addAll(input.numbers());
    return new ConcolicState(outputs, branches);
  }

  private static SymbolicNumber constant(double value, ConcolicState state) {
    int pixels = state.numbers().get(0).pixels();
    return SymbolicNumber.constant(Rational.of(value), pixels);
  }
}
