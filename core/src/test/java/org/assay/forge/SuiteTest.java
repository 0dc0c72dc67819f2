package org.assay.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {

  private static final Suite PAPER = new Suite(1, Suite.PAPER_SLOPES, Suite.PAPER_LAYERS);

  @Test
  void thePapersSetIsEveryPairOfSlopeAndWeight() {
    assertThat(PAPER.size()).isEqualTo(25_500);
    assertThat(PAPER.at(0).omega()).isEqualTo(0x1p54);
    assertThat(PAPER.at(16).omega()).isEqualTo(0x1p70);
    assertThat(PAPER.at(17).sigma()).isNotEqualTo(PAPER.at(16).sigma()).isBetween(-15.0, -2.0);
    assertThat(PAPER.at(8499).disguise()).isEqualTo(Disguise.NONE);
    assertThat(PAPER.at(8500).disguise().layers()).isEqualTo(20);
    assertThat(PAPER.at(8500).sigma()).isEqualTo(PAPER.at(0).sigma());
    assertThat(PAPER.at(17000).disguise().layers()).isEqualTo(50);
    assertThat(PAPER.at(17000).disguise().exactProducts()).isFalse();
    assertThat(PAPER.at(17017).disguise().exactProducts()).isTrue();
  }

  @Test
  void aPlaceIsTheSameSwitchWhateverElseIsAskedFor() {
    assertThat(
            new Suite(1, Suite.PAPER_SLOPES, Suite.PAPER_LAYERS).at(9000).network().contentHash())
        .isEqualTo(PAPER.at(9000).network().contentHash());
    assertThat(new Suite(1, 3, List.of(0)).at(20)).isEqualTo(PAPER.at(20));
    assertThat(new Suite(2, 3, List.of(0)).at(20)).isNotEqualTo(PAPER.at(20));
  }

  @Test
  void whatIsNoSuiteIsRefused() {
    assertThatThrownBy(() -> new Suite(1, 0, List.of(0))).hasMessageContaining("not 0");
    assertThatThrownBy(() -> new Suite(1, 1, List.of())).hasMessageContaining("numbers of layers");
    assertThatThrownBy(() -> new Suite(1, 1, List.of(1))).hasMessageContaining("2 to 200");
  }
}
