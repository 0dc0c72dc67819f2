package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.network.Network;
import org.assay.repair.PatchWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a patch must fulfil whatever the images.
 *
 * @param bound the most that any bias may change
 * @param precision how wide a bracket may be in the end
 * @param within how far kept outputs may move; null where labels are kept and not outputs
 * @param timeout for each question
 * @param bits explicit bits of written significands; null for all of the network's type
 */
public record PatchTerms(
    Rational bound,
    Rational precision,
    @Nullable Rational within,
    Duration timeout,
    @Nullable Integer bits)
    implements Serializable {

  private static final String LABEL = "label";
  private static final String OUTPUTS = "outputs:";

  public PatchTerms {
    if (bound.signum() <= 0) {
      throw new BadInput("bound must be greater than 0, not " + bound);
    }
    if (precision.signum() <= 0) {
      throw new BadInput("precision must be greater than 0, not " + precision);
    }
    if (within != null && within.signum() < 0) {
      throw new BadInput(
          "outputs cannot be kept within %s, which is less than 0".formatted(within));
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new BadInput("timeout must be longer than nothing, not " + timeout);
    }
  }

  /**
   * Reads what users write.
   *
   * @param bound an exact decimal or quotient, as precision
   * @param hold label or outputs:T
   */
  public static PatchTerms parse(
      String bound, String precision, String hold, Duration timeout, @Nullable Integer bits) {
    return new PatchTerms(
        number("bound", bound), number("precision", precision), within(hold), timeout, bits);
  }

  private static @Nullable Rational within(String hold) {
    String text = hold.strip();
    if (text.equalsIgnoreCase(LABEL)) {
      return null;
    }
    if (!text.startsWith(OUTPUTS)) {
      throw new BadInput("hold must be label or outputs:T, such as outputs:0.5, not " + hold);
    }
    return number("hold outputs", text.substring(OUTPUTS.length()));
  }

  /** Reads an exact decimal or quotient. */
  static Rational number(String what, String text) {
    try {
      return Rational.parse(text.strip());
    } catch (NumberFormatException e) {
      throw new BadInput(
          "%s must be a decimal or a quotient, such as 0.5, not %s".formatted(what, text), e);
    }
  }

  /** Refuses bits that a network's type does not have, and labels beside kept outputs. */
  void check(Network network, PatchQuestion question) {
    int most = PatchWriter.mostBits(network.elementType());
    if (bits != null && (bits < 2 || bits > most)) {
      throw new BadInput(
          "bits must be from 2 to %d for a network of %s, not %d"
              .formatted(most, network.elementType(), bits));
    }
    for (PrescribedImage kept : question.keep()) {
      if (within != null && kept.label() != null) {
        throw new BadInput(
            "%s: image %d is to have label %d, but outputs are kept; leave the label out, or hold label"
                .formatted(kept.place(), kept.image(), kept.label()));
      }
    }
  }

  /** Explicit bits of the significands that are written. */
  int bits(Network network) {
    return bits == null ? PatchWriter.mostBits(network.elementType()) : bits;
  }
}
