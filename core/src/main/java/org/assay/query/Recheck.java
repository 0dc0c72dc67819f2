package org.assay.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Judges stored witnesses anew by the plain fold of the network in exact rationals: no trace, no
 * geometry, no bounds. Shares no code with the deciders, nor with the check that their witnesses
 * went through. Remembers the phases of the last original; for one thread. Cost: one exact run a
 * witness, and in pattern scope one an image.
 */
public final class Recheck {

  private static final int GREYS = 256;

  private final Network network;
  private final WitnessCheck.Terms terms;
  private @Nullable Original last;

  private record Original(Tensor image, List<Clip.Phase> phases) {}

  /**
   * What a stored witness turned out to be.
   *
   * @param holds whether another label's logit is strictly greater at it, and it keeps inputs,
   *     domain and scope
   * @param label the lowest index among the largest logits at the witness, in exact arithmetic
   * @param detail why it does not hold; empty where it does
   */
  public record Finding(boolean holds, int label, String detail) {}

  /**
   * A claimed attack.
   *
   * @param predicted the predicted label
   * @param label the label at the witness
   * @param orderedLabel what ORDERED arithmetic is said to give there, if anything
   * @param changes what the witness changes about the image
   */
  public record Claim(
      int predicted, int label, Optional<Integer> orderedLabel, List<Witness.Change> changes) {

    public Claim {
      changes = List.copyOf(changes);
    }
  }

  /** Judges attacks in exact arithmetic over real inputs. */
  public Recheck(Network network, PixelDomain domain, Scope scope) {
    this(network, WitnessCheck.Terms.exact(domain, scope));
  }

  /**
   * Judges attacks that have to be what the terms say, in exact arithmetic; or in ANY_ORDER by what
   * the exact logits leave for rounding.
   */
  public Recheck(Network network, WitnessCheck.Terms terms) {
    this.network = network;
    this.terms = terms;
  }

  /**
   * Judges a witness against the label that the image is said to have.
   *
   * @param label the label to be left
   * @param changes positions with their new values
   */
  public Finding judge(Tensor image, int label, List<Witness.Change> changes) {
    Rational[] changed = ExactSemantics.exact(image);
    for (Witness.Change change : changes) {
      if (change.index() < 0 || change.index() >= changed.length) {
        return new Finding(false, label, "there is no position " + change.index());
      }
      String place = "position " + change.index() + " leaves the ";
      if (!terms.domain().contains(change.value())) {
        return new Finding(false, label, place + "domain: " + change.value());
      }
      if (!member(change.value())) {
        return new Finding(false, label, place + terms.inputs() + " inputs: " + change.value());
      }
      changed[change.index()] = change.value();
    }
    ExactRun there = ExactRun.of(network, changed);
    int winner = there.winner();
    if (!there.beats(label)) {
      return new Finding(false, winner, "no logit is strictly greater than that of label " + label);
    }
    if (terms.arithmetic() == Arithmetic.ANY_ORDER) {
      return inEveryOrder(there, label, OrderRecheck.of(network, List.of(changed)).outputs());
    }
    if (terms.scope() == Scope.PATTERN && !there.phases().equals(phases(image))) {
      return new Finding(false, winner, "the witness leaves the activation pattern");
    }
    return new Finding(true, winner, "");
  }

  /** Finds the label with the greatest exact logit of those that win in every order. */
  private static Finding inEveryOrder(ExactRun there, int label, List<Rational> errors) {
    List<Rational> logits = there.logits();
    int best = -1;
    for (int k = 0; k < logits.size(); k++) {
      Rational lead = logits.get(k).minus(logits.get(label));
      boolean wins = lead.compareTo(errors.get(k).plus(errors.get(label))) > 0;
      if (wins && (best < 0 || logits.get(k).compareTo(logits.get(best)) > 0)) {
        best = k;
      }
    }
    return best < 0
        ? new Finding(false, there.winner(), "no logit is greater in every order")
        : new Finding(true, best, "");
  }

  private boolean member(Rational value) {
    return switch (terms.inputs()) {
      case REAL -> true;
      case FLOAT -> value.equals(Rational.of(network.elementType().round(value.nearestDouble())));
      case GRID ->
          IntStream.range(0, GREYS)
              .mapToDouble(b -> network.elementType().round(b / 255.0))
              .anyMatch(grey -> value.equals(Rational.of(grey)));
    };
  }

  private List<Clip.Phase> phases(Tensor image) {
    Original known = last;
    if (known == null || !known.image().equals(image)) {
      known = new Original(image, ExactRun.of(network, ExactSemantics.exact(image)).phases());
      last = known;
    }
    return known.phases();
  }

  /** What is wrong with a claim about an image; empty if nothing is. */
  public Optional<String> wrong(Tensor image, Claim claim) {
    int predicted = OrderedSemantics.label(OrderedSemantics.logits(network, image));
    if (predicted != claim.predicted()) {
      return Optional.of("the predicted label is " + predicted + ", not " + claim.predicted());
    }
    Finding finding = judge(image, predicted, claim.changes());
    if (!finding.holds()) {
      return Optional.of(finding.detail());
    }
    if (finding.label() != claim.label()) {
      return Optional.of(
          "the label at the witness is " + finding.label() + ", not " + claim.label());
    }
    return claim.orderedLabel().flatMap(said -> wrongLane(image, claim, said));
  }

  private Optional<String> wrongLane(Tensor image, Claim claim, int said) {
    Tensor changed = image;
    for (Witness.Change change : claim.changes()) {
      changed = changed.with(change.index(), change.value().nearestDouble());
    }
    int label = OrderedSemantics.label(OrderedSemantics.logits(network, changed));
    return label == said
        ? Optional.empty()
        : Optional.of("ORDERED gives label " + label + " at the witness, not " + said);
  }
}
