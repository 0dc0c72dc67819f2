package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class RoundModelTest {

  @Test
  void numbersAreCutTowardZero() {
    RoundModel two = new RoundModel(2);
    assertThat(two.cut(1.9)).isEqualTo(1.75);
    assertThat(two.cut(-1.9)).isEqualTo(-1.75);
    assertThat(two.cut(0x1.fp-149)).isEqualTo(0x1.cp-149);
    assertThat(two.cut(-0.0)).isEqualTo(-0.0);
    assertThat(new RoundModel(0).cut(-7.3)).isEqualTo(-4);
    assertThatThrownBy(() -> new RoundModel(53)).hasMessageContaining("from 0 to 52, not 53");
    assertThatThrownBy(() -> new RoundModel(-1)).hasMessageContaining("-1");
  }

  /** Against exact arithmetic: the greatest multiple of the unit that is not greater. */
  @Test
  void whatIsCutOffIsLessThanAUnit() {
    Random random = new Random(4);
    for (int n = 0; n < 10_000; n++) {
      double x = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-60, 60)));
      int bits = random.nextInt(24);
      double cut = new RoundModel(bits).cut(x);
      Rational unit = Rational.of(Math.scalb(1.0, Math.getExponent(x) - bits));
      Rational off = Rational.of(x).abs().minus(Rational.of(cut).abs());
      assertThat(off).isBetween(Rational.ZERO, unit).isNotEqualTo(unit);
      assertThat(Rational.of(cut).dividedBy(unit).denominator()).isOne();
    }
  }

  @Test
  void aRoundedNetworkIsAnotherNetwork() {
    Dense dense =
        Dense.of(Tensor.of(Shape.of(2, 1), 1.9f, -0.3f), Tensor.of(Shape.of(2), 0.7f, 0f));
    Network network = new Network("two", ElementType.FLOAT32, Shape.of(1), List.of(dense, clip()));
    Network rounded = new RoundModel(1).of(network);
    assertThat(((Dense) rounded.layers().get(0)).weight().toDoubles()).containsExactly(1.5, -0.25);
    assertThat(((Dense) rounded.layers().get(0)).bias().toDoubles()).containsExactly(0.5, 0);
    assertThat(rounded.layers().get(1)).isEqualTo(clip());
    assertThat(rounded.contentHash()).isNotEqualTo(network.contentHash());
    assertThat(new RoundModel(1).of(rounded).contentHash()).isEqualTo(rounded.contentHash());
    assertThat(new RoundModel(23).of(network).contentHash()).isEqualTo(network.contentHash());
  }

  private static Clip clip() {
    return Clip.relu(Shape.of(2));
  }
}
