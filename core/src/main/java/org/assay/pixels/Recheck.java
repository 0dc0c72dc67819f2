package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.assay.query.Witness;

/**
 * Judges claimed pixel attacks on one image again, in pattern scope, from the network and the image
 * alone: every witness is run through every layer in rationals.
 *
 * <p>Shares no code with the deciders, nor with the check that their witnesses went through. Cost:
 * one exact run of the network a witness. For one thread.
 */
public final class Recheck {

  private final Network network;
  private final Tensor image;
  private final PixelDomain domain;
  private final Run original;

  /** The logits of an exact run, and the phase of every activation on its way. */
  private record Run(List<Rational> logits, List<Clip.Phase> phases) {}

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

  public Recheck(Network network, Tensor image, PixelDomain domain) {
    this.network = network;
    this.image = image;
    this.domain = domain;
    this.original = run(ExactSemantics.exact(image));
  }

  /** What is wrong with a claim; empty if nothing is. */
  public Optional<String> wrong(Claim claim) {
    int predicted = OrderedSemantics.label(OrderedSemantics.logits(network, image));
    if (predicted != claim.predicted()) {
      return Optional.of("the predicted label is " + predicted + ", not " + claim.predicted());
    }
    Rational[] state = ExactSemantics.exact(image);
    for (Witness.Change change : claim.changes()) {
      if (!domain.contains(change.value())) {
        return Optional.of("value " + change.value() + " lies outside the domain");
      }
      state[change.index()] = change.value();
    }
    Run run = run(state);
    if (!run.phases().equals(original.phases())) {
      return Optional.of("the witness leaves the activation pattern");
    }
    int label = ExactSemantics.label(run.logits().toArray(new Rational[0]));
    if (label != claim.label()) {
      return Optional.of("the label at the witness is " + label + ", not " + claim.label());
    }
    if (run.logits().get(label).compareTo(run.logits().get(predicted)) <= 0) {
      return Optional.of("no other logit is strictly greater than that of " + predicted);
    }
    return claim.orderedLabel().flatMap(said -> wrongLane(claim, said));
  }

  private Optional<String> wrongLane(Claim claim, int said) {
    Tensor changed = image;
    for (Witness.Change change : claim.changes()) {
      changed = changed.with(change.index(), change.value().nearestDouble());
    }
    int label = OrderedSemantics.label(OrderedSemantics.logits(network, changed));
    return label == said
        ? Optional.empty()
        : Optional.of("ORDERED gives label " + label + " at the witness, not " + said);
  }

  private Run run(Rational[] input) {
    List<Clip.Phase> phases = new ArrayList<>();
    ExactSemantics exact = new ExactSemantics();
    Semantics<Rational[]> recording =
        new Semantics<>() {
          @Override
          public Rational[] linear(Linear layer, Rational[] state) {
            return exact.linear(layer, state);
          }

          @Override
          public Rational[] clip(Clip layer, Rational[] state) {
            for (Rational value : state) {
              phases.add(phase(layer, value));
            }
            return exact.clip(layer, state);
          }
        };
    return new Run(List.of(network.run(recording, input)), phases);
  }

  private static Clip.Phase phase(Clip clip, Rational value) {
    if (Double.isFinite(clip.low()) && value.compareTo(Rational.of(clip.low())) <= 0) {
      return Clip.Phase.BELOW;
    }
    return Double.isFinite(clip.high()) && value.compareTo(Rational.of(clip.high())) >= 0
        ? Clip.Phase.ABOVE
        : Clip.Phase.INSIDE;
  }
}
