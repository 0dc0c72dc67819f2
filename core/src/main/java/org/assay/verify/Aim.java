package org.assay.verify;

import org.assay.query.ImageCheck;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/**
 * What a change of an image is to reach: that some label's logit is strictly greater than the
 * image's own, or that a given label's is strictly greater than every other.
 *
 * @param label the image's own
 * @param target null for any other label
 */
record Aim(int label, @Nullable Integer target) {

  /** Whether a run in doubles seems to be there. */
  boolean reached(PlainRun run) {
    return target == null ? run.margin(label) < 0 : run.margin(target) > 0;
  }

  /** Violated if the witness is there in exact arithmetic. */
  Verdict judge(ImageCheck check, Witness witness, WitnessCheck.Terms terms) {
    return target == null ? check.check(witness, terms) : check.checkTarget(witness, terms, target);
  }

  /**
   * The label whose lead over a wanted one stands most in the way at a point: the image's own, or
   * of all but a target the strongest.
   */
  int obstacle(PlainRun run, int wanted) {
    if (target == null) {
      return label;
    }
    int strongest = wanted == 0 ? 1 : 0;
    for (int other = 0; other < run.outputs().length; other++) {
      if (other != wanted && run.lead(other, strongest) > 0) {
        strongest = other;
      }
    }
    return strongest;
  }
}
