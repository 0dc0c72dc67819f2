package org.assay.verify;

import static org.assay.verify.AnyOrderTest.drawn;
import static org.assay.verify.AnyOrderTest.flips;
import static org.assay.verify.AnyOrderTest.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.bounds.Gap;
import org.assay.dataset.Example;
import org.assay.dataset.ImageSet;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Verdicts in ANY_ORDER about real networks, against random trees of additions. */
@NeedsData({"mnist", "wk17a_backdoor"})
class AnyOrderMnistTest {

  private static final int CERTIFIED = 1_000;
  private static final int TREES = Integer.getInteger("assay.trees", 10);
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(20));

  @Test
  void theBackdooredNetworkIsNeverRobust() {
    Network network = RealModels.read(AssayData.data("wk17a_backdoor/wk17a_altered_rebuilt.onnx"));
    ImageSet set = RealModels.mnist();
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int id = 0; id < 10; id++) {
        Example example = set.example(id);
        Query any = query(network, example.image(), example.label(), "0.1", Arithmetic.ANY_ORDER);
        assertThat(robustness.decide(any, BUDGET).verdict())
            .as("image %d", id)
            .isNotInstanceOf(Verdict.Robust.class);
      }
    }
  }

  @Test
  void noTreeChangesTheLabelOfACertifiedImage() {
    Network network = RealModels.deepCheck();
    ImageSet set = RealModels.mnist();
    Random random = new Random(2);
    int certified = 0;
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int id = 0; certified < CERTIFIED; id++) {
        Example example = set.example(id);
        Query any = query(network, example.image(), example.label(), "0.01", Arithmetic.ANY_ORDER);
        if (!(robustness.decide(any, BUDGET).verdict() instanceof Verdict.Robust)) {
          continue;
        }
        certified++;
        for (int t = 0; t < TREES; t++) {
          Tensor point = t == 0 ? steepest(any) : drawn(any, random);
          assertThat(flips(network, point, example.label(), (long) id * TREES + t))
              .as("image %d", id)
              .isFalse();
        }
      }
    }
  }

  /** The corner of the ball where the least lead should be smallest. */
  private static Tensor steepest(Query query) {
    double radius = ((Perturbation.LInfinity) query.perturbation()).radius().floorFloat();
    double[] values = query.image().toDoubles();
    PlainRun run = new PlainRun(query.network(), values);
    int rival = query.label() == 0 ? 1 : 0;
    for (int k = 0; k < query.network().labels(); k++) {
      rival = k != query.label() && run.outputs()[k] > run.outputs()[rival] ? k : rival;
    }
    double[] slopes = run.slopes(Gap.lead(query.label(), rival));
    for (int i = 0; i < values.length; i++) {
      double moved = Math.min(1, Math.max(0, values[i] - radius * Math.signum(slopes[i])));
      boolean inside = Math.abs((float) moved - values[i]) <= radius;
      values[i] = inside ? (float) moved : values[i];
    }
    return Tensor.of(query.image().shape(), values);
  }
}
