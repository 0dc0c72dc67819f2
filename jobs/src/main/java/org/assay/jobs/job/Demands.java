package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.BiasPatch;
import org.assay.repair.Demand;
import org.assay.repair.SortRun;
import org.jspecify.annotations.Nullable;

/**
 * Makes of prescribed images what is demanded of a network.
 *
 * @param quantised explicit bits to which its weights and biases are cut first; null for none
 * @param whole the network as it stands, whose labels are kept
 * @param shared the network that something is demanded of: the whole one, or what is left of it
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 */
record Demands(
    @Nullable Integer quantised,
    SharedNetwork whole,
    SharedNetwork shared,
    SharedImages images,
    @Nullable Reduction reduction) {

  /** What is demanded of a network as it stands. */
  Demands(SharedNetwork network, SharedImages images, @Nullable Reduction reduction) {
    this(null, network, network, images, reduction);
  }

  /** The same of what is left of the network with so many bits; the labels to keep stay. */
  Demands of(int bits) {
    return new Demands(bits, whole, whole.cut(bits), images, reduction);
  }

  Network network() {
    return shared.network();
  }

  @Nullable String reductionHash() {
    return reduction == null ? null : reduction.hash();
  }

  /**
   * The question, in which images without a label keep the network's own in the arithmetic asked
   * for.
   */
  BiasPatch.Question of(PatchJob.Asked asked, PatchQuestion question) {
    return of(asked, question, input -> kept(input, asked.by().sort()));
  }

  /**
   * Refuses images that are equal though their positions are not, and those that overflow in the
   * floats asked for.
   */
  void check(PatchJob.Asked asked, PatchQuestion question) {
    try {
      of(asked, question, input -> 0);
      if (!asked.by().isReal()) {
        checkRange(asked, question);
      }
    } catch (IllegalArgumentException e) {
      throw new BadInput(
          "question %d: %s (rows count from 0)"
              .formatted(asked.questions().indexOf(question) + 1, e.getMessage()),
          e);
    }
  }

  private void checkRange(PatchJob.Asked asked, PatchQuestion question) {
    for (List<PrescribedImage> set : List.of(question.keep(), question.change())) {
      for (PrescribedImage image : set) {
        try {
          present(input(image), asked.by().sort());
        } catch (ArithmeticException e) {
          throw new BadInput(
              "question %d: the run of image %d leaves the range of %s; take a sort with more bits for the exponent"
                  .formatted(
                      asked.questions().indexOf(question) + 1, image.image(), asked.by().sort()),
              e);
        }
      }
    }
  }

  /**
   * The label of an input in the arithmetic of a sort.
   *
   * @throws ArithmeticException if a number leaves the range of the sort
   */
  int present(Tensor input, NumberSort sort) {
    return SortRun.label(network(), input, sort);
  }

  /** The label that an input keeps where none is prescribed. */
  int kept(Tensor input, NumberSort sort) {
    return SortRun.label(whole.network(), input, sort);
  }

  Tensor input(PrescribedImage prescribed) {
    Tensor image = images.ofId(prescribed.image()).image();
    return reduction == null ? image : reduction.of(image, network());
  }

  private BiasPatch.Question of(
      PatchJob.Asked asked, PatchQuestion question, ToIntFunction<Tensor> present) {
    Rational within = asked.terms().within();
    List<Demand> keep = new ArrayList<>();
    for (PrescribedImage kept : question.keep()) {
      Tensor input = input(kept);
      Integer label = kept.label();
      keep.add(
          within != null
              ? new Demand.Outputs(input, within)
              : new Demand.Label(input, label == null ? present.applyAsInt(input) : label));
    }
    List<Demand.Label> change = new ArrayList<>();
    for (PrescribedImage changed : question.change()) {
      change.add(new Demand.Label(input(changed), label(changed)));
    }
    return new BiasPatch.Question(
        network(), keep, change, asked.free(), asked.terms().bound(), asked.terms().precision());
  }

  /** The label that an image is to get. */
  static int label(PrescribedImage changed) {
    Integer label = changed.label();
    if (label == null) {
      throw new IllegalStateException(changed.place() + ": without a label");
    }
    return label;
  }
}
