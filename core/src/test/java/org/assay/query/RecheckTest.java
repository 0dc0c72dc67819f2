package org.assay.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** Claims that are true pass; whatever is made false about them is told. */
class RecheckTest {

  /** Unit u = x0 + x1 - 0.5, logits (u, 2u - 1): label 1 where u > 1, within u > 0. */
  private final Network network =
      new Network(
          "made",
          ElementType.FLOAT32,
          Shape.of(2),
          List.of(
              Dense.of(Tensor.of(Shape.of(1, 2), 1, 1), Tensor.of(Shape.of(1), -0.5)),
              Clip.relu(Shape.of(1)),
              Dense.of(Tensor.of(Shape.of(2, 1), 1, 2), Tensor.of(Shape.of(2), 0, -1))));

  private final Tensor image = Tensor.of(Shape.of(1, 1, 2), 0.75, 0.5);

  private Optional<String> wrong(int predicted, int label, int ordered, String value) {
    return new Recheck(network, PixelDomain.UNIT, Scope.PATTERN)
        .wrong(
            image,
            new Recheck.Claim(
                predicted,
                label,
                Optional.of(ordered),
                List.of(new Witness.Change(1, Rational.parse(value)))));
  }

  @Test
  void aTrueClaimPasses() {
    assertThat(wrong(0, 1, 1, "7/8")).isEmpty();
  }

  @Test
  void falseOnesAreTold() {
    assertThat(wrong(1, 1, 1, "7/8")).hasValueSatisfying(w -> assertThat(w).contains("predicted"));
    assertThat(wrong(0, 0, 1, "7/8")).hasValueSatisfying(w -> assertThat(w).contains("not 0"));
    assertThat(wrong(0, 1, 0, "7/8")).hasValueSatisfying(w -> assertThat(w).contains("ORDERED"));
    assertThat(wrong(0, 1, 1, "9/8")).hasValueSatisfying(w -> assertThat(w).contains("domain"));
    assertThat(wrong(0, 1, 1, "3/4")).hasValueSatisfying(w -> assertThat(w).contains("strictly"));
    assertThat(wrong(0, 0, 0, "3/4")).hasValueSatisfying(w -> assertThat(w).contains("strictly"));
  }

  @Test
  void leavingThePatternIsToldInPatternScopeAlone() {
    Tensor dark = Tensor.of(Shape.of(1, 1, 2), 0.25, 0.125);
    Recheck.Claim claim =
        new Recheck.Claim(
            0,
            1,
            Optional.empty(),
            List.of(
                new Witness.Change(0, Rational.ONE), new Witness.Change(1, Rational.parse("7/8"))));
    assertThat(new Recheck(network, PixelDomain.UNIT, Scope.PATTERN).wrong(dark, claim))
        .hasValueSatisfying(w -> assertThat(w).contains("pattern"));
    assertThat(new Recheck(network, PixelDomain.UNIT, Scope.FULL).wrong(dark, claim)).isEmpty();
  }

  @Test
  void whatIsNotOnTheGridIsTold() {
    Recheck grid =
        new Recheck(
            network,
            new WitnessCheck.Terms(Arithmetic.EXACT, Inputs.GRID, PixelDomain.UNIT, Scope.FULL));
    Rational member = Rational.of((float) (223 / 255.0));
    assertThat(grid.judge(image, 0, List.of(new Witness.Change(1, member))).holds()).isTrue();
    for (String stray : List.of("223/255", "7/8")) {
      assertThat(
              grid.judge(image, 0, List.of(new Witness.Change(1, Rational.parse(stray)))).detail())
          .contains("GRID inputs");
    }
  }
}
