package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** Traces of real networks on MNIST: doubles within their bounds of the exact numbers. */
@NeedsData({"mnist", "wk17a"})
class MnistTraceTest {

  private static final List<Tensor> IMAGES = RealModels.images(RealModels.mnist(), 40);

  @Test
  void deepCheck() {
    check(RealModels.deepCheck(), 40, 14);
  }

  @Test
  void hardTanh() {
    check(RealModels.hardTanh(), 40, 14);
  }

  @Test
  void wk17a() {
    check(RealModels.wk17a(), 2, 97);
  }

  private static void check(Network network, int images, int pixelStep) {
    TracedNetwork traced = TracedNetwork.of(network);
    for (Tensor image : IMAGES.subList(0, images)) {
      Trace trace = Trace.of(traced, image);
      Rational[] logits = ExactSemantics.logits(network, image);
      assertThat(trace.exactLabel()).isEqualTo(ExactSemantics.label(logits));
      for (int label = 0; label < logits.length; label++) {
        assertThat(trace.exactValue(trace.logitRow(label))).isEqualTo(logits[label]);
      }
      for (int p = 0; p < image.size(); p += pixelStep) {
        Rational[] exact = trace.exactColumn(p);
        double[] column = trace.column(p);
        double[] error = trace.columnError(p);
        for (int r = 0; r < exact.length; r++) {
          Rational distance = Rational.of(column[r]).minus(exact[r]).abs();
          assertThat(distance).isLessThanOrEqualTo(Rational.of(error[r]));
          assertThat(error[r]).isLessThan(1e-9);
        }
      }
      assertThat(trace.exactCoefficients(trace.rows() - 1)[300])
          .isEqualTo(trace.exactColumn(300)[trace.rows() - 1]);
    }
  }
}
