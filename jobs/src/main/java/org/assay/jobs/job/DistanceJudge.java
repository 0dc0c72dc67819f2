package org.assay.jobs.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.assay.query.PropertyRecheck;
import org.assay.verify.ChangeProperty;
import org.jspecify.annotations.Nullable;

/**
 * Judges what stored rows say of smallest changes, from the networks and the rows alone: upper ends
 * by an exact run of their witness and one in the stated order, lower ends by other means than
 * found them. For one thread.
 */
final class DistanceJudge {

  private final Network network;
  private final @Nullable Network reduction;
  private final String domain;
  private final SecondOpinion opinion;

  /**
   * A judge of the rows of one run.
   *
   * @param reduction what made the network's inputs of the images; null for none
   * @param domain lo:hi of every pixel
   * @param timeout of each attack, and of the solver after it
   */
  DistanceJudge(
      Network network, @Nullable Network reduction, String domain, long seed, Duration timeout) {
    this.network = network;
    this.reduction = reduction;
    this.domain = domain;
    this.opinion = new SecondOpinion(network, seed, timeout);
  }

  /** Judges the outcome that is told, and the upper end. */
  Judged upper(DistanceRow row) {
    return judged(
        row,
        false,
        image -> {
          Optional<String> wrong = DistanceClaim.of(row).wrong(image).or(() -> witness(row, image));
          return new SecondOpinion.Opinion(wrong.isPresent() ? "WRONG" : "RIGHT", wrong.orElse(""));
        });
  }

  /** Judges the lower end: that no change up to it leads to the goal. */
  Judged lower(DistanceRow row) {
    return judged(
        row,
        true,
        image -> {
          Rational low = Rational.parse(String.valueOf(row.low()));
          SecondOpinion.Opinion said = opinion.of(property(row, image).upTo(low), row.image());
          return said.outcome().equals("WRONG")
              ? new SecondOpinion.Opinion(
                  "WRONG", "nothing up to %s is said to do it, ".formatted(low) + said.detail())
              : said;
        });
  }

  private interface Work {
    SecondOpinion.Opinion of(Tensor image);
  }

  private Judged judged(DistanceRow row, boolean robust, Work work) {
    SecondOpinion.Opinion found;
    try {
      Optional<Tensor> image = image(row);
      Optional<String> wrong =
          DistanceClaim.of(row).wrong().or(() -> image.flatMap(i -> told(row, i)));
      if (wrong.isPresent()) {
        found = new SecondOpinion.Opinion("WRONG", wrong.get());
      } else if (image.isEmpty()) {
        found = new SecondOpinion.Opinion("OPEN", "the row does not hold the image");
      } else {
        found = work.of(image.get());
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      found = new SecondOpinion.Opinion("WRONG", "cannot be read: " + e.getMessage());
    }
    return new Judged(Tables.DISTANCE.name(), row.image(), robust, found.outcome(), found.detail());
  }

  /** The network's input: the image, or what the reduction makes of it; none if not stored. */
  private Optional<Tensor> image(DistanceRow row) {
    List<Float> stored = reduction == null ? row.pixels() : row.origin();
    if (reduction != null && !row.pixels().isEmpty()) {
      Tensor pixels = tensor(reduction.input(), row.pixels());
      return Optional.of(Reduction.reduced(reduction, pixels, network));
    }
    return stored.isEmpty() ? Optional.empty() : Optional.of(tensor(network.input(), stored));
  }

  private static Tensor tensor(Shape shape, List<Float> values) {
    return Tensor.of(shape, values.stream().mapToDouble(Float::doubleValue).toArray());
  }

  /** What is wrong with what the row says of its question. */
  private Optional<String> told(DistanceRow row, Tensor image) {
    if (reduction != null) {
      for (int i = 0; i < image.size(); i++) {
        if (row.origin().size() != image.size() || row.origin().get(i) != (float) image.at(i)) {
          return Optional.of(
              "the reduction gives %s at position %d, not what is stored"
                  .formatted(image.at(i), i));
        }
      }
    } else if (!domain.equals(row.domain())) {
      return Optional.of("the domain is %s, not %s".formatted(domain, row.domain()));
    }
    String hash = reduction == null ? null : reduction.contentHash();
    if (!Objects.equals(hash, row.reduction())) {
      return Optional.of("the reduction is %s, not %s".formatted(hash, row.reduction()));
    }
    int predicted = Prediction.of(OrderedSemantics.logits(network, image)).label();
    if (predicted != row.predicted()) {
      return Optional.of("the predicted label is " + predicted + ", not " + row.predicted());
    }
    String question =
        new QuestionKey(network, hash, domain(row)).of(image, predicted, row.target());
    return question.equals(row.question())
        ? Optional.empty()
        : Optional.of("its question is not the hash of image, labels and domain");
  }

  private static @Nullable PixelDomain domain(DistanceRow row) {
    return row.domain() == null ? null : PixelDomain.parse(row.domain());
  }

  private ChangeProperty property(DistanceRow row, Tensor image) {
    return new ChangeProperty(network.labels(), image, row.predicted(), row.target(), domain(row));
  }

  private Optional<String> witness(DistanceRow row, Tensor image) {
    if (row.witnessLabel() == null) {
      return Optional.empty();
    }
    List<Rational> point = point(row);
    Rational high = Rational.parse(String.valueOf(row.high()));
    Rational size = size(point, image);
    if (!size.equals(high)) {
      return Optional.of("the witness changes something by %s, not %s".formatted(size, high));
    }
    PropertyRecheck.Finding finding =
        new PropertyRecheck(network, property(row, image).upTo(high)).exactly(point);
    if (!finding.violates()) {
      PixelDomain within = domain(row);
      boolean inside = within == null || point.stream().allMatch(within::contains);
      return Optional.of(
          inside ? "the witness does not lead to the goal" : "the witness leaves the domain");
    }
    int label = ExactSemantics.label(finding.output().toArray(Rational[]::new));
    return label == row.witnessLabel()
        ? replayed(row)
        : Optional.of("the label at the witness is " + label + ", not " + row.witnessLabel());
  }

  private static List<Rational> point(DistanceRow row) {
    String exact = row.witnessExact();
    return exact == null
        ? row.witness().stream().map(value -> Rational.of(value.doubleValue())).toList()
        : Arrays.stream(exact.split(",", -1)).map(Rational::parse).toList();
  }

  private static Rational size(List<Rational> point, Tensor image) {
    if (point.size() != image.size()) {
      throw new IllegalArgumentException("the witness has " + point.size() + " values");
    }
    Rational size = Rational.ZERO;
    for (int i = 0; i < image.size(); i++) {
      size = size.max(point.get(i).minus(Rational.of(image.at(i))).abs());
    }
    return size;
  }

  /** What is wrong with what float arithmetic is said to give. */
  private Optional<String> replayed(DistanceRow row) {
    Integer said = row.witnessOrderedLabel();
    if (said == null || row.witness().isEmpty()) {
      return Optional.empty();
    }
    int label =
        OrderedSemantics.label(
            OrderedSemantics.logits(network, tensor(network.input(), row.witness())));
    return label == said
        ? Optional.empty()
        : Optional.of("ORDERED gives label " + label + " at the witness, not " + said);
  }
}
