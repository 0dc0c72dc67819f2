package org.assay.jobs.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.dataset.Example;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network that is run on many images, or on what a reduction makes of them.
 *
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 */
record ReducedImages(SharedNetwork network, @Nullable Reduction reduction) {

  /** Makes inputs of images, in ORDERED arithmetic. */
  static final class Inputs {

    private final @Nullable BatchedInference first;
    private final Shape input;

    Inputs(Network network, @Nullable Reduction reduction) {
      this.first = reduction == null ? null : BatchedInference.of(reduction.function());
      this.input = network.input();
    }

    List<Tensor> of(List<Tensor> images) {
      return first == null
          ? images
          : Arrays.stream(first.logits(images)).map(values -> Tensor.of(input, values)).toList();
    }
  }

  /** What the network says of each image, with its pixels. */
  Dataset<ImageRow> predicted(Run run, SharedImages images) {
    Broadcast<SharedNetwork> shared = run.share(network, SharedNetwork.class);
    Broadcast<SharedImages> pictures = run.share(images, SharedImages.class);
    Reduction by = reduction;
    return run.units(images.count())
        .mapPartitions(
            (MapPartitionsFunction<Long, ImageRow>)
                places -> {
                  Network function = shared.value().network();
                  BatchedInference inference = BatchedInference.of(function);
                  Inputs inputs = new Inputs(function, by);
                  return new BatchIterator<>(
                      places, batch -> rows(examples(batch, pictures.value()), inputs, inference));
                },
            Tables.IMAGES.encoder());
  }

  private static List<ImageRow> rows(
      List<Example> examples, Inputs inputs, BatchedInference inference) {
    double[][] logits = inference.logits(inputs.of(tensors(examples)));
    return IntStream.range(0, logits.length)
        .mapToObj(
            i ->
                Prediction.of(logits[i])
                    .row(examples.get(i), Prediction.Status.PREDICTED, null, null))
        .toList();
  }

  /** The images at places. */
  static List<Example> examples(List<Long> places, SharedImages images) {
    return places.stream().map(place -> images.example(Math.toIntExact(place))).toList();
  }

  static List<Tensor> tensors(List<Example> examples) {
    return examples.stream().map(Example::image).toList();
  }
}
