package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.jobs.table.PatchRow;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.Bias;
import org.assay.repair.BiasPatch;
import org.assay.repair.Demand;
import org.assay.repair.FreeBiases;
import org.assay.repair.Patch;
import org.jspecify.annotations.Nullable;

/** What a stored row claims of changes of a network's biases, held against exact runs. */
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
        .or(() -> patch(question))
        .or(() -> written(question));
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

  /** What is wrong with the exact patch. */
  private Optional<String> patch(BiasPatch.Question question) {
    if (row.high() == null) {
      return Optional.empty();
    }
    List<Bias> places = WrittenBiases.biases(row.layers(), row.indices());
    List<Patch.Change> changes = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      changes.add(new Patch.Change(places.get(i), Rational.parse(row.changes().get(i))));
      if (row.biases().get(i) != places.get(i).of(network)) {
        return Optional.of(
            "%s is %s, not %s"
                .formatted(places.get(i), places.get(i).of(network), row.biases().get(i)));
      }
    }
    Patch patch = new Patch(changes);
    return size("the patch", patch, Rational.parse(row.high()))
        .or(
            () ->
                unmet(
                    "the patch",
                    question,
                    input -> patch.logits(network, input),
                    input -> ExactSemantics.logits(network, input)));
  }

  private Optional<String> size(String what, Patch patch, Rational size) {
    Set<Bias> seen = new HashSet<>();
    for (Patch.Change change : patch.changes()) {
      Rational limit = most.get(change.bias());
      if (limit == null || !seen.add(change.bias())) {
        return Optional.of("%s changes %s, which may not change".formatted(what, change.bias()));
      }
      if (change.by().abs().compareTo(limit) > 0) {
        return Optional.of(
            "%s changes %s by %s, more than %s".formatted(what, change.bias(), change.by(), limit));
      }
    }
    return patch.size().equals(size)
        ? Optional.empty()
        : Optional.of("%s has size %s, not %s".formatted(what, patch.size(), size));
  }

  /** The first example that is not as demanded. */
  private Optional<String> unmet(
      String what,
      BiasPatch.Question question,
      Function<Tensor, Rational[]> after,
      Function<Tensor, Rational[]> before) {
    List<Integer> images = new ArrayList<>(row.keepImages());
    images.addAll(row.changeImages());
    List<Demand> demands = new ArrayList<>(question.keep());
    demands.addAll(question.change());
    for (int i = 0; i < demands.size(); i++) {
      Demand demand = demands.get(i);
      if (!demand.isMet(after.apply(demand.input()), before.apply(demand.input()))) {
        String wanted =
            demand instanceof Demand.Label named
                ? "label " + named.label()
                : "outputs as near as asked";
        return Optional.of("with %s image %d has not %s".formatted(what, images.get(i), wanted));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with the patch as it was written. */
  private Optional<String> written(BiasPatch.Question question) {
    if (row.writtenHash() == null) {
      return row.writtenSize() == null && row.writtenBiases().isEmpty()
          ? Optional.empty()
          : Optional.of("there are written biases, but no hash of a network");
    }
    Rational size = Rational.parse(String.valueOf(row.writtenSize()));
    if (!Objects.equals(row.writtenSizeDouble(), size.ceilingDouble())) {
      return Optional.of("written_size_double is not written_size rounded up");
    }
    WrittenBiases written = WrittenBiases.of(row);
    for (double value : written.values()) {
      if (!format().contains(Rational.of(value))) {
        return Optional.of("%s has more than %d bits".formatted(value, row.writtenBits()));
      }
    }
    Network after = written.on(network);
    if (!after.contentHash().equals(row.writtenHash())) {
      return Optional.of("the written biases give the network " + after.contentHash());
    }
    int all = row.keep() + row.change();
    if (!Objects.equals(row.writtenExact(), all) || !Objects.equals(row.writtenOrdered(), all)) {
      return Optional.of("not all %d images are said to be as asked".formatted(all));
    }
    return size("the written patch", written.from(network), size)
        .or(
            () ->
                unmet(
                    "the written biases",
                    question,
                    input -> ExactSemantics.logits(after, input),
                    input -> ExactSemantics.logits(network, input)))
        .or(
            () ->
                unmet(
                    "the written biases in order",
                    question,
                    input -> ordered(after, input),
                    input -> ordered(network, input)));
  }

  private FloatFormat format() {
    int exponent = network.elementType() == ElementType.FLOAT32 ? 8 : 11;
    return new FloatFormat(exponent, row.writtenBits() + 1);
  }

  private static Rational[] ordered(Network network, Tensor input) {
    return Arrays.stream(OrderedSemantics.logits(network, input))
        .mapToObj(Rational::of)
        .toArray(Rational[]::new);
  }
}
