package org.assay.pixels;

import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.query.CheckedWitness;
import org.assay.query.Verdict;

/**
 * What is known of one pixel of an image.
 *
 * @param pixel its number
 * @param verdict whether it can be given values at which another label's logit is greater
 * @param reaches every wrong label that can be the one largest: in pattern scope ascending, in full
 *     scope one for each interval of values, ascending by values
 * @param infimum the infimum of the change at which another label's logit is greater; known for
 *     pixels of one variable that geometry decided
 * @param smallestFloat a checked witness whose float32 value lies closest to the original one;
 *     empty where no float32 value attacks, or none was sought
 * @param decidedBy what the verdict rests on
 */
public record PixelAnswer(
    int pixel,
    Verdict verdict,
    List<Reach> reaches,
    Optional<Rational> infimum,
    Optional<CheckedWitness> smallestFloat,
    DecidedBy decidedBy) {

  /**
   * A wrong label that can be the one largest.
   *
   * @param values the values of the pixel at which it is; known for pixels of one variable that
   *     geometry decided
   * @param infimum the infimum of the change at which it is, known as {@code values} are
   */
  public record Reach(int label, Optional<ValueInterval> values, Optional<Rational> infimum) {}

  public PixelAnswer {
    reaches = List.copyOf(reaches);
  }

  /** An answer that says no more than its verdict. */
  static PixelAnswer of(int pixel, Verdict verdict, DecidedBy decidedBy) {
    return new PixelAnswer(
        pixel, verdict, List.of(), Optional.empty(), Optional.empty(), decidedBy);
  }

  public boolean attackable() {
    return verdict instanceof Verdict.Violated;
  }

  /** The wrong labels that can be the one largest, ascending, each once. */
  public List<Integer> labels() {
    return reaches.stream().map(Reach::label).distinct().sorted().toList();
  }
}
