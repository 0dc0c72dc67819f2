package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchAccuracyRow;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How many images networks label right before and after patches, as these were written, in ORDERED
 * arithmetic. Every image is reduced once and then run by all networks. Source: Lantern, Table 1.
 *
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 * @param cuts explicit bits of those networks that have fewer
 */
record PatchAccuracy(SharedNetwork network, @Nullable Reduction reduction, List<Integer> cuts) {

  PatchAccuracy {
    cuts = List.copyOf(cuts);
  }

  /** A network that is run. */
  private record Variant(
      @Nullable Integer question,
      @Nullable Integer quantised,
      WrittenBiases biases,
      String networkHash)
      implements Serializable {

    Network of(SharedNetwork network) {
      SharedNetwork stored = quantised == null ? network : network.cut(quantised);
      Network patched = biases.on(stored.network());
      if (!patched.contentHash().equals(networkHash)) {
        throw new IllegalStateException("the written biases are not those of question " + question);
      }
      return patched;
    }

    String name() {
      String patched = question == null ? "" : "PATCHED";
      if (quantised == null) {
        return question == null ? "ORIGINAL" : patched;
      }
      return question == null ? "QUANTISED" : "QUANTISED_" + patched;
    }
  }

  /**
   * Some images of a label run by one network.
   *
   * @param variant its place among all networks
   */
  public record Count(int variant, int label, long images, long correct) {}

  /** The rows of all networks, by those of table {@code patches}. */
  Dataset<PatchAccuracyRow> rows(Run run, SharedImages images, Dataset<PatchRow> patches) {
    List<Variant> variants = new ArrayList<>(unpatched());
    patches.where(col("writtenHash").isNotNull()).collectAsList().stream()
        .sorted(
            Comparator.comparing((PatchRow row) -> row.quantised() != null)
                .thenComparing(PatchRow::question))
        .forEach(row -> variants.add(variant(row)));
    List<Count> counts =
        run.counting(
            "accuracy",
            (long) images.count() * variants.size(),
            done -> counted(run, images, variants, done));
    Map<Integer, Map<Integer, Count>> byVariant = new TreeMap<>();
    counts.forEach(
        count ->
            byVariant
                .computeIfAbsent(count.variant(), v -> new TreeMap<>())
                .put(count.label(), count));
    List<PatchAccuracyRow> rows = new ArrayList<>();
    byVariant.forEach((v, byLabel) -> rows.addAll(rows(variants.get(v), byLabel)));
    return run.spark().createDataset(rows, Tables.PATCH_ACCURACY.encoder());
  }

  private List<Variant> unpatched() {
    List<Variant> unpatched = new ArrayList<>();
    unpatched.add(unpatched(null, network));
    cuts.forEach(bits -> unpatched.add(unpatched(bits, network.cut(bits))));
    return unpatched;
  }

  private static Variant unpatched(@Nullable Integer bits, SharedNetwork cut) {
    return new Variant(null, bits, WrittenBiases.NONE, cut.network().contentHash());
  }

  private static Variant variant(PatchRow row) {
    return new Variant(
        row.question(), row.quantised(), WrittenBiases.of(row), String.valueOf(row.writtenHash()));
  }

  private List<Count> counted(
      Run run, SharedImages images, List<Variant> variants, LongAccumulator done) {
    Broadcast<SharedNetwork> shared = run.share(network, SharedNetwork.class);
    Broadcast<SharedImages> pictures = run.share(images, SharedImages.class);
    Reduction by = reduction;
    List<Variant> all = List.copyOf(variants);
    return run.units(images.count())
        .mapPartitions(
            (MapPartitionsFunction<Long, Count>)
                places -> {
                  List<BatchedInference> networks =
                      all.stream().map(v -> BatchedInference.of(v.of(shared.value()))).toList();
                  ReducedImages.Inputs inputs =
                      new ReducedImages.Inputs(shared.value().network(), by);
                  return new BatchIterator<>(
                      places,
                      batch -> {
                        List<Example> examples = ReducedImages.examples(batch, pictures.value());
                        List<Count> counts = counts(examples, inputs, networks);
                        done.add((long) examples.size() * networks.size());
                        return counts;
                      });
                },
            RecordEncoder.of(Count.class))
        .groupBy("variant", "label")
        .agg(sum("images").as("images"), sum("correct").as("correct"))
        .as(RecordEncoder.of(Count.class))
        .collectAsList();
  }

  private static List<Count> counts(
      List<Example> examples, ReducedImages.Inputs inputs, List<BatchedInference> networks) {
    List<Tensor> tensors = inputs.of(ReducedImages.tensors(examples));
    List<Count> counts = new ArrayList<>();
    for (int v = 0; v < networks.size(); v++) {
      double[][] logits = networks.get(v).logits(tensors);
      for (int i = 0; i < logits.length; i++) {
        int label = examples.get(i).label();
        counts.add(new Count(v, label, 1, Prediction.of(logits[i]).label() == label ? 1 : 0));
      }
    }
    return counts;
  }

  private static List<PatchAccuracyRow> rows(Variant variant, Map<Integer, Count> byLabel) {
    List<PatchAccuracyRow> rows = new ArrayList<>();
    long images = 0;
    long correct = 0;
    for (Count count : byLabel.values()) {
      rows.add(row(variant, count.label(), count.images(), count.correct()));
      images += count.images();
      correct += count.correct();
    }
    rows.add(row(variant, null, images, correct));
    return rows;
  }

  private static PatchAccuracyRow row(
      Variant variant, @Nullable Integer label, long images, long correct) {
    return new PatchAccuracyRow(
        variant.question(),
        variant.name(),
        variant.quantised(),
        variant.networkHash(),
        label,
        images,
        correct,
        (double) correct / images);
  }
}
