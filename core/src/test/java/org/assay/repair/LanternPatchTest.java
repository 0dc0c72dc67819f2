package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.Example;
import org.assay.dataset.ImageSet;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lantern's second experiment (section 4.2): ten images stay, one of each digit, and a 1 becomes a
 * 7, by changes of all biases.
 */
@NeedsData("mnist")
class LanternPatchTest {

  private static final Rational PRECISION = Rational.parse("0.001");
  private static final Budget MINUTE = Budget.of(Duration.ofMinutes(1));
  private static final int FROM = 1;
  private static final int TO = 7;

  private final ImageSet set = RealModels.mnist();

  BiasPatch.Question question(Network network, @Nullable Network reduction, int seed) {
    Random random = new Random(seed);
    Set<Integer> used = new HashSet<>();
    List<Demand> keep = new ArrayList<>();
    for (int digit = 0; digit < 10; digit++) {
      keep.add(new Demand.Label(draw(network, reduction, digit, random, used), digit));
    }
    Tensor one = draw(network, reduction, FROM, random, used);
    return new BiasPatch.Question(
        network,
        keep,
        List.of(new Demand.Label(one, TO)),
        FreeBiases.all(network),
        Rational.of(4, 1),
        PRECISION);
  }

  /** An image of a digit that the network sees as such, as it is put to the network. */
  private Tensor draw(
      Network network, @Nullable Network reduction, int digit, Random random, Set<Integer> used) {
    while (true) {
      int id = random.nextInt(set.size());
      Example example = set.example(id);
      if (example.label() != digit || !used.add(id)) {
        continue;
      }
      Tensor input =
          reduction == null
              ? example.image()
              : Tensor.of(network.input(), OrderedSemantics.logits(reduction, example.image()));
      if (ExactSemantics.label(ExactSemantics.logits(network, input)) == digit) {
        return input;
      }
    }
  }

  private static Patch hold(BiasPatch.Question asked, BiasPatch.Answer answer) {
    assertThat(answer.open()).isNull();
    Patch patch = Objects.requireNonNull(answer.patch());
    assertThat(patch.size().minus(Objects.requireNonNull(answer.low())))
        .isBetween(Rational.ZERO, PRECISION);
    assertThat(asked.isMetBy(patch)).isTrue();
    return patch;
  }

  private static void write(BiasPatch.Question asked, Patch patch) {
    PatchWriter.Written written = new PatchWriter(asked, 23).write(patch, MINUTE).orElseThrow();
    assertThat(asked.isMetBy(written.patch())).isTrue();
    assertThat(written.patch().size()).isLessThan(patch.size().times(Rational.parse("1.0011")));
    Demand.Label one = asked.change().get(0);
    assertThat(OrderedSemantics.label(OrderedSemantics.logits(written.network(), one.input())))
        .isEqualTo(TO);
    assertThat(ExactSemantics.logits(written.network(), one.input()))
        .isEqualTo(written.patch().logits(asked.network(), one.input()));
  }

  @Test
  void aOneBecomesASeven() {
    Network network = RealModels.read(AssayData.models("lantern-medium-100-33-10.onnx"));
    Network reduction = RealModels.read(AssayData.models("pca100.onnx"));
    try (Z3Session session = new Z3Session()) {
      BiasPatch analysis = new BiasPatch(session);
      for (int seed = 0; seed < 6; seed++) {
        BiasPatch.Question asked = question(network, reduction, seed);
        write(asked, hold(asked, analysis.answer(asked, MINUTE)));
      }
    }
  }

  @Test
  void deepAndHardTanhNetworksArePatched() {
    try (Z3Session session = new Z3Session()) {
      BiasPatch analysis = new BiasPatch(session);
      for (Network network : List.of(RealModels.deepCheck(), RealModels.hardTanh())) {
        BiasPatch.Question asked = question(network, null, 1);
        write(asked, hold(asked, analysis.answer(asked, MINUTE)));
      }
    }
  }

  /** What branch and bound proved is asked of Z3 too: the whole model at a small radius. */
  @Test
  void theSolverAgreesAtASmallRadius() {
    Network network = RealModels.read(AssayData.models("lantern-medium-100-33-10.onnx"));
    Network reduction = RealModels.read(AssayData.models("pca100.onnx"));
    BiasPatch.Question asked = question(network, reduction, 1);
    PatchModel model = PatchModel.of(new PatchTask(asked), Rational.parse("0.15"));
    try (Z3Session session = new Z3Session()) {
      Outcome outcome = new Remainder(model, Ranges.whole(model)).ask(session, MINUTE.start());
      assertThat(outcome).isNotInstanceOf(Outcome.Sat.class);
    }
  }
}
