package org.assay.dataset;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * Reads PNG pictures as 8-bit images of shape {@code [1][rows][columns]} for grey and {@code
 * [3][rows][columns]} for colour, red first. Values are taken as stored, without regard to gamma
 * and colour profiles. Grey of 1, 2 or 4 bits is stretched to 0 to 255; an alpha channel is dropped
 * if the picture is opaque. Refused by name: 16 bits a channel, transparency, sides above {@link
 * #MAX_SIDE}.
 */
public final class PngReader {

  /** The longest side of a picture that is read. */
  public static final int MAX_SIDE = 2048;

  /** One picture of a folder: a name for messages, the bytes of its file, its label. */
  public static final class Labelled {
    private final String name;
    private final byte[] file;
    private final int label;

    private Labelled(String name, byte[] file, int label) {
      this.name = name;
      this.file = file;
      this.label = label;
    }

    /** A picture of a folder; the bytes are kept, not copied. */
    public static Labelled of(String name, byte[] file, int label) {
      return new Labelled(name, file, label);
    }
  }

  private PngReader() {}

  /** The picture in a file's bytes, {@code [channels][rows][columns]}, float32 b/255. */
  public static Tensor read(byte[] file) {
    PngPicture picture = PngPicture.decode(file);
    return ImageSet.ofBytes(picture.shape(), List.of(picture.bytes()), new int[1])
        .example(0)
        .image();
  }

  /** Pictures of one shape in the order given, taken one at a time. */
  public static ImageSet read(Iterable<Labelled> pictures) {
    List<byte[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    Shape shape = Shape.of(0);
    for (Labelled next : pictures) {
      PngPicture picture = decode(next);
      if (images.isEmpty()) {
        shape = picture.shape();
      } else if (!picture.shape().equals(shape)) {
        throw new DataFormatException(
            "%s: a picture of %s among pictures of %s; a data set has one shape"
                .formatted(next.name, picture.shape(), shape));
      }
      images.add(picture.bytes());
      labels.add(next.label);
    }
    if (images.isEmpty()) {
      throw new DataFormatException("PNG: no picture; give a folder of folders named by label");
    }
    return ImageSet.ofBytes(shape, images, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static PngPicture decode(Labelled picture) {
    try {
      return PngPicture.decode(picture.file);
    } catch (DataFormatException e) {
      throw new DataFormatException(picture.name + ": " + e.getMessage(), e);
    }
  }
}
