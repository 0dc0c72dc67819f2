package org.assay.dataset;

import java.util.List;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * Labelled images of one shape, held compactly: a byte a pixel where they are 8-bit, else a
 * float32. A pixel is always a float32 number; an 8-bit one is {@code (float) b / 255f}. Immutable
 * and safe for any number of threads.
 */
public final class ImageSet {

  private static final float[] OF_BYTE = new float[256];

  static {
    for (int b = 0; b < OF_BYTE.length; b++) {
      OF_BYTE[b] = (float) b / 255f;
    }
  }

  private final Shape shape;
  private final boolean eightBit;

  /** Pixels of every image where they are 8-bit, else empty; never changed once held. */
  private final List<byte[]> bytes;

  /** Pixels of every image where they are not 8-bit, else empty; never changed once held. */
  private final List<float[]> floats;

  private final int[] labels;

  private ImageSet(Shape shape, List<byte[]> bytes, List<float[]> floats, int[] labels) {
    this.shape = shape;
    this.eightBit = floats.isEmpty();
    this.bytes = bytes;
    this.floats = floats;
    this.labels = labels;
  }

  /**
   * Images of 8-bit pixels.
   *
   * @param shape of every image, {@code [channels][rows][columns]} or flat
   * @param images unsigned bytes of each image, row-major; copied
   * @param labels one an image, from 0; copied
   */
  public static ImageSet ofBytes(Shape shape, List<byte[]> images, int[] labels) {
    int[] sizes = images.stream().mapToInt(image -> image.length).toArray();
    checkTogether(shape, sizes, labels);
    return new ImageSet(
        shape, images.stream().map(byte[]::clone).toList(), List.of(), labels.clone());
  }

  /**
   * Images of float32 pixels.
   *
   * @param shape of every image, {@code [channels][rows][columns]} or flat
   * @param images finite pixels of each image, row-major; copied
   * @param labels one an image, from 0; copied
   */
  public static ImageSet ofFloats(Shape shape, List<float[]> images, int[] labels) {
    int[] sizes = images.stream().mapToInt(image -> image.length).toArray();
    checkTogether(shape, sizes, labels);
    for (int id = 0; id < images.size(); id++) {
      for (float pixel : images.get(id)) {
        if (!Float.isFinite(pixel)) {
          throw new DataFormatException(
              "image " + id + " holds " + pixel + "; pixels must be finite float32 numbers");
        }
      }
    }
    return new ImageSet(
        shape, List.of(), images.stream().map(float[]::clone).toList(), labels.clone());
  }

  private static void checkTogether(Shape shape, int[] sizes, int[] labels) {
    if (sizes.length != labels.length) {
      throw new DataFormatException(
          sizes.length + " images but " + labels.length + " labels; give files that go together");
    }
    for (int id = 0; id < sizes.length; id++) {
      if (sizes[id] != shape.size()) {
        throw new IllegalArgumentException(
            "image " + id + " has " + sizes[id] + " pixels, which is not the shape " + shape);
      }
      if (labels[id] < 0) {
        throw new DataFormatException(
            "label " + labels[id] + " of image " + id + " is negative; labels count from 0");
      }
    }
  }

  /** Number of images. */
  public int size() {
    return labels.length;
  }

  /** Shape of every image. */
  public Shape shape() {
    return shape;
  }

  /** The true label of an image. */
  public int label(int id) {
    return labels[id];
  }

  /** One image with its label; made afresh at each call. */
  public Example example(int id) {
    return new Example(id, Tensor.of(shape, pixels(id)), labels[id]);
  }

  /** A copy of the pixels of one image, row-major. */
  public float[] pixels(int id) {
    if (!eightBit) {
      return floats.get(id).clone();
    }
    byte[] image = bytes.get(id);
    float[] pixels = new float[image.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = OF_BYTE[image[i] & 0xFF];
    }
    return pixels;
  }

  /** The same images in another shape of the same size; nothing is copied. */
  public ImageSet reshaped(Shape other) {
    if (other.size() != shape.size()) {
      throw new IllegalArgumentException(
          "images of shape %s have %d values; shape %s needs %d"
              .formatted(shape, shape.size(), other, other.size()));
    }
    return new ImageSet(other, bytes, floats, labels);
  }

  /**
   * These images columns first: rows and columns of every channel swapped, for networks that were
   * trained on images stored by columns. A flat shape of n x n values is taken as one channel and
   * stays flat.
   */
  public ImageSet transposed() {
    int rank = shape.rank();
    int root = (int) Math.round(Math.sqrt(shape.size()));
    boolean flat = rank == 1 && root * root == shape.size();
    if (!flat && rank != 2 && rank != 3) {
      throw new IllegalArgumentException(
          "images of shape " + shape + " have no rows and columns to swap; give their shape first");
    }
    int rows = flat ? root : shape.dimension(rank - 2);
    int columns = flat ? root : shape.dimension(rank - 1);
    int[] from = new int[shape.size()];
    for (int i = 0; i < from.length; i++) {
      int channel = i / (rows * columns);
      int within = i % (rows * columns);
      from[i] = channel * rows * columns + within % rows * columns + within / rows;
    }
    Shape swapped =
        rank == 1
            ? shape
            : rank == 2 ? Shape.of(columns, rows) : Shape.of(shape.dimension(0), columns, rows);
    return new ImageSet(
        swapped,
        bytes.stream().map(image -> permuted(image, from)).toList(),
        floats.stream().map(image -> permuted(image, from)).toList(),
        labels);
  }

  private static byte[] permuted(byte[] image, int[] from) {
    byte[] permuted = new byte[from.length];
    for (int i = 0; i < from.length; i++) {
      permuted[i] = image[from[i]];
    }
    return permuted;
  }

  private static float[] permuted(float[] image, int[] from) {
    float[] permuted = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      permuted[i] = image[from[i]];
    }
    return permuted;
  }
}
