package org.assay.eval;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * Some points run at once as {@link BatchedInference} runs images, in ORDERED arithmetic, and what
 * slopes by their logits are by their inputs, along the very phases that these runs had. Slopes are
 * doubles and proposals: nothing rests on them. Immutable and safe for use by several threads.
 */
public final class BatchedSlopes {

  private final Network network;
  private final List<BlockStep> steps = new ArrayList<>();

  /** The transposed linear maps, without biases; an activation has none. */
  private final List<@Nullable BlockStep> back = new ArrayList<>();

  private BatchedSlopes(Network network) {
    this.network = network;
    for (Layer layer : network.layers()) {
      SparseRows rows = layer instanceof Linear linear ? linear.rows() : null;
      steps.add(rows == null ? BlockStep.of(layer) : BlockSums.of(rows));
      back.add(rows == null ? null : BlockSums.of(rows.transpose()));
    }
  }

  public static BatchedSlopes of(Network network) {
    return new BatchedSlopes(network);
  }

  /** Runs points, whose values are first rounded to the element type. */
  public Run run(List<double[]> points) {
    int block = points.size();
    List<boolean[]> passes = new ArrayList<>();
    double[] inputs = interleaved(points, network.inputs());
    double[] outputs =
        network.elementType() == ElementType.FLOAT32
            ? floats(inputs, block, passes)
            : doubles(inputs, block, passes);
    return new Run(block, apart(outputs, block, network.labels()), passes);
  }

  private double[] floats(double[] inputs, int block, List<boolean[]> passes) {
    float[] state = new float[inputs.length];
    for (int i = 0; i < state.length; i++) {
      state[i] = (float) inputs[i];
    }
    for (int l = 0; l < steps.size(); l++) {
      if (network.layers().get(l) instanceof Clip clip) {
        boolean[] inside = new boolean[state.length];
        for (int i = 0; i < inside.length; i++) {
          inside[i] = clip.phase(state[i]) == Clip.Phase.INSIDE;
        }
        passes.add(inside);
      }
      state = steps.get(l).apply(state, block);
    }
    double[] outputs = new double[state.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = state[i];
    }
    return outputs;
  }

  private double[] doubles(double[] inputs, int block, List<boolean[]> passes) {
    double[] state = inputs;
    for (int l = 0; l < steps.size(); l++) {
      if (network.layers().get(l) instanceof Clip clip) {
        boolean[] inside = new boolean[state.length];
        for (int i = 0; i < inside.length; i++) {
          inside[i] = clip.phase(state[i]) == Clip.Phase.INSIDE;
        }
        passes.add(inside);
      }
      state = steps.get(l).apply(state, block);
    }
    return state;
  }

  private static double[] interleaved(List<double[]> numbers, int size) {
    int block = numbers.size();
    double[] together = new double[size * block];
    for (int n = 0; n < block; n++) {
      double[] one = numbers.get(n);
      for (int i = 0; i < size; i++) {
        together[i * block + n] = one[i];
      }
    }
    return together;
  }

  private static List<double[]> apart(double[] together, int block, int size) {
    List<double[]> numbers = new ArrayList<>();
    for (int n = 0; n < block; n++) {
      double[] one = new double[size];
      for (int i = 0; i < size; i++) {
        one[i] = together[i * block + n];
      }
      numbers.add(one);
    }
    return numbers;
  }

  /** The runs of some points. */
  public final class Run {

    private final int block;
    private final List<double[]> logits;

    /** For each activation, in turn, which of its inputs it lets through. */
    private final List<boolean[]> passes;

    private Run(int block, List<double[]> logits, List<boolean[]> passes) {
      this.block = block;
      this.logits = logits;
      this.passes = passes;
    }

    /** A point's logits, members of the element type; the run's own array. */
    public double[] logits(int point) {
      return logits.get(point);
    }

    /**
     * The derivatives by the inputs.
     *
     * @param byLogits for each point those by its logits
     */
    public List<double[]> slopes(List<double[]> byLogits) {
      double[] slopes = interleaved(byLogits, network.labels());
      int activation = passes.size();
      for (int l = back.size() - 1; l >= 0; l--) {
        BlockStep map = back.get(l);
        slopes = map == null ? passing(slopes, --activation) : map.apply(slopes, block);
      }
      return apart(slopes, block, network.inputs());
    }

    private double[] passing(double[] slopes, int activation) {
      boolean[] inside = passes.get(activation);
      double[] passing = new double[slopes.length];
      for (int i = 0; i < passing.length; i++) {
        passing[i] = inside[i] ? slopes[i] : 0;
      }
      return passing;
    }
  }
}
