package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** What is asked of which engine, and that a sample depends on seed, image and pixels alone. */
class PixelAuditTest {

  private static PixelAudit audit(Engine engine, int seed, double samples, Z3Session session) {
    return audit(new SmallNetworks(seed).image(PixelDomain.UNIT), engine, samples, session);
  }

  private static PixelAudit audit(
      AskedImage image, Engine engine, double samples, Z3Session session) {
    PixelAudit.Settings settings = new PixelAudit.Settings(engine, Budget.UNLIMITED, 7, samples);
    return new PixelAudit(image, 7, settings, SmallNetworks.engines(image, session));
  }

  @Test
  void enginesAgreeAndAreCounted() {
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 60; seed++) {
        List<PixelAnswer> geometry = audit(Engine.GEOMETRY, seed, 1, session).pixels();
        PixelAudit auto = audit(Engine.AUTO, seed, 1000, session);
        List<PixelAnswer> both = auto.pixels();
        List<PixelAnswer> smt = audit(Engine.SMT, seed, 1, session).pixels();
        assertThat(both).extracting(PixelAnswer::labels).isEqualTo(labels(geometry));
        assertThat(smt).extracting(PixelAnswer::labels).isEqualTo(labels(geometry));
        boolean decided = geometry.get(0).decidedBy() != DecidedBy.NOTHING;
        assertThat(auto.engineChecks()).isEqualTo(decided ? both.size() : 0);
        assertThat(auto.filtered() + auto.rationalFallbacks()).isEqualTo(decided ? both.size() : 0);
        assertThat(auto.engineDifferences()).isZero();
        assertThat(auto.solverChecks() >= auto.engineChecks()).isTrue();
      }
    }
  }

  @Test
  void enginesAgreeInFullScope() {
    for (Inputs inputs : new Inputs[] {Inputs.REAL, Inputs.GRID}) {
      WitnessCheck.Terms terms =
          new WitnessCheck.Terms(Arithmetic.EXACT, inputs, PixelDomain.UNIT, Scope.FULL);
      try (Z3Session session = new Z3Session()) {
        for (int seed = 0; seed < 30; seed++) {
          AskedImage image = new SmallNetworks(seed).image(terms);
          PixelAudit auto = audit(image, Engine.AUTO, 1000, session);
          List<PixelAnswer> both = auto.pixels();
          List<PixelAnswer> smt = audit(image, Engine.SMT, 1, session).pixels();
          assertThat(smt).extracting(PixelAnswer::labels).isEqualTo(labels(both));
          assertThat(auto.engineDifferences()).as("%s", auto.differences()).isZero();
          boolean decided = image.refusal().isEmpty();
          assertThat(auto.engineChecks()).isEqualTo(decided ? both.size() : 0);
          assertThat(auto.linesPruned() + auto.linesWalked()).isEqualTo(decided ? both.size() : 0);
          PixelAudit pairs = audit(image, Engine.AUTO, 1000, session);
          pairs.pairs(new int[] {1, 0});
          assertThat(pairs.engineChecks()).isEqualTo(decided ? 1 : 0);
          assertThat(pairs.engineDifferences()).as("%s", pairs.differences()).isZero();
        }
      }
    }
  }

  private static List<List<Integer>> labels(List<PixelAnswer> answers) {
    return answers.stream().map(PixelAnswer::labels).toList();
  }

  @Test
  void withoutASampleOnlyTheFirstAttackIsAskedTwice() {
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 60; seed++) {
        PixelAudit auto = audit(Engine.AUTO, seed, 0, session);
        boolean attacked = auto.pixels().stream().anyMatch(PixelAnswer::attackable);
        assertThat(auto.engineChecks()).isEqualTo(attacked ? 1 : 0);
        PixelAudit pairs = audit(Engine.AUTO, seed, 0, session);
        boolean pair = pairs.pairs(new int[] {1, 0}).get(0).attackable();
        assertThat(pairs.engineChecks()).isEqualTo(pair ? 1 : 0);
      }
    }
  }

  @Test
  void pairsComeByTheirPlaces() {
    try (Z3Session session = new Z3Session()) {
      int[] among = {1, 0};
      PairAnswer only = audit(Engine.GEOMETRY, 5, 0, session).pairs(among).get(0);
      assertThat(List.of(only.first(), only.second())).containsExactly(1, 0);
    }
  }

  @Test
  void samplesAreSeededAndSpread() {
    SampleSeed seed = new SampleSeed(11, 3);
    int picked = 0;
    for (int p = 0; p < 1000; p++) {
      assertThat(seed.picks(p, 5, 0.2)).isEqualTo(new SampleSeed(11, 3).picks(5, p, 0.2));
      picked += seed.picks(p, p, 0.2) ? 1 : 0;
    }
    assertThat(picked).isBetween(140, 260);
    assertThat(seed.pairs(306_936, 0)).isEmpty();
    long pairs = 0;
    TreeSet<Long> seen = new TreeSet<>();
    for (int image = 0; image < 1000; image++) {
      long[] chosen = new SampleSeed(11, image).pairs(306_936, 1.5);
      pairs += chosen.length;
      Arrays.stream(chosen).forEach(seen::add);
    }
    assertThat(pairs).isBetween(1400L, 1600L);
    assertThat(seen.first()).isLessThan(3_000);
    assertThat(seen.last()).isBetween(303_000L, 306_935L);
  }

  @Test
  void pairsAreNumberedByTheirLargerRank() {
    long number = 0;
    for (int high = 1; high < 900; high++) {
      assertThat(SampleSeed.high(number)).isEqualTo(high);
      number += high;
      assertThat(SampleSeed.high(number - 1)).isEqualTo(high);
    }
  }
}
