package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** The contract of an analysis: both outcomes, checked; a starved budget; foreign queries. */
class PatternAnalysisTest {

  private static Query query(Network network, Tensor pixels, int label, int free, Scope scope) {
    List<Integer> positions = IntStream.range(0, free).boxed().toList();
    return new Query(
        network,
        pixels,
        label,
        new Perturbation.Pixels(positions, PixelDomain.UNIT),
        scope,
        Arithmetic.EXACT,
        Inputs.REAL);
  }

  @Test
  void everyEngineGivesTheSameCheckedAnswer() {
    int violated = 0;
    int robust = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 120; seed++) {
        SmallNetworks source = new SmallNetworks(seed);
        Network network = source.network();
        Tensor pixels = source.pixels(network.inputs());
        AskedImage image = SmallNetworks.image(network, pixels, PixelDomain.UNIT);
        int free = 1 + seed % Math.min(3, pixels.size());
        Query query = query(network, pixels, image.label(), free, Scope.PATTERN);
        Verdict geometry = decide(Engine.AUTO, session, query);
        Verdict solver = decide(Engine.SMT, session, query);
        assertThat(solver.getClass()).isEqualTo(geometry.getClass());
        robust += geometry instanceof Verdict.Robust ? 1 : 0;
        if (geometry instanceof Verdict.Violated v) {
          violated++;
          Recheck plain = new Recheck(network, PixelDomain.UNIT, Scope.PATTERN);
          assertThat(plain.judge(pixels, image.label(), v.witness().witness().changes()).holds())
              .isTrue();
        }
      }
    }
    assertThat(violated).isGreaterThan(30);
    assertThat(robust).isGreaterThan(30);
  }

  private static Verdict decide(Engine engine, Z3Session session, Query query) {
    return new PatternAnalysis(engine, session).decide(query, Budget.UNLIMITED).verdict();
  }

  @Test
  void aStarvedBudgetIsUndecided() {
    SmallNetworks source = new SmallNetworks(2);
    Network network = source.network();
    Tensor pixels = source.pixels(network.inputs());
    int label = SmallNetworks.image(network, pixels, PixelDomain.UNIT).label();
    Query query = query(network, pixels, label, 2, Scope.PATTERN);
    try (Z3Session session = new Z3Session()) {
      for (Engine engine : Engine.values()) {
        Verdict verdict =
            new PatternAnalysis(engine, session).decide(query, Budget.of(Duration.ZERO)).verdict();
        assertThat(((Verdict.Undecided) verdict).reason()).isEqualTo(Reason.TIMEOUT);
      }
    }
  }

  @Test
  void otherQuestionsAreRefused() {
    SmallNetworks source = new SmallNetworks(2);
    Network network = source.network();
    Tensor pixels = source.pixels(network.inputs());
    int label = SmallNetworks.image(network, pixels, PixelDomain.UNIT).label();
    try (Z3Session session = new Z3Session()) {
      assertThatThrownBy(
              () -> decide(Engine.AUTO, session, query(network, pixels, label, 1, Scope.FULL)))
          .isInstanceOf(IllegalArgumentException.class);
      int other = label == 0 ? 1 : 0;
      assertThatThrownBy(
              () -> decide(Engine.AUTO, session, query(network, pixels, other, 1, Scope.PATTERN)))
          .hasMessageContaining("predicted label");
    }
  }
}
