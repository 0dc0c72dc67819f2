package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.table.PatchRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.Bias;
import org.assay.repair.BiasPatch;
import org.assay.repair.Demand;
import org.assay.repair.FreeBiases;
import org.assay.repair.Patch;
import org.jspecify.annotations.Nullable;

/** What a stored row claims of changes of a network's biases: its question and both ends. */
final class PatchClaim {

  private final PatchRow row;
  private final Network network;
  private final @Nullable Network reduction;
  private final Map<Integer, float[]> pixels;
  private final Map<Bias, Rational> most = new HashMap<>();
  private final FreeBiases free;

  /**
   * A claim.
   *
   * @param network the one that the question was put to
   * @param reduction what made its inputs of the images; null for none
   * @param pixels of the images, by their positions
   * @throws IllegalArgumentException if the row's lists do not fit each other or the network
   */
  PatchClaim(
      PatchRow row, Network network, @Nullable Network reduction, Map<Integer, float[]> pixels) {
    this.row = row;
    this.network = network;
    this.reduction = reduction;
    this.pixels = pixels;
    List<FreeBiases.Free> biases = new ArrayList<>();
    List<Bias> places = WrittenBiases.biases(row.freeLayers(), row.freeIndices());
    for (int i = 0; i < places.size(); i++) {
      Rational bound = Rational.parse(row.freeBounds().get(i));
      biases.add(new FreeBiases.Free(places.get(i), bound));
      most.put(places.get(i), bound);
    }
    this.free = new FreeBiases(biases);
  }

  /** The question with another bound and precision. */
  BiasPatch.Question question(Rational bound, Rational precision) {
    return new BiasPatch.Question(network, keep(), change(), free, bound, precision);
  }

  private List<Demand> keep() {
    List<Demand> keep = new ArrayList<>();
    for (int i = 0; i < row.keepImages().size(); i++) {
      Tensor input = input(row.keepImages().get(i));
      keep.add(
          row.within() == null
              ? new Demand.Label(input, row.keepLabels().get(i))
              : new Demand.Outputs(input, Rational.parse(row.within())));
    }
    return keep;
  }

  private List<Demand.Label> change() {
    List<Demand.Label> change = new ArrayList<>();
    for (int i = 0; i < row.changeImages().size(); i++) {
      change.add(new Demand.Label(input(row.changeImages().get(i)), row.changeTo().get(i)));
    }
    return change;
  }

  private Tensor input(int image) {
    float[] values = pixels.get(image);
    if (values == null) {
      throw new IllegalArgumentException("table images does not hold image " + image);
    }
    Network first = reduction == null ? network : reduction;
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    Tensor tensor = Tensor.of(first.input(), wide);
    return reduction == null ? tensor : Reduction.reduced(reduction, tensor, network);
  }

  /** What is wrong with it; none where nothing is. */
  Optional<String> wrong() {
    Rational bound = Rational.parse(row.bound());
    BiasPatch.Question question = question(bound, Rational.parse(row.precision()));
    return told()
        .or(() -> verdict(bound))
        .or(() -> ends(question))
        .or(() -> new StoredPatch(row, network, most).wrong(question));
  }

  /** What is wrong with what is said of the question. */
  private Optional<String> told() {
    String hash = reduction == null ? null : reduction.contentHash();
    if (!Objects.equals(hash, row.reduction())) {
      return Optional.of("the reduction is %s, not %s".formatted(hash, row.reduction()));
    }
    if (row.keep() != row.keepImages().size() || row.change() != row.changeImages().size()) {
      return Optional.of("keep and change do not count the images");
    }
    if (row.free() != free.size()) {
      return Optional.of("%d biases are free, not %d".formatted(free.size(), row.free()));
    }
    for (Rational limit : most.values()) {
      if (limit.compareTo(Rational.parse(row.bound())) > 0) {
        return Optional.of("a bias may change by %s, above the bound".formatted(limit));
      }
    }
    for (int i = 0; i < row.changeImages().size(); i++) {
      int image = row.changeImages().get(i);
      int label = ExactSemantics.label(ExactSemantics.logits(network, input(image)));
      if (label != row.changeFrom().get(i)) {
        return Optional.of(
            "image %d had label %d, not %d".formatted(image, label, row.changeFrom().get(i)));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with the verdict beside the ends. */
  private Optional<String> verdict(Rational bound) {
    boolean fits =
        switch (row.verdict()) {
          case "Bracket" -> row.high() != null;
          case "Impossible" ->
              row.high() == null
                  && row.reason() == null
                  && row.low() != null
                  && Rational.parse(row.low()).equals(bound);
          case "Undecided" -> row.high() == null && row.low() != null && row.reason() != null;
          default -> false;
        };
    if (!fits) {
      return Optional.of("the verdict cannot be %s with these ends".formatted(row.verdict()));
    }
    return row.high() == null && (!row.changes().isEmpty() || row.writtenHash() != null)
        ? Optional.of("there is a patch, but no size of one")
        : Optional.empty();
  }

  private Optional<String> ends(BiasPatch.Question question) {
    Rational low = row.low() == null ? null : Rational.parse(row.low());
    Rational high = row.high() == null ? null : Rational.parse(row.high());
    if (!Objects.equals(row.lowDouble(), low == null ? null : (Double) low.floorDouble())) {
      return Optional.of("low_double is not low rounded down");
    }
    if (!Objects.equals(row.highDouble(), high == null ? null : (Double) high.ceilingDouble())) {
      return Optional.of("high_double is not high rounded up");
    }
    boolean none = question.isMetBy(Patch.NONE);
    if (none != (low == null)) {
      return Optional.of(
          none ? "it needs no patch, so that there is no low end" : "it needs a patch");
    }
    if (low == null || high == null) {
      return Optional.empty();
    }
    if (low.compareTo(high) >= 0) {
      return Optional.of("low is not below high");
    }
    return row.reason() == null && high.minus(low).compareTo(question.precision()) > 0
        ? Optional.of("the ends are further apart than the precision, without a reason")
        : Optional.empty();
  }
}
