package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.Example;
import org.assay.dataset.ImageSet;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.CheckedWitness;
import org.assay.repair.RoundModel;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/**
 * Lantern's first experiment (section 4.1): images of a 1 turned into a 7 by the smallest change of
 * their 30 principal components, which have no bounds. The paper's change was 0.4.
 */
@NeedsData("mnist")
class LanternDistanceTest {

  private static final Rational PRECISION = Rational.parse("0.001");
  private static final Budget MINUTE = Budget.of(Duration.ofMinutes(1));
  private static final int FROM = 1;
  private static final int TO = 7;
  private static final int IMAGES = 5;

  private final ImageSet set = RealModels.mnist();
  private final Network reduction = RealModels.pca30();

  private record Reduced(int id, Tensor components) {}

  /** The first images of a 1 that a network sees as such. */
  private List<Reduced> ones(Network network) {
    List<Reduced> ones = new ArrayList<>();
    for (int id = 0; ones.size() < IMAGES; id++) {
      Example example = set.example(id);
      Tensor components =
          Tensor.of(network.input(), OrderedSemantics.logits(reduction, example.image()));
      if (example.label() == FROM
          && OrderedSemantics.label(OrderedSemantics.logits(network, components)) == FROM) {
        ones.add(new Reduced(id, components));
      }
    }
    return ones;
  }

  private void turn(Network network) {
    try (Z3Session session = new Z3Session()) {
      Distance distance = new Distance(session);
      for (Reduced one : ones(network)) {
        Distance.Answer answer =
            distance.answer(
                new Distance.Question(network, one.components, FROM, TO, null, PRECISION), MINUTE);
        Bracket bracket = answer.bracket();
        assertThat(answer.open()).as("image " + one.id).isNull();
        Rational high = Objects.requireNonNull(bracket.high());
        assertThat(high.minus(Objects.requireNonNull(bracket.low())))
            .isBetween(Rational.ZERO, PRECISION);
        double[] logits =
            OrderedSemantics.logits(
                network, changed(one.components, Objects.requireNonNull(bracket.witness())));
        assertThat(logits[TO]).isPositive();
      }
    }
  }

  private static Tensor changed(Tensor components, CheckedWitness witness) {
    Tensor changed = components;
    for (var change : witness.witness().changes()) {
      changed = changed.with(change.index(), change.value().nearestDouble());
    }
    return changed;
  }

  @Test
  void onesBecomeSevens() {
    turn(RealModels.lanternSmall());
  }

  @Test
  void onesBecomeSevensInARoundedNetwork() {
    turn(new RoundModel(7).of(RealModels.lanternSmall()));
  }
}
