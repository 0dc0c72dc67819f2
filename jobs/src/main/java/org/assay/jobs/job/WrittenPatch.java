package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.BiasPatch;
import org.assay.repair.Demand;
import org.assay.repair.Patch;
import org.assay.repair.PatchWriter;

/**
 * A patch as it was written, counted again by plain runs of the network with the written biases;
 * fewer than all is a fault of the program.
 *
 * @param exact of the examples to keep and to change, those that do as is asked in EXACT arithmetic
 * @param ordered likewise in ORDERED arithmetic
 */
record WrittenPatch(Patch patch, Network network, int exact, int ordered) {

  static WrittenPatch of(BiasPatch.Question question, PatchWriter.Written written) {
    List<Demand> demands = new ArrayList<>(question.keep());
    demands.addAll(question.change());
    Network before = question.network();
    Network after = written.network();
    int exact = met(demands, before, after, ExactSemantics::logits);
    int ordered = met(demands, before, after, WrittenPatch::ordered);
    if (exact < demands.size() || ordered < demands.size()) {
      throw new IllegalStateException(
          "of %d images the written patch serves %d exactly and %d in order"
              .formatted(demands.size(), exact, ordered));
    }
    return new WrittenPatch(written.patch(), after, exact, ordered);
  }

  private static int met(
      List<Demand> demands,
      Network before,
      Network after,
      BiFunction<Network, Tensor, Rational[]> run) {
    return (int)
        demands.stream()
            .filter(d -> d.isMet(run.apply(after, d.input()), run.apply(before, d.input())))
            .count();
  }

  private static Rational[] ordered(Network network, Tensor input) {
    return Arrays.stream(OrderedSemantics.logits(network, input))
        .mapToObj(Rational::of)
        .toArray(Rational[]::new);
  }
}
