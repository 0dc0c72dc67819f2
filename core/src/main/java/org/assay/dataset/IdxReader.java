package org.assay.dataset;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Shape;

/**
 * Reads MNIST's IDX files, plain or gzipped: unsigned bytes, images {@code [count][rows][columns]}
 * and labels {@code [count]}, header numbers big-endian. Takes no more memory than the header says
 * there is, at most {@link #MAX_BYTES}.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits.
 */
public final class IdxReader {

  /** More pixels than this are refused: 2^30, 1.3 million images of 28 x 28. */
  public static final int MAX_BYTES = 1 << 30;

  /** What an image takes at least, however few its pixels. */
  private static final int BESIDE = 32;

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  private IdxReader() {}

  /**
   * The images of a pair of files, of shape {@code [1][rows][columns]}.
   *
   * @param images bytes of the file of images
   * @param labels bytes of the file of labels
   */
  public static ImageSet read(byte[] images, byte[] labels) {
    ByteSource source = open("IDX images", images, IMAGES);
    int count = count(source.takeInt(), "images");
    int rows = count(source.takeInt(), "rows");
    int columns = count(source.takeInt(), "columns");
    if (rows == 0
        || columns == 0
        || (double) count * Math.max(BESIDE, (double) rows * columns) > MAX_BYTES) {
      throw new DataFormatException(
          "IDX images: %d images of %d x %d; at least one pixel and at most %d bytes are read"
              .formatted(count, rows, columns, MAX_BYTES));
    }
    List<byte[]> pixels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pixels.add(source.take(rows * columns));
    }
    source.expectEnd();
    int[] label = labels(labels);
    if (label.length != count) {
      throw new DataFormatException(
          "IDX: %d images but %d labels; give two files that go together"
              .formatted(count, label.length));
    }
    return ImageSet.ofBytes(Shape.of(1, rows, columns), pixels, label);
  }

  private static int[] labels(byte[] labels) {
    ByteSource source = open("IDX labels", labels, LABELS);
    byte[] bytes = source.take(count(source.takeInt(), "labels"));
    source.expectEnd();
    int[] label = new int[bytes.length];
    for (int i = 0; i < label.length; i++) {
      label[i] = bytes[i] & 0xFF;
    }
    return label;
  }

  private static ByteSource open(String name, byte[] bytes, int expected) {
    ByteSource source = ByteSource.of(name, bytes);
    int magic = source.takeInt();
    if (magic != expected) {
      String hint =
          magic == IMAGES
              ? "these are images; were the two files swapped?"
              : magic == LABELS
                  ? "these are labels; were the two files swapped?"
                  : "is it an IDX file of unsigned bytes?";
      throw new DataFormatException(
          "%s: magic number is 0x%08x, not 0x%08x: %s".formatted(name, magic, expected, hint));
    }
    return source;
  }

  private static int count(int number, String what) {
    if (number < 0 || number > MAX_BYTES) {
      throw new DataFormatException(
          "IDX: the header says %d %s; at most %d are read"
              .formatted(number & 0xFFFFFFFFL, what, MAX_BYTES));
    }
    return number;
  }
}
