package org.assay.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assay.exact.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {

  private static final Place PLACE = new Place("plan.conf", 1, "gates[0]");

  @ParameterizedTest
  @CsvSource({
    "accuracy >= 0.9, 9, 10, true",
    "accuracy >= 90%, 9, 10, true",
    "accuracy>=90 %, 899, 1000, false",
    "accuracy > 0.9, 9, 10, false",
    "attackable-1 <= 0, 0, 7, true",
    "attackable-2 <= 33.3%, 1, 3, false",
    "undecided-1 < 0.1, 1, 10, false",
    "undecided-2 < 0.1, 99, 1000, true",
    "Unaudited <= 1, 1, 1, true",
    "triggers <= 0, 1, 784, false",
    "robust-accuracy(radius = 0.1) >= 0.90, 9, 10, true",
    "robust-accuracy ( radius=8/255 )>=90%, 89, 100, false",
    "undecided <= 1%, 1, 100, true",
    "no new trigger, 1, 784, false",
    "No  new trigger, 0, 784, true",
    "no image that was robust in the last run is violated now, 1, 1000, false",
  })
  void holdsExactlyWhereTheFigureSatisfiesIt(String text, long part, long whole, boolean holds) {
    assertThat(Gate.parse(PLACE, text).holds(Rational.of(part, whole))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "accuracy",
        "accuracy 0.9",
        "accuracy = 0.9",
        "accuracy >= -1",
        "accuracy >= 1e-1",
        "accuracy >= 0.9 or more",
        ">= 0.9",
        "no old trigger",
        "robust-accuracy(0.1) >= 0.9",
        "robust-accuracy(radius = 0.1 >= 0.9",
      })
  void whatIsNoGateIsToldWithAnExample(String text) {
    assertThatThrownBy(() -> Gate.parse(PLACE, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as accuracy >= 0.925");
  }

  @Test
  void aRadiusIsExact() {
    assertThat(Gate.parse(PLACE, "robust-accuracy(radius = 8/255) >= 0.9").radius())
        .isEqualTo(Rational.of(8, 255));
    assertThat(Gate.parse(PLACE, "robust-accuracy >= 0.9").radius()).isNull();
  }

  @Test
  void anUnknownFigureIsToldWithAllThatThereAre() {
    assertThatThrownBy(() -> Gate.parse(PLACE, "speed >= 1"))
        .hasMessage(
            "'speed' is not known; write one of accuracy, unaudited, attackable-1, attackable-2,"
                + " undecided-1, undecided-2, triggers, arithmetics-differ, adversarial-error,"
                + " robust-accuracy, undecided-robustness, undecided, new-triggers, newly-violated");
  }

  @Test
  void aBoundAboveOneIsAPercentageWithoutItsSign() {
    assertThatThrownBy(() -> Gate.parse(PLACE, "accuracy >= 92.5"))
        .hasMessageContaining("percent sign");
  }
}
