package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.assay.dataset.ImageSet;
import org.assay.eval.OrderedSemantics;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * What makes fewer numbers of an image before a network sees it, such as a principal component
 * analysis. What it gives in ORDERED arithmetic is an input of the network, exact from then on.
 */
public final class Reduction implements Serializable {

  private static final long serialVersionUID = 1;

  private final SharedNetwork network;
  private final float[] mean;

  private Reduction(SharedNetwork network, float[] mean) {
    this.network = network;
    this.mean = mean;
  }

  /**
   * A reduction of the images of a data set.
   *
   * @param images of which the mean is taken for pictures
   */
  public static Reduction of(SharedNetwork network, ImageSet images) {
    double[] sum = new double[images.shape().size()];
    for (int id = 0; id < images.size(); id++) {
      float[] pixels = images.pixels(id);
      for (int p = 0; p < sum.length; p++) {
        sum[p] += pixels[p];
      }
    }
    float[] mean = new float[sum.length];
    for (int p = 0; p < sum.length; p++) {
      mean[p] = (float) (sum[p] / Math.max(1, images.size()));
    }
    return new Reduction(network, mean);
  }

  String path() {
    return network.path();
  }

  /** The bytes of its file; do not write to them. */
  byte[] file() {
    return network.file();
  }

  /** The network that reduces. */
  Network function() {
    return network.network();
  }

  String hash() {
    return network.network().contentHash();
  }

  /**
   * A reduced image, its numbers those that the stated order of additions gives.
   *
   * @param input for its shape
   */
  Tensor of(Tensor image, Network input) {
    return reduced(network.network(), image, input);
  }

  /** The same by a reduction's network alone. */
  static Tensor reduced(Network reduction, Tensor image, Network input) {
    return Tensor.of(input.input(), OrderedSemantics.logits(reduction, image));
  }

  /**
   * A picture of a reduced image: the mean image plus what the transposed linear map makes of the
   * reduced image less the reduced mean. For a map with orthonormal rows, as principal components
   * are, that is the image nearest to the mean that is reduced to this. Only to be looked at; none
   * where the reduction is not linear.
   */
  List<Float> picture(double[] reduced) {
    double[] state = widened();
    for (Layer layer : network.network().layers()) {
      if (!(layer instanceof Linear linear)) {
        return List.of();
      }
      state = forward(linear.rows(), state);
    }
    double[] back = new double[reduced.length];
    for (int i = 0; i < back.length; i++) {
      back[i] = reduced[i] - state[i];
    }
    List<Layer> layers = network.network().layers();
    for (int l = layers.size() - 1; l >= 0; l--) {
      back = transposed(((Linear) layers.get(l)).rows(), back);
    }
    List<Float> picture = new ArrayList<>();
    for (int p = 0; p < mean.length; p++) {
      picture.add((float) (mean[p] + back[p]));
    }
    return picture;
  }

  private double[] widened() {
    double[] wide = new double[mean.length];
    for (int p = 0; p < mean.length; p++) {
      wide[p] = mean[p];
    }
    return wide;
  }

  private static double[] forward(SparseRows rows, double[] x) {
    double[] sums = new double[rows.rows()];
    for (int r = 0; r < sums.length; r++) {
      sums[r] = rows.bias(r);
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sums[r] += rows.weight(k) * x[rows.column(k)];
      }
    }
    return sums;
  }

  private static double[] transposed(SparseRows rows, double[] y) {
    double[] sums = new double[rows.columns()];
    for (int r = 0; r < rows.rows(); r++) {
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sums[rows.column(k)] += rows.weight(k) * y[r];
      }
    }
    return sums;
  }
}
