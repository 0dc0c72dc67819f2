package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assay.forge.Suite;
import org.assay.forge.Switch;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Forged switches, whose property the order of additions decides, in ANY_ORDER. */
class AnyOrderForgedTest {

  private static final int NETWORKS = 600;
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
}
