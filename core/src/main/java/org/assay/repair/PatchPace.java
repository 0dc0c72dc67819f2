package org.assay.repair;

import java.time.Duration;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.jspecify.annotations.Nullable;

/** When a bracket first had a patch, and when it was first closed to a tenth. For one thread. */
final class PatchPace {

  private static final Rational TENTH = Rational.of(1, 10);

  private final Budget.Timer timer;
  private @Nullable Duration toPatch;
  private @Nullable Duration toTenth;

  PatchPace(Budget.Timer timer) {
    this.timer = timer;
  }

  /** Takes down what a bracket has come to. */
  void note(Rational low, @Nullable Patch patch) {
    if (patch == null) {
      return;
    }
    if (toPatch == null) {
      toPatch = timer.elapsed();
    }
    Rational high = patch.size();
    if (toTenth == null && high.minus(low).compareTo(high.times(TENTH)) <= 0) {
      toTenth = timer.elapsed();
    }
  }

  BiasPatch.Times times() {
    return new BiasPatch.Times(timer.elapsed(), toPatch, toTenth);
  }
}
