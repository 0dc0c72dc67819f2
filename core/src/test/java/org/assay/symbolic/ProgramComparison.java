package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/** Both programs of a network held against ORDERED, bit by bit, and against exact coefficients. */
final class ProgramComparison {

  private ProgramComparison() {}

  /** A network of the test resources. */
  static Network model(String name) throws Exception {
    try (var in =
        Objects.requireNonNull(ProgramComparison.class.getResourceAsStream("/models/" + name))) {
      return OnnxReader.read(name, in.readAllBytes()).network();
    }
  }

  /** Compares logits and labels, bit by bit. */
  static void compare(Network network, List<Tensor> images, Path folder) throws Exception {
    try (CompiledPrograms programs = new CompiledPrograms(network, false, folder)) {
      boolean c = CompiledPrograms.hasC();
      for (Tensor image : images) {
        List<Double> ordered =
            Arrays.stream(OrderedSemantics.logits(network, image)).boxed().toList();
        CompiledPrograms.Said java = programs.java(image);
        assertThat(java.logits()).isEqualTo(ordered);
        if (c) {
          CompiledPrograms.Said said = programs.c(image);
          assertThat(said.logits()).isEqualTo(ordered);
          assertThat(said.label()).isEqualTo(java.label());
        }
      }
    }
  }

  /** Compares logits bit by bit and every coefficient of every logit within its error bound. */
  static void compareCoefficients(Network network, List<Tensor> images, Path folder)
      throws Exception {
    TracedNetwork traced = TracedNetwork.of(network);
    try (CompiledPrograms programs = new CompiledPrograms(network, true, folder)) {
      boolean c = CompiledPrograms.hasC();
      for (Tensor image : images) {
        Trace trace = Trace.of(traced, image);
        CompiledPrograms.Said java = programs.java(image);
        assertThat(java.logits()).isEqualTo(Arrays.stream(trace.orderedLogits()).boxed().toList());
        for (int i = 0; i < network.labels(); i++) {
          assertNear(java.coefficients().get(i), trace, i);
        }
        if (c) {
          assertThat(programs.c(image)).isEqualTo(java);
        }
      }
    }
  }

  /**
   * Holds one logit's coefficients against the exact ones. Each is a sum of products along paths;
   * computed layer by layer its error is at most {@code gamma_k} times the sum of their sizes,
   * where {@code k} counts the terms and the products on the way, and a little for underflow.
   */
  private static void assertNear(List<Double> computed, Trace trace, int logit) {
    Network network = trace.network().network();
    double[] size = new double[network.labels()];
    size[logit] = 1;
    int unit = trace.units();
    double roundings = 0;
    for (int at = network.layers().size() - 1; at >= 0; at--) {
      if (network.layers().get(at) instanceof Linear linear) {
        SparseRows rows = linear.rows();
        double[] before = new double[rows.columns()];
        int widest = 0;
        for (int r = 0; r < rows.rows(); r++) {
          widest = Math.max(widest, rows.start(r + 1) - rows.start(r));
          for (int k = rows.start(r); k < rows.start(r + 1); k++) {
            before[rows.column(k)] += size[r] * Math.abs(rows.weight(k));
          }
        }
        roundings += widest + 1;
        size = before;
      } else {
        unit -= size.length;
        for (int i = 0; i < size.length; i++) {
          size[i] = trace.pattern().passes(unit + i) ? size[i] : 0;
        }
      }
    }
    double unitRoundoff = network.elementType() == ElementType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double gamma = roundings * unitRoundoff / (1 - roundings * unitRoundoff);
    Rational[] exact = trace.exactCoefficients(trace.logitRow(logit));
    assertThat(computed).hasSize(exact.length);
    for (int j = 0; j < exact.length; j++) {
      assertThat(computed.get(j))
          .isCloseTo(exact[j].floorDouble(), within(1.01 * gamma * size[j] + 1e-35));
    }
  }
}
