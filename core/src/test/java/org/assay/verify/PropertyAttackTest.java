package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Property;
import org.assay.query.PropertyRecheck;
import org.assay.query.PropertyVerdict;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** The attack refutes nothing that holds, and most of what is violated; the recheck agrees. */
class PropertyAttackTest {

  private static final Budget SHORT = Budget.of(Duration.ofMillis(500));

  @Test
  void whatItFindsIsAViolationAndWhatHoldsItDoesNotRefute() {
    int violated = 0;
    int found = 0;
    int held = 0;
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        Network network = PropertySearchTest.network(random, 2 + random.nextInt(2));
        Property property = PropertySearchTest.property(random, network);
        PropertyVerdict verdict = search.decide(network, property, SHORT).verdict();
        Optional<List<Rational>> attack =
            new PropertyAttack(network).search(property, seed, Budget.UNLIMITED.start());
        PropertyRecheck recheck = new PropertyRecheck(network, property);
        attack.ifPresent(point -> assertThat(recheck.exactly(point).violates()).isTrue());
        if (verdict instanceof PropertyVerdict.Holds) {
          held++;
          assertThat(attack).as("seed " + seed).isEmpty();
        } else if (verdict instanceof PropertyVerdict.Violated point) {
          violated++;
          found += attack.isPresent() ? 1 : 0;
          agree(recheck, point);
        }
      }
    }
    assertThat(held).isGreaterThan(50);
    assertThat(violated).isGreaterThan(50);
    assertThat(found).isGreaterThan(violated * 3 / 4);
  }

  private static void agree(PropertyRecheck recheck, PropertyVerdict.Violated point) {
    PropertyRecheck.Finding finding = recheck.exactly(point.input());
    assertThat(finding.violates()).as(finding.detail()).isTrue();
    assertThat(finding.output()).isEqualTo(point.output());
    assertThat(recheck.replay(point.input()).replay()).isEqualTo(point.replay());
  }

  /** Of any other label a change is what violates a ball. */
  @Test
  void changesAreThoseOfABall() {
    Random random = new Random(7);
    Network network = RobustnessTest.network(random, 3);
    Tensor image = Tensor.of(network.input(), 0.25, 0.5, 0.875);
    Rational size = Rational.of(1, 3);
    Query query =
        new Query(
            network,
            image,
            1,
            new Perturbation.LInfinity(size, PixelDomain.UNIT),
            Scope.FULL,
            Arithmetic.EXACT,
            Inputs.REAL);
    assertThat(new ChangeProperty(network.labels(), image, 1, null, PixelDomain.UNIT).upTo(size))
        .isEqualTo(BallProperty.of(query));
    Property toFirst = new ChangeProperty(network.labels(), image, 1, 0, null).upTo(size);
    assertThat(toFirst.cases()).hasSize(1);
    assertThat(toFirst.cases().get(0).conditions()).hasSize(network.labels() - 1);
    assertThat(toFirst.cases().get(0).box().high().get(2)).isEqualTo(Rational.of(29, 24));
  }
}
