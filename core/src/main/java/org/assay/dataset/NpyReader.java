package org.assay.dataset;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Shape;

/**
 * Reads a pair of NumPy arrays: images {@code [count][...]} and labels {@code [count]}, see {@link
 * NpyArray}. Images of rank two, {@code [rows][columns]}, get one channel in front.
 *
 * <p>Type {@code u1} is 8-bit: pixels become float32 b/255. Types {@code i4} and {@code i8} are so
 * too where all values are from 0 to 255 and some is above 1; where none is above 1 they are taken
 * as 0 and 1; other integers are refused. Types {@code f4} and {@code f8} are taken as they stand,
 * {@code f8} rounded once to the nearest float32.
 */
public final class NpyReader {

  private NpyReader() {}

  /**
   * The images of a pair of files.
   *
   * @param images bytes of the array of images
   * @param labels bytes of the array of labels: integers, one an image
   */
  public static ImageSet read(byte[] images, byte[] labels) {
    NpyArray pixels = NpyArray.read("npy images", images);
    int[] label = labels(NpyArray.read("npy labels", labels));
    List<Integer> dimensions = pixels.dimensions();
    if (dimensions.size() < 2 || pixels.size() == 0) {
      throw new DataFormatException(
          "npy images: shape %s; a first axis of images and at least one pixel each are needed"
              .formatted(dimensions));
    }
    int count = dimensions.get(0);
    if (count != label.length) {
      throw new DataFormatException(
          "npy: %d images but %d labels; give two files that go together"
              .formatted(count, label.length));
    }
    List<Integer> rest = new ArrayList<>(dimensions.subList(1, dimensions.size()));
    if (rest.size() == 2) {
      rest.add(0, 1);
    }
    Shape shape = shape(rest);
    return isEightBit(pixels)
        ? ImageSet.ofBytes(shape, bytes(pixels, count, shape.size()), label)
        : ImageSet.ofFloats(shape, floats(pixels, count, shape.size()), label);
  }

  private static Shape shape(List<Integer> dimensions) {
    try {
      return new Shape(dimensions);
    } catch (IllegalArgumentException e) {
      throw new DataFormatException("npy images: " + e.getMessage(), e);
    }
  }

  private static boolean isEightBit(NpyArray array) {
    if (array.isByte() || !array.isInteger()) {
      return array.isByte();
    }
    boolean aboveOne = false;
    for (int i = 0; i < array.size(); i++) {
      double value = array.at(i);
      if (!(value >= 0 && value <= 255)) {
        throw new DataFormatException(
            "npy images: value %s at index %d; integer pixels are 8-bit, 0 to 255: store others as f4"
                .formatted(value, i));
      }
      aboveOne |= value > 1;
    }
    return aboveOne;
  }

  private static List<byte[]> bytes(NpyArray array, int count, int size) {
    List<byte[]> images = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      byte[] image = new byte[size];
      for (int i = 0; i < size; i++) {
        image[i] = (byte) (int) array.at(id * size + i);
      }
      images.add(image);
    }
    return images;
  }

  private static List<float[]> floats(NpyArray array, int count, int size) {
    List<float[]> images = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      float[] image = new float[size];
      for (int i = 0; i < size; i++) {
        image[i] = (float) array.at(id * size + i);
      }
      images.add(image);
    }
    return images;
  }

  private static int[] labels(NpyArray array) {
    List<Integer> dimensions = array.dimensions();
    boolean column = dimensions.size() == 2 && dimensions.get(1) == 1;
    if (dimensions.size() != 1 && !column) {
      throw new DataFormatException(
          "npy labels: shape " + dimensions + "; one label an image is needed, shape [count]");
    }
    int[] labels = new int[array.size()];
    for (int i = 0; i < labels.length; i++) {
      double value = array.at(i);
      labels[i] = (int) value;
      if (labels[i] != value || value < 0) {
        throw new DataFormatException(
            "npy labels: value %s at index %d; labels are integers from 0".formatted(value, i));
      }
    }
    return labels;
  }
}
