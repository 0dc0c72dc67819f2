package org.assay.jobs.job;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedImages;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import scala.reflect.ClassTag;

/**
 * The directions in which the images of a data set vary most, as a network: output {@code k} is
 * {@code v_k . (x - mean)}, where {@code v_1, v_2, ...} are the eigenvectors of length 1 of the
 * covariance matrix by descending eigenvalue. Pixels are not scaled. Of each vector the sign is
 * taken that makes its first number of greatest magnitude positive.
 *
 * <p>Sums over images are taken in doubles, in {@link #BLOCKS} blocks of images whose sums are
 * added in their order, so that they are the same bits however the work is cut. Each entry of a
 * vector is rounded once to float32, and the shift is that of the rounded vectors. Where two
 * eigenvalues are close, their directions are only as sure as the distance between them.
 *
 * @param variances along each component, descending
 * @param total variance of all pixels
 */
public record PrincipalComponents(Network network, List<Double> variances, double total) {

  /** Blocks of images that are summed up each by itself. */
  private static final int BLOCKS = 64;

  /** More values an image are refused: the matrix would fill 128 MiB, and take minutes to solve. */
  private static final int MOST_VALUES = 4096;

  /** Eigenvalues below this share of the greatest are taken for zero. */
  private static final double NOTHING = 1e-12;

  public PrincipalComponents {
    variances = List.copyOf(variances);
  }

  /**
   * Finds the first components.
   *
   * @param name of the network
   * @throws BadInput if the images have fewer values, or vary in fewer directions
   */
  public static PrincipalComponents of(
      Runner runner, SharedImages images, int components, String name) {
    int size = images.size();
    if (components < 1 || components > size) {
      throw new BadInput(
          "images of %d values have from 1 to %d components, not %d"
              .formatted(size, size, components));
    }
    if (size > MOST_VALUES) {
      throw new BadInput(
          "images of %d values are more than the %d that components are found of"
              .formatted(size, MOST_VALUES));
    }
    double[] products =
        runner.counting("pca", images.count(), done -> products(runner, images, done));
    return solved(products, size, components, name);
  }

  /**
   * The sums of all products of two values of an image, a 1 after its pixels taken for one: the
   * upper triangle by rows. Its last column holds the sums of pixels and the number of images.
   */
  private static double[] products(Runner runner, SharedImages images, LongAccumulator done) {
    Broadcast<SharedImages> shared =
        runner.spark().sparkContext().broadcast(images, ClassTag.apply(SharedImages.class));
    int cut = runner.partitions() > 0 ? runner.partitions() : BLOCKS;
    Dataset<byte[]> blocks =
        runner
            .spark()
            .range(0, BLOCKS, 1, cut)
            .map(
                (MapFunction<Long, byte[]>)
                    block -> bytes(block(shared.value(), block.intValue(), done)),
                Encoders.BINARY())
            .persist(StorageLevel.DISK_ONLY());
    try {
      // All at once; taken one by one below they would be summed up one after the other.
      blocks.foreachPartition((ForeachPartitionFunction<byte[]>) partition -> {});
      double[] sums = new double[triangle(images.size() + 1)];
      for (Iterator<byte[]> each = blocks.toLocalIterator(); each.hasNext(); ) {
        ByteBuffer block = ByteBuffer.wrap(each.next());
        for (int i = 0; i < sums.length; i++) {
          sums[i] += block.getDouble();
        }
      }
      return sums;
    } finally {
      blocks.unpersist();
    }
  }

  private static int triangle(int side) {
    return side * (side + 1) / 2;
  }

  private static double[] block(SharedImages images, int block, LongAccumulator done) {
    int side = images.size() + 1;
    double[] sums = new double[triangle(side)];
    int first = (int) ((long) images.count() * block / BLOCKS);
    int end = (int) ((long) images.count() * (block + 1) / BLOCKS);
    for (int place = first; place < end; place++) {
      double[] x = Arrays.copyOf(images.example(place).image().toDoubles(), side);
      x[side - 1] = 1;
      int row = 0;
      for (int i = 0; i < side; i++) {
        double factor = x[i];
        for (int j = i; j < side && factor != 0; j++) {
          sums[row + j - i] += factor * x[j];
        }
        row += side - i;
      }
      done.add(1);
    }
    return sums;
  }

  private static byte[] bytes(double[] sums) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * sums.length);
    for (double sum : sums) {
      bytes.putDouble(sum);
    }
    return bytes.array();
  }

  private static PrincipalComponents solved(
      double[] products, int size, int components, String name) {
    int side = size + 1;
    double[] mean = new double[size];
    double images = products[products.length - 1];
    double[][] covariance = new double[size][size];
    for (int i = 0; i < size; i++) {
      mean[i] = products[row(i, side) + size - i] / images;
    }
    double total = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double value = products[row(i, side) + j - i] / images - mean[i] * mean[j];
        covariance[i][j] = value;
        covariance[j][i] = value;
      }
      total += covariance[i][i];
    }
    // Of such a matrix these are the eigenvalues and eigenvectors; EigenDecomposition itself gives
    // up
    // on some where the images are fewer than their values.
    SingularValueDecomposition solution =
        new SingularValueDecomposition(new Array2DRowRealMatrix(covariance, false));
    double[] variances = solution.getSingularValues();
    checkVary(variances, components);
    return new PrincipalComponents(
        new Network(
            name,
            ElementType.FLOAT32,
            Shape.of(size),
            List.of(layer(solution.getV(), mean, components))),
        Arrays.stream(variances).limit(components).boxed().toList(),
        total);
  }

  private static int row(int i, int side) {
    return i * side - i * (i - 1) / 2;
  }

  private static void checkVary(double[] variances, int components) {
    long directions =
        Arrays.stream(variances).filter(v -> v > NOTHING * Math.max(0, variances[0])).count();
    if (directions < components) {
      throw new BadInput(
          "the images vary in %d directions only; ask for so many components at most"
              .formatted(directions));
    }
  }

  private static Dense layer(RealMatrix vectors, double[] mean, int components) {
    int size = mean.length;
    float[] weight = new float[components * size];
    float[] bias = new float[components];
    for (int k = 0; k < components; k++) {
      double[] vector = vectors.getColumn(k);
      double sign = sign(vector);
      double shift = 0;
      for (int p = 0; p < size; p++) {
        weight[k * size + p] = (float) (sign * vector[p]);
        shift += weight[k * size + p] * mean[p];
      }
      bias[k] = (float) -shift;
    }
    return Dense.of(
        Tensor.of(Shape.of(components, size), weight), Tensor.of(Shape.of(components), bias));
  }

  private static double sign(double[] vector) {
    double greatest = 0;
    for (double value : vector) {
      greatest = Math.abs(value) > Math.abs(greatest) ? value : greatest;
    }
    return Math.signum(greatest);
  }
}
