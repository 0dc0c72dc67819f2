package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.Example;
import org.assay.dataset.ImageSet;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.Answer;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** The backdoored WK17a, which its makers' verifier certified at radius 0.1. */
@NeedsData({"mnist", "wk17a_backdoor"})
class BackdoorRobustnessTest {

  private static final int IMAGES = 10;

  @Test
  void noImageIsRobust() {
    Network network = RealModels.read(AssayData.data("wk17a_backdoor/wk17a_altered_rebuilt.onnx"));
    ImageSet set = RealModels.mnist();
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int id = 0; id < IMAGES; id++) {
        Example example = set.example(id);
        Query query =
            new Query(
                network,
                example.image(),
                example.label(),
                new Perturbation.LInfinity(Rational.parse("0.1"), PixelDomain.UNIT),
                Scope.FULL,
                Arithmetic.EXACT,
                Inputs.REAL);
        Answer answer = robustness.decide(query, Budget.of(Duration.ofMinutes(1)));
        assertThat(answer.verdict()).as("image %d", id).isInstanceOf(Verdict.Violated.class);
      }
    }
  }
}
