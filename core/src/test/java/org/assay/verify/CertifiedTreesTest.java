package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.ImageSet;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Query;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/**
 * Images that are certified in ANY_ORDER, each run at points of its ball by random trees of
 * additions. More of both by {@code -Dassay.certified=1000 -Dassay.trees=1000}.
 */
@NeedsData("mnist")
class CertifiedTreesTest {

  private static final int CERTIFIED = Integer.getInteger("assay.certified", 50);
  private static final int TREES = Integer.getInteger("assay.trees", 10);
  private static final String RADIUS = "0.01";
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(20));

  @Test
  void noTreeChangesTheLabelOfACertifiedImage() {
    ImageSet mnist = RealModels.mnist();
    List<Tensor> images = RealModels.images(mnist, Math.min(mnist.size(), 2 * CERTIFIED));
    Network network = RealModels.read(AssayData.data("../models/deepcheck-784-10-10-10-10.onnx"));
    Random random = new Random(6);
    int certified = 0;
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int id = 0; id < images.size() && certified < CERTIFIED; id++) {
        int label = mnist.label(id);
        Query query =
            AnyOrderTest.query(network, images.get(id), label, RADIUS, Arithmetic.ANY_ORDER);
        if (!(robustness.decide(query, BUDGET).verdict() instanceof Verdict.Robust)) {
          continue;
        }
        certified++;
        for (int t = 0; t < TREES; t++) {
          assertThat(AnyOrderTest.flips(network, AnyOrderTest.drawn(query, random), label, t))
              .as("image %d, tree %d", id, t)
              .isFalse();
        }
      }
    }
    assertThat(certified).isEqualTo(CERTIFIED);
  }
}
