package org.assay.pixels;

import java.util.List;
import org.assay.query.Verdict;

/**
 * What is known of two pixels of an image.
 *
 * @param verdict whether they can be given values at which another label's logit is greater
 * @param labels every wrong label that can be the one largest, ascending
 * @param isNew whether the pair is attackable and neither of its pixels is so alone
 * @param decidedBy what the verdict rests on
 */
public record PairAnswer(
    int first,
    int second,
    Verdict verdict,
    List<Integer> labels,
    boolean isNew,
    DecidedBy decidedBy) {

  public PairAnswer {
    labels = List.copyOf(labels);
  }

  public boolean attackable() {
    return verdict instanceof Verdict.Violated;
  }
}
