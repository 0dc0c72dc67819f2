package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.assay.network.Clip.Phase;
import org.junit.jupiter.api.Test;

class ActivationPatternTest {

  private static Phase[] phases(int units, long seed) {
    Random random = new Random(seed);
    Phase[] phases = new Phase[units];
    Arrays.setAll(phases, u -> Phase.values()[random.nextInt(3)]);
    return phases;
  }

  @Test
  void holdsThePhaseOfEachUnit() {
    Phase[] phases = phases(100, 1);
    ActivationPattern pattern = ActivationPattern.of(phases);
    int passing = 0;
    for (int u = 0; u < phases.length; u++) {
      assertThat(pattern.phase(u)).isEqualTo(phases[u]);
      passing += phases[u] == Phase.INSIDE ? 1 : 0;
    }
    assertThat(pattern.units()).isEqualTo(100);
    assertThat(pattern.passing()).isEqualTo(passing);
  }

  @Test
  void isEqualByContentAndToldApartByItsFingerprint() {
    Set<String> fingerprints = new HashSet<>();
    for (int seed = 0; seed < 500; seed++) {
      ActivationPattern pattern = ActivationPattern.of(phases(70, seed));
      assertThat(pattern).isEqualTo(ActivationPattern.of(phases(70, seed)));
      assertThat(pattern).hasSameHashCodeAs(ActivationPattern.of(phases(70, seed)));
      assertThat(pattern).isNotEqualTo(ActivationPattern.of(phases(70, seed + 1)));
      fingerprints.add(pattern.fingerprint());
    }
    assertThat(fingerprints).hasSize(500);
  }

  @Test
  void aPartIsThePatternOfItsPhases() {
    Phase[] phases = phases(100, 3);
    ActivationPattern pattern = ActivationPattern.of(phases);
    for (int from = 0; from < 100; from += 7) {
      ActivationPattern part = pattern.part(from, Math.min(100, from + 37));
      assertThat(part)
          .isEqualTo(
              ActivationPattern.of(Arrays.copyOfRange(phases, from, Math.min(100, from + 37))));
    }
    assertThat(pattern.part(5, 5).units()).isZero();
  }

  @Test
  void theFingerprintIsTheSameOnEveryMachine() {
    ActivationPattern pattern =
        ActivationPattern.of(new Phase[] {Phase.INSIDE, Phase.BELOW, Phase.ABOVE});
    assertThat(pattern).hasToString("102");
    assertThat(pattern.fingerprint()).isEqualTo("43d9f7f0cbb17d28fcb7e02695c0c126");
  }
}
