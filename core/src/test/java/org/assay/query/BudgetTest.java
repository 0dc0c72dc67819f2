package org.assay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The running clock of a {@link Budget}. */
class BudgetTest {

  @Test
  void noTimeIsExpiredAtOnce() {
    Budget.Timer none = Budget.of(Duration.ZERO).start();
    assertThat(none.expired()).isTrue();
    assertThat(none.remainingMillis()).isZero();
  }

  @Test
  void timeLeftIsRoundedUp() {
    Budget.Timer timer = Budget.of(Duration.ofHours(1)).start();
    assertThat(timer.expired()).isFalse();
    assertThat(timer.remainingMillis()).isBetween(3_500_000L, 3_600_000L);
    assertThat(timer.solverSteps()).isEqualTo(Budget.MAX_STEPS);
  }

  @Test
  void impossibleBudgetsAreRefused() {
    assertThatThrownBy(() -> Budget.of(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget(Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
