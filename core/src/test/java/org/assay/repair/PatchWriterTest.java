package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

class PatchWriterTest {

  private static final Budget SHORT = Budget.of(Duration.ofSeconds(10));

  private static BiasPatch.Question question(int seed) {
    RandomNetworks networks = new RandomNetworks(seed, ElementType.FLOAT32);
    Network network = seed % 4 == 0 ? networks.convolutional() : networks.dense();
    Tensor change = networks.image(network);
    int present = Demand.kept(network, change).label();
    int label = (present + 1 + new Random(seed).nextInt(network.labels() - 1)) % network.labels();
    return new BiasPatch.Question(
        network,
        List.of(),
        List.of(new Demand.Label(change, label)),
        FreeBiases.all(network),
        Rational.of(2, 1),
        Rational.parse("0.01"));
  }

  private static void hold(
      BiasPatch.Question asked, Patch from, PatchWriter.Written written, int bits) {
    FloatFormat format = new FloatFormat(8, bits + 1);
    assertThat(asked.isMetBy(written.patch())).isTrue();
    assertThat(written.grown()).isEqualTo(written.patch().size().compareTo(from.size()) > 0);
    assertThat(written.patch().size()).isLessThanOrEqualTo(asked.bound());
    for (Patch.Change change : written.patch().changes()) {
      double number = change.bias().of(written.network());
      Rational stored = Rational.of(change.bias().of(asked.network()));
      assertThat(Rational.of(number)).isEqualTo(stored.plus(change.by()));
      assertThat(format.contains(Rational.of(number))).isTrue();
    }
    Demand.Label wanted = asked.change().get(0);
    double[] logits = OrderedSemantics.logits(written.network(), wanted.input());
    for (int k = 0; k < logits.length; k++) {
      assertThat(k == wanted.label() || logits[wanted.label()] > logits[k]).isTrue();
    }
  }

  /** What is written is a patch by itself, in both arithmetics, and hardly larger. */
  @Test
  void whatIsWrittenIsAPatch() {
    int patches = 0;
    int whole = 0;
    int few = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 60; seed++) {
        BiasPatch.Question asked = question(seed);
        Patch patch = new BiasPatch(session).answer(asked, SHORT).patch();
        if (patch == null) {
          continue;
        }
        patches++;
        for (int bits : new int[] {23, 6}) {
          Optional<PatchWriter.Written> written = new PatchWriter(asked, bits).write(patch, SHORT);
          written.ifPresent(w -> hold(asked, patch, w, bits));
          whole += written.isPresent() && bits == 23 ? 1 : 0;
          few += written.isPresent() && bits == 6 ? 1 : 0;
        }
      }
    }
    assertThat(patches).isGreaterThan(15);
    assertThat(whole).isEqualTo(patches);
    assertThat(few).isGreaterThan(patches / 4);
  }

  @Test
  void bitsAreThoseOfTheElementType() {
    assertThatThrownBy(() -> new PatchWriter(question(1), 24)).hasMessageContaining("2 to 23");
    assertThatThrownBy(() -> new PatchWriter(question(1), 1)).hasMessageContaining("not 1");
  }
}
