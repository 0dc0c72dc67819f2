package org.assay.jobs.run;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.dataset.Example;
import org.assay.dataset.ImageSet;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * The selected images of a data set as they travel to executors: one array, a byte a pixel where
 * all pixels are 8-bit, else four.
 */
public final class SharedImages implements Serializable {

  private static final long serialVersionUID = 1;

  private final int channels;
  private final int rows;
  private final int columns;
  private final int[] ids;
  private final int[] labels;
  private final byte[] bytes;
  private final float[] floats;

  private SharedImages(
      int channels, int rows, int columns, int[] ids, int[] labels, byte[] bytes, float[] floats) {
    this.channels = channels;
    this.rows = rows;
    this.columns = columns;
    this.ids = ids;
    this.labels = labels;
    this.bytes = bytes;
    this.floats = floats;
  }

  /** Those of the images that are selected; their shape is that of {@link #pictureShape}. */
  public static SharedImages of(ImageSet images, Selection selection, Shape networkInput) {
    Shape shape = pictureShape(images.shape(), networkInput);
    int[] ids = selection.of(images.size());
    int[] labels = new int[ids.length];
    int size = shape.size();
    if ((long) ids.length * size > Integer.MAX_VALUE - 8) {
      throw new BadInput(
          "%d images of %d values are too many for one run; use --select to take fewer"
              .formatted(ids.length, size));
    }
    byte[] bytes = new byte[ids.length * size];
    float[] floats = new float[0];
    for (int i = 0; i < ids.length; i++) {
      labels[i] = images.label(ids[i]);
      float[] pixels = images.pixels(ids[i]);
      for (int p = 0; p < size && floats.length == 0; p++) {
        int b = Math.round(pixels[p] * 255f);
        if (b < 0 || b > 255 || (float) b / 255f != pixels[p]) {
          floats = widened(bytes, i * size);
        }
        bytes[i * size + p] = (byte) b;
      }
      if (floats.length > 0) {
        System.arraycopy(pixels, 0, floats, i * size, size);
      }
    }
    return new SharedImages(
        shape.dimension(0),
        shape.dimension(1),
        shape.dimension(2),
        ids,
        labels,
        floats.length > 0 ? new byte[0] : bytes,
        floats);
  }

  private static float[] widened(byte[] bytes, int used) {
    float[] floats = new float[bytes.length];
    for (int i = 0; i < used; i++) {
      floats[i] = (bytes[i] & 0xFF) / 255f;
    }
    return floats;
  }

  /**
   * Channels, rows and columns of images: as the data say, else as the network's input says; flat
   * images of n x n values are squares, other flat ones a single row.
   */
  static Shape pictureShape(Shape images, Shape networkInput) {
    int size = images.size();
    Shape shape = images.rank() >= 2 || networkInput.rank() < 2 ? images : networkInput;
    int rank = shape.rank();
    if (rank == 2) {
      return Shape.of(1, shape.dimension(0), shape.dimension(1));
    }
    if (rank >= 3) {
      int rows = shape.dimension(rank - 2);
      int columns = shape.dimension(rank - 1);
      return Shape.of(size / (rows * columns), rows, columns);
    }
    int side = (int) Math.round(Math.sqrt(size));
    return side * side == size ? Shape.of(1, side, side) : Shape.of(1, 1, size);
  }

  /** Number of images. */
  public int count() {
    return ids.length;
  }

  /** Values of one image. */
  public int size() {
    return channels * rows * columns;
  }

  public int channels() {
    return channels;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** The image at a place among these, from 0; its id is its position in the data set. */
  public Example example(int place) {
    int size = size();
    double[] pixels = new double[size];
    for (int p = 0; p < size; p++) {
      int at = place * size + p;
      pixels[p] = floats.length > 0 ? floats[at] : (bytes[at] & 0xFF) / 255f;
    }
    return new Example(
        ids[place], Tensor.of(Shape.of(channels, rows, columns), pixels), labels[place]);
  }

  /** The name of the image at a place: its position in the data set, label, shape and pixels. */
  public String key(int place) {
    MessageDigest digest = Key.sha256();
    ByteBuffer head = ByteBuffer.allocate(5 * Integer.BYTES);
    for (int number : new int[] {ids[place], labels[place], channels, rows, columns}) {
      head.putInt(number);
    }
    digest.update(head.array());
    int size = size();
    ByteBuffer pixels = ByteBuffer.allocate(size * Float.BYTES);
    for (int at = place * size; at < (place + 1) * size; at++) {
      pixels.putFloat(floats.length > 0 ? floats[at] : (bytes[at] & 0xFF) / 255f);
    }
    return HexFormat.of().formatHex(digest.digest(pixels.array()));
  }

  /** The names of the images, by place. */
  public List<String> keys() {
    return IntStream.range(0, ids.length).mapToObj(this::key).toList();
  }

  /** The true label of the image at a place. */
  public int label(int place) {
    return labels[place];
  }

  /** The ids of the images, by place. */
  public List<Integer> ids() {
    return Arrays.stream(ids).boxed().toList();
  }

  /** The image of an id, which must be among these. */
  public Example ofId(int id) {
    return example(placeOf(id));
  }

  /** The place of an id, which must be among these. */
  public int placeOf(int id) {
    for (int place = 0; place < ids.length; place++) {
      if (ids[place] == id) {
        return place;
      }
    }
    throw new IllegalArgumentException("image " + id + " is not selected");
  }

  /** The greatest true label. */
  public int greatestLabel() {
    int greatest = 0;
    for (int label : labels) {
      greatest = Math.max(greatest, label);
    }
    return greatest;
  }
}
