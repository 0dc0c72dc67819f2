package org.assay.jobs.job;

import org.assay.jobs.run.SharedImages;

/**
 * A question about a patch that is put to a network with each number of bits.
 *
 * @param asked one question
 * @param images those of the question
 */
public record RoundingPatch(PatchJob.Asked asked, SharedImages images) {

  public RoundingPatch {
    if (asked.questions().size() != 1) {
      throw new IllegalArgumentException(
          "%d questions are asked, not one".formatted(asked.questions().size()));
    }
  }
}
