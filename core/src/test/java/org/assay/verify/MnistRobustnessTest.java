package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/**
 * WK17a at radius 0.1, whose certified images others have counted (MIPVerify: 475 to 476 of the
 * first 500): a sample of these, and images that need every stage.
 */
@NeedsData({"mnist", "wk17a"})
class MnistRobustnessTest {

  private static final Rational RADIUS = Rational.parse("0.1");
  private static final int SAMPLE = 40;

  /** Images that bounds alone leave open, with what decides them. */
  private static final Map<Integer, String> HARD =
      Map.of(62, "attack", 320, "attack", 479, "attack", 65, "cases", 326, "cases", 443, "cases");

  /** The misclassified ones of the first 500. */
  private static final Set<Integer> MISCLASSIFIED = Set.of(247, 259, 282, 321, 340, 376, 381, 449);

  /** Those that a witness was found for. */
  private static final Set<Integer> ATTACKED =
      Set.of(8, 62, 92, 115, 149, 211, 241, 290, 320, 359, 444, 445, 448, 479, 492, 495);

  private final Network network = RealModels.wk17a();
  private final ImageSet set = RealModels.mnist();

  private Answer answer(Robustness robustness, int id) {
    Example example = set.example(id);
    Query query =
        new Query(
            network,
            example.image(),
            example.label(),
            new Perturbation.LInfinity(RADIUS, PixelDomain.UNIT),
            Scope.FULL,
            Arithmetic.EXACT,
            Inputs.REAL);
    return robustness.decide(query, Budget.of(Duration.ofSeconds(60)));
  }

  @Test
  void aSampleComesOutAsKnown() {
    Set<Integer> ids = new TreeSet<>(HARD.keySet());
    ids.add(247);
    new Random(9).ints(SAMPLE, 0, 500).forEach(ids::add);
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int id : ids) {
        Answer answer = answer(robustness, id);
        boolean violated = MISCLASSIFIED.contains(id) || ATTACKED.contains(id);
        assertThat(answer.verdict())
            .as("image " + id)
            .isInstanceOf(violated ? Verdict.Violated.class : Verdict.Robust.class);
        String method = MISCLASSIFIED.contains(id) ? "image" : HARD.getOrDefault(id, "bounds");
        assertThat(ATTACKED.contains(id) ? "attack" : method).isEqualTo(answer.method());
        if (answer.verdict() instanceof Verdict.Violated v) {
          judge(id, v);
        }
      }
    }
  }

  /** The plain exact fold says the same, and no pixel has moved further than the radius. */
  private void judge(int id, Verdict.Violated violated) {
    Example example = set.example(id);
    var changes = violated.witness().witness().changes();
    Recheck plain = new Recheck(network, PixelDomain.UNIT, Scope.FULL);
    assertThat(plain.judge(example.image(), example.label(), changes).holds()).isTrue();
    assertThat(changes)
        .allMatch(
            c ->
                c.value().minus(Rational.of(example.image().at(c.index()))).abs().compareTo(RADIUS)
                    <= 0);
  }
}
