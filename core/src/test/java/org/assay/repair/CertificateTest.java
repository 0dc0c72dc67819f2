package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Whatever factors are proposed, no part that holds a patch is closed, and no patch cut off. */
class CertificateTest {

  private static final Budget SHORT = Budget.of(Duration.ofSeconds(10));
  private static final int DRAWS = 300;

  private static BiasPatch.Question question(int seed) {
    RandomNetworks networks = new RandomNetworks(seed, ElementType.FLOAT32);
    Network network = networks.dense();
    Tensor keep = networks.image(network);
    Tensor change = networks.image(network);
    int present = Demand.kept(network, change).label();
    return new BiasPatch.Question(
        network,
        List.of(new Demand.Outputs(keep, Rational.of(2, 1))),
        List.of(new Demand.Label(change, (present + 1) % network.labels())),
        FreeBiases.all(network),
        Rational.of(2, 1),
        Rational.parse("0.01"));
  }

  private static double[] draw(Random random, int count, double low) {
    double scale = Math.scalb(1.0, random.nextInt(-40, 40));
    return random.doubles(count, low, 1).map(x -> random.nextInt(3) == 0 ? 0 : x * scale).toArray();
  }

  private static void hold(NearModel model, double[] changes, Random random) {
    Ranges part = Ranges.whole(model.exact());
    double[] prices = draw(random, model.required(), -0.2);
    double[] links = draw(random, model.curves(), -1);
    for (int c = 0; c < links.length; c++) {
      links[c] = model.isLinked(c) ? links[c] : 0;
    }
    Certificate certificate = new Certificate(model, part, prices, links);
    assertThat(certificate.closes(part)).isFalse();
    certificate.narrow(part);
    double[] bases = model.bases(changes);
    for (int c = 0; c < bases.length; c++) {
      double slack = 1e-9 * (1 + Math.abs(bases[c]));
      assertThat(bases[c])
          .isBetween(model.points(c)[part.from(c)] - slack, model.points(c)[part.to(c)] + slack);
    }
  }

  @Test
  void nothingThatHoldsAPatchIsClosed() {
    int patches = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 60; seed++) {
        BiasPatch.Question asked = question(seed);
        Patch patch = new BiasPatch(session).answer(asked, SHORT).patch();
        if (patch == null || patch.changes().isEmpty()) {
          continue;
        }
        patches++;
        PatchTask task = new PatchTask(asked);
        NearModel model = new NearModel(PatchModel.of(task, patch.size()));
        Random random = new Random(seed);
        for (int n = 0; n < DRAWS; n++) {
          hold(model, task.changes(patch), random);
        }
      }
    }
    assertThat(patches).isGreaterThan(15);
  }
}
