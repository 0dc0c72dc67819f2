package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.assay.repair.Patch;

/**
 * The patches that a stored row holds, the exact one and the one as it was written, held against
 * runs of every example.
 *
 * @param network the one that the question was put to
 * @param most by how much each bias may change that may
 */
record StoredPatch(PatchRow row, Network network, Map<Bias, Rational> most) {

  /** What is wrong with the patches of the row; none where nothing is. */
  Optional<String> wrong(BiasPatch.Question question) {
    return exact(question).or(() -> written(question));
  }

  private Optional<String> exact(BiasPatch.Question question) {
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
    Integer bits = row.writtenBits();
    if (bits == null) {
      return Optional.of("biases are written, but not with how many bits");
    }
    Rational size = Rational.parse(String.valueOf(row.writtenSize()));
    if (!Objects.equals(row.writtenSizeDouble(), size.ceilingDouble())) {
      return Optional.of("written_size_double is not written_size rounded up");
    }
    WrittenBiases written = WrittenBiases.of(row);
    for (double value : written.values()) {
      if (!format(bits).contains(Rational.of(value))) {
        return Optional.of("%s has more than %d bits".formatted(value, bits));
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

  private FloatFormat format(int bits) {
    int exponent = network.elementType() == ElementType.FLOAT32 ? 8 : 11;
    return new FloatFormat(exponent, bits + 1);
  }

  private static Rational[] ordered(Network network, Tensor input) {
    return Arrays.stream(OrderedSemantics.logits(network, input))
        .mapToObj(Rational::of)
        .toArray(Rational[]::new);
  }
}
