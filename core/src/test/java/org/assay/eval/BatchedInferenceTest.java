package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assay.RandomNetworks;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchedInferenceTest {

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void isBitForBitTheStatedOrder(ElementType type) {
    for (int seed = 0; seed < 60; seed++) {
      RandomNetworks random = new RandomNetworks(seed, type);
      Network network = seed % 2 == 0 ? random.convolutional() : random.dense();
      List<Tensor> images = Stream.generate(() -> random.image(network)).limit(seed + 40L).toList();
      double[][] logits = BatchedInference.of(network).logits(images);
      assertThat(logits).hasNumberOfRows(images.size());
      for (int n = 0; n < logits.length; n++) {
        assertThat(logits[n]).containsExactly(OrderedSemantics.logits(network, images.get(n)));
      }
    }
  }
}
