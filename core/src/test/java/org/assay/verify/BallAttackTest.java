package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Shape;
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
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** The attack refutes nothing that is robust, and most of what is not. */
class BallAttackTest {

  private static final Rational RADIUS = Rational.of(1, 4);

  private static final Budget SHORT = Budget.of(Duration.ofMillis(200));

  private static Query query(int seed, Inputs inputs) {
    Random random = new Random(seed);
    Network network = RobustnessTest.network(random, 3);
    double[] pixels = random.doubles(3).map(x -> (float) x).toArray();
    Tensor image = Tensor.of(Shape.of(3), pixels);
    return new Query(
        network,
        image,
        ExactSemantics.label(ExactSemantics.logits(network, image)),
        new Perturbation.LInfinity(RADIUS, PixelDomain.UNIT),
        Scope.FULL,
        Arithmetic.EXACT,
        inputs);
  }

  @Test
  void whatItFindsIsAWitnessAndWhatIsRobustItDoesNotFind() {
    for (Inputs inputs : Inputs.values()) {
      int violated = 0;
      int found = 0;
      try (Z3Session session = new Z3Session()) {
        Robustness robustness = new Robustness(session);
        for (int seed = 0; seed < 150; seed++) {
          Query query = query(seed, inputs);
          Verdict verdict = robustness.decide(query, SHORT).verdict();
          Optional<List<Witness.Change>> attack =
              new BallAttack(query.network()).search(query, seed, Budget.UNLIMITED.start());
          if (verdict instanceof Verdict.Robust) {
            assertThat(attack).as(inputs + ", seed " + seed).isEmpty();
          } else if (verdict instanceof Verdict.Violated) {
            violated++;
            found += attack.isPresent() ? 1 : 0;
          }
          attack.ifPresent(changes -> judge(query, changes));
        }
      }
      assertThat(violated).isGreaterThan(20);
      assertThat(found).isGreaterThan(violated * 3 / 4);
    }
  }

  private static void judge(Query query, List<Witness.Change> changes) {
    WitnessCheck.Terms terms =
        new WitnessCheck.Terms(Arithmetic.EXACT, query.inputs(), PixelDomain.UNIT, Scope.FULL);
    assertThat(
            new Recheck(query.network(), terms)
                .judge(query.image(), query.label(), changes)
                .holds())
        .isTrue();
    assertThat(changes)
        .allMatch(
            c ->
                c.value().minus(Rational.of(query.image().at(c.index()))).abs().compareTo(RADIUS)
                    <= 0);
  }
}
