package org.assay.eval;

import java.util.Arrays;
import java.util.List;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * ORDERED logits of many images at once, bit for bit those of {@link OrderedSemantics} in the
 * stated order. The images of a block lie innermost, so that the machine's vectors run across
 * images while each image's sum keeps its order. Immutable and safe for use by several threads.
 */
public final class BatchedInference {

  /** Images a block: a state of a thousand floats for each stays within the second-level cache. */
  private static final int BLOCK = 64;

  private final Network network;
  private final List<BlockStep> steps;

  private BatchedInference(Network network) {
    this.network = network;
    this.steps = network.layers().stream().map(BlockStep::of).toList();
  }

  public static BatchedInference of(Network network) {
    return new BatchedInference(network);
  }

  /**
   * The logits of images, whose values are first rounded to the element type.
   *
   * @return {@code [image][label]}, members of the element type
   */
  public double[][] logits(List<Tensor> images) {
    double[][] logits = new double[images.size()][];
    for (int from = 0; from < logits.length; from += BLOCK) {
      List<Tensor> block = images.subList(from, Math.min(from + BLOCK, logits.length));
      double[][] some =
          network.elementType() == ElementType.FLOAT32 ? floats(block) : doubles(block);
      System.arraycopy(some, 0, logits, from, some.length);
    }
    return logits;
  }

  private double[][] floats(List<Tensor> images) {
    float[] state = new float[network.inputs() * BLOCK];
    for (int n = 0; n < images.size(); n++) {
      Tensor image = images.get(n);
      for (int i = 0; i < image.size(); i++) {
        state[i * BLOCK + n] = (float) image.at(i);
      }
    }
    for (BlockStep step : steps) {
      state = step.apply(state, BLOCK);
    }
    double[][] logits = new double[images.size()][network.labels()];
    for (int n = 0; n < logits.length; n++) {
      for (int l = 0; l < network.labels(); l++) {
        logits[n][l] = state[l * BLOCK + n];
      }
    }
    return logits;
  }

  private double[][] doubles(List<Tensor> images) {
    double[] state = new double[network.inputs() * BLOCK];
    for (int n = 0; n < images.size(); n++) {
      Tensor image = images.get(n);
      for (int i = 0; i < image.size(); i++) {
        state[i * BLOCK + n] = image.at(i);
      }
    }
    for (BlockStep step : steps) {
      state = step.apply(state, BLOCK);
    }
    double[][] logits = new double[images.size()][network.labels()];
    for (int n = 0; n < logits.length; n++) {
      for (int l = 0; l < network.labels(); l++) {
        logits[n][l] = state[l * BLOCK + n];
      }
    }
    return logits;
  }

  /** The labels of images; see {@link OrderedSemantics#label}. */
  public int[] labels(List<Tensor> images) {
    return Arrays.stream(logits(images)).mapToInt(OrderedSemantics::label).toArray();
  }
}
