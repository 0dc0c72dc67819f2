package org.assay.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.BatchedInference;
import org.assay.eval.OrderedSemantics;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** Batched inference against the fold, image by image, in ORDERED arithmetic on one core. */
final class Inference implements Measurement {

  private static final int IMAGES = 5_000;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 7;

  @Override
  public String name() {
    return "inference";
  }

  @Override
  public String description() {
    return "batched inference against the fold";
  }

  @Override
  public List<Result> run(Setting setting) {
    Network network = setting.network();
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      images.add(setting.images().example(i).image());
    }
    BatchedInference batched = BatchedInference.of(network);
    double[] fold = new double[ROUNDS];
    double[] batch = new double[ROUNDS];
    double[] ratio = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = System.nanoTime();
      double[][] one = new double[IMAGES][];
      for (int i = 0; i < IMAGES; i++) {
        one[i] = OrderedSemantics.logits(network, images.get(i));
      }
      long between = System.nanoTime();
      double[][] many = batched.logits(images);
      long end = System.nanoTime();
      if (!java.util.Arrays.deepEquals(one, many)) {
        throw new IllegalStateException("batched inference and the fold differ");
      }
      if (round >= 0) {
        fold[round] = IMAGES / ((between - start) / 1e9);
        batch[round] = IMAGES / ((end - between) / 1e9);
        ratio[round] = batch[round] / fold[round];
      }
    }
    String input = Setting.NETWORK + ", %,d images".formatted(IMAGES);
    return List.of(
        new Result("inference, fold", input, Spread.of(fold), "images/s", ""),
        new Result("inference, batched", input, Spread.of(batch), "images/s", ""),
        new Result("inference, batched : fold", input, Spread.of(ratio), "ratio", ""));
  }
}
