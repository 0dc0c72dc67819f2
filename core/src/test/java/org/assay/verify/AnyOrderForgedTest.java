package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.forge.Suite;
import org.assay.forge.Switch;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/**
 * Forged switches, whose property the order of additions decides: as properties in ANY_ORDER, and
 * as balls in EXACT arithmetic. More of them by {@code -Dassay.forged=8500}.
 */
class AnyOrderForgedTest {

  private static final int NETWORKS = Integer.getInteger("assay.forged", 600);
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(20));

  @Test
  void noForgedSwitchIsSaidToHoldOrToBeViolatedInEveryOrder() {
    Suite suite = new Suite(1, Suite.PAPER_SLOPES, Suite.PAPER_LAYERS);
    Property property = Switch.property(PixelDomain.UNIT);
    int holdsExactly = 0;
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int n = 0; n < NETWORKS; n++) {
        long place = n * suite.size() / NETWORKS;
        Network network = suite.at(place).network();
        PropertyVerdict any =
            search.decide(network, property, Arithmetic.ANY_ORDER, BUDGET).verdict();
        assertThat(any).as("place %d", place).isInstanceOf(PropertyVerdict.Undecided.class);
        PropertyVerdict exact =
            search.decide(network, property, Arithmetic.EXACT, BUDGET).verdict();
        holdsExactly += exact instanceof PropertyVerdict.Holds ? 1 : 0;
      }
    }
    assertThat(holdsExactly).isBetween(1, NETWORKS - 1);
  }

  /** The ball around 0.75, of class two, that is all of the domain. */
  @Test
  void simpleSwitchesAreRobustIffTheirTruthSaysSo() {
    Suite suite = new Suite(1, Suite.PAPER_SLOPES, List.of(0, 20));
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      int robust = 0;
      for (int n = 0; n < NETWORKS; n++) {
        long place = n * suite.size() / NETWORKS;
        Switch forged = suite.at(place);
        Network network = forged.network();
        Query query =
            new Query(
                network,
                Tensor.of(Shape.of(1), 0.75),
                1,
                new Perturbation.LInfinity(Rational.of(3, 4), PixelDomain.UNIT),
                Scope.FULL,
                Arithmetic.EXACT,
                Inputs.REAL);
        Verdict verdict = robustness.decide(query, BUDGET).verdict();
        boolean sat = forged.truths(network, PixelDomain.UNIT).exact();
        assertThat(verdict)
            .as("place %d", place)
            .isInstanceOf(sat ? Verdict.Violated.class : Verdict.Robust.class);
        robust += sat ? 0 : 1;
      }
      assertThat(robust).isBetween(1, NETWORKS - 1);
    }
  }
}
