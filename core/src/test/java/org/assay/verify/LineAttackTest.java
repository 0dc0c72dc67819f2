package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Answer;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Triggers that answer to one pixel in a window of values, flat everywhere else. */
class LineAttackTest {

  private static final int PIXELS = 60;
  private static final double PEAK = 0.4875;
  private static final double HALF = 0.0125;

  /** Logit 1 is above logit 0 only where the pixel lies near the peak. */
  private static Network window(int pixel) {
    double[] weights = new double[3 * PIXELS];
    for (int row = 0; row < 3; row++) {
      weights[row * PIXELS + pixel] = 1;
    }
    double[] bends = {HALF - PEAK, -PEAK, -HALF - PEAK};
    double[] tent = {0, 0, 0, 1000, -2000, 1000};
    Shape three = Shape.of(3);
    return new Network(
        "window",
        ElementType.FLOAT64,
        Shape.of(PIXELS),
        List.of(
            Dense.of(Tensor.of(Shape.of(3, PIXELS), weights), Tensor.of(three, bends)),
            Clip.relu(three),
            Dense.of(Tensor.of(Shape.of(2, 3), tent), Tensor.of(Shape.of(2), 5, 0))));
  }

  @Test
  void findsWindowsThatNoSlopeLeadsTo() {
    Random random = new Random(3);
    int lines = 0;
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        Network network = window(pixel);
        double[] values = random.doubles(PIXELS, 0, 0.4).map(x -> (float) x).toArray();
        Tensor image = Tensor.of(Shape.of(PIXELS), values);
        Answer answer = robustness.decide(query(network, image), Budget.of(Duration.ofMinutes(1)));
        assertThat(answer.verdict()).as("pixel %d", pixel).isInstanceOf(Verdict.Violated.class);
        if (!answer.method().equals("lines")) {
          continue;
        }
        lines++;
        var changes = ((Verdict.Violated) answer.verdict()).witness().witness().changes();
        assertThat(changes).extracting(Witness.Change::index).containsOnlyOnce(pixel).hasSize(1);
        Recheck plain = new Recheck(network, PixelDomain.UNIT, Scope.FULL);
        assertThat(plain.judge(image, 0, changes).holds()).isTrue();
      }
    }
    assertThat(lines).as("points drawn at random seldom meet a window").isGreaterThan(PIXELS / 2);
  }

  private static Query query(Network network, Tensor image) {
    return new Query(
        network,
        image,
        0,
        new Perturbation.LInfinity(Rational.ONE, PixelDomain.UNIT),
        Scope.FULL,
        Arithmetic.EXACT,
        Inputs.REAL);
  }
}
