package org.assay.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.PropertyVerdict.Replay;
import org.junit.jupiter.api.Test;

/** Points are what they are at the ends of boxes and of relations. */
class PropertyRecheckTest {

  /** y = x + 2^-25, of which float32 near 1 sees nothing. */
  private final Network network =
      new Network(
          "made",
          ElementType.FLOAT32,
          Shape.of(1),
          List.of(Dense.of(Tensor.of(Shape.of(1, 1), 1), Tensor.of(Shape.of(1), 0x1p-25))));

  private PropertyRecheck recheck(boolean strict) {
    Property.Condition greater =
        new Property.Condition(
            List.of(new Property.Term(Rational.ONE, false, 0)), Rational.of(-1), strict);
    return new PropertyRecheck(
        network,
        new Property(
            List.of(
                new Property.Case(
                    new Property.Box(List.of(Rational.ZERO), List.of(Rational.ONE)),
                    List.of(greater)))));
  }

  @Test
  void endsBelongToBoxesAndStrictRelationsDoNotHoldAtThem() {
    assertThat(recheck(true).exactly(List.of(Rational.ONE)).violates()).isTrue();
    Rational below = Rational.ONE.minus(Rational.of(0x1p-25));
    assertThat(recheck(false).exactly(List.of(below)).violates()).isTrue();
    assertThat(recheck(true).exactly(List.of(below)).detail()).contains("1 of 1 cases");
    assertThat(recheck(true).exactly(List.of(Rational.of(3, 2))).detail())
        .isEqualTo("position 0 of the point is 3/2, outside of the box from 0 to 1");
    assertThat(recheck(true).exactly(List.of()).detail()).contains("0 values");
  }

  @Test
  void floatsSayWhatTheyCompute() {
    assertThat(recheck(true).replay(List.of(Rational.ONE)))
        .isEqualTo(new PropertyRecheck.Replayed(Replay.FAILS, List.of(1.0)));
    assertThat(recheck(false).replay(List.of(Rational.ONE)).replay()).isEqualTo(Replay.HOLDS);
    assertThat(recheck(false).replay(List.of(Rational.of(1, 3))))
        .isEqualTo(new PropertyRecheck.Replayed(Replay.NONE, List.of()));
  }
}
