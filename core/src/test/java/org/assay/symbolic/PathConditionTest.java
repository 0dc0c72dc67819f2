package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assay.RandomNetworks;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class PathConditionTest {

  @Test
  void holdsExactlyWhereThePatternIsTheSame() {
    int same = 0;
    int other = 0;
    for (int seed = 0; seed < 200; seed++) {
      RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network = seed % 4 == 0 ? random.convolutional() : random.dense();
      TracedNetwork traced = TracedNetwork.of(network);
      Tensor image = random.image(network);
      Trace trace = Trace.of(traced, image);
      PathCondition path = PathCondition.of(trace);
      assertThat(path.contains(p -> Rational.of(image.at(p)))).isTrue();
      for (double value : new double[] {0, 0.25, 0.5, 1, 8}) {
        Tensor changed = image.with(seed % image.size(), value);
        Trace moved = Trace.of(traced, changed);
        boolean kept = moved.pattern().equals(trace.pattern());
        assertThat(path.contains(p -> Rational.of(changed.at(p)))).isEqualTo(kept);
        same += kept ? 1 : 0;
        other += kept ? 0 : 1;
        if (kept) {
          logitsFollowTheirExpressions(trace, changed);
        }
      }
    }
    assertThat(same).isGreaterThan(100);
    assertThat(other).isGreaterThan(100);
  }

  private static void logitsFollowTheirExpressions(Trace trace, Tensor changed) {
    Rational[] logits = ExactSemantics.logits(trace.network().network(), changed);
    for (int label = 0; label < logits.length; label++) {
      AffineExpression logit = AffineExpression.ofRow(trace, trace.logitRow(label));
      assertThat(logit.at(p -> Rational.of(changed.at(p)))).isEqualTo(logits[label]);
    }
  }

  @Test
  void aUnitBetweenTwoBoundsHasTwoClauses() {
    Network network =
        new Network(
            "bounds",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(
                Dense.of(Tensor.of(Shape.of(3, 1), 1, 4, -4), Tensor.zeros(3)),
                Clip.hardTanh(Shape.of(3)),
                Dense.of(Tensor.of(Shape.of(2, 3), 1, 1, 1, 0, 0, 0), Tensor.zeros(2))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(1), 0.5));
    List<String> clauses =
        PathCondition.of(trace).clauses().stream()
            .map(c -> c.unit() + " " + c.expression() + " " + c.relation().sign())
            .toList();
    String x = "AffineExpression[terms=[Term[pixel=0, coefficient=%s]], constant=%s]";
    assertThat(clauses)
        .isEqualTo(
            Arrays.asList(
                "0 " + x.formatted(1, 1) + " >",
                "0 " + x.formatted(1, -1) + " <",
                "1 " + x.formatted(4, -1) + " >=",
                "2 " + x.formatted(-4, 1) + " <="));
  }
}
