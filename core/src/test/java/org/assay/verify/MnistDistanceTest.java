package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.ImageSet;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Brackets of real images, held against the robustness analysis and the plain exact fold. */
@NeedsData("mnist")
class MnistDistanceTest {

  private static final Rational PRECISION = Rational.parse("0.001");
  private static final Budget MINUTE = Budget.of(Duration.ofMinutes(1));

  private final Network network = RealModels.deepCheck();
  private final ImageSet set = RealModels.mnist();

  @Test
  void bothEndsAreAsOthersFindThem() {
    try (Z3Session session = new Z3Session()) {
      Distance distance = new Distance(session);
      Robustness robustness = new Robustness(session);
      for (int id = 0; id < 8; id++) {
        Tensor image = set.example(id).image();
        int label = OrderedSemantics.label(OrderedSemantics.logits(network, image));
        Distance.Answer answer =
            distance.answer(
                new Distance.Question(network, image, label, null, PixelDomain.UNIT, PRECISION),
                MINUTE);
        Bracket bracket = answer.bracket();
        assertThat(answer.open()).isNull();
        Rational low = Objects.requireNonNull(bracket.low());
        Rational high = Objects.requireNonNull(bracket.high());
        assertThat(high.minus(low)).isBetween(Rational.ZERO, PRECISION);
        assertThat(robustness.decide(ball(image, label, low), MINUTE).verdict())
            .isInstanceOf(Verdict.Robust.class);
        assertThat(robustness.decide(ball(image, label, high), MINUTE).verdict())
            .isInstanceOf(Verdict.Violated.class);
        assertThat(
                new Recheck(network, PixelDomain.UNIT, Scope.FULL)
                    .judge(
                        image, label, Objects.requireNonNull(bracket.witness()).witness().changes())
                    .holds())
            .isTrue();
      }
    }
  }

  private Query ball(Tensor image, int label, Rational radius) {
    return new Query(
        network,
        image,
        label,
        new Perturbation.LInfinity(radius, PixelDomain.UNIT),
        Scope.FULL,
        Arithmetic.EXACT,
        Inputs.REAL);
  }
}
