package org.assay.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import org.assay.network.Shape;

/**
 * A decoded PNG picture: 8-bit samples, channel after channel. Chunks are checked by their CRC, and
 * no more is unpacked than the header says there is.
 */
final class PngPicture {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int COLOUR_ALPHA = 6;

  private final int columns;
  private final int rows;
  private final int bits;
  private final int kind;
  private byte[] palette = new byte[0];
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();

  private PngPicture(ByteBuffer header) {
    columns = header.getInt();
    rows = header.getInt();
    bits = header.get();
    kind = header.get();
    if (columns < 1 || rows < 1 || columns > PngReader.MAX_SIDE || rows > PngReader.MAX_SIDE) {
      throw bad(
          "%d x %d pixels; sides from 1 to %d are read"
              .formatted(columns & 0xFFFFFFFFL, rows & 0xFFFFFFFFL, PngReader.MAX_SIDE));
    }
    if (bits == 16) {
      throw bad("16 bits a channel; save it with 8");
    }
    boolean low = bits == 1 || bits == 2 || bits == 4;
    boolean known = kind == GREY || kind == COLOUR || kind == PALETTE;
    known |= kind == GREY_ALPHA || kind == COLOUR_ALPHA;
    if (!known || !(bits == 8 || (low && (kind == GREY || kind == PALETTE)))) {
      throw bad("colour type " + kind + " with " + bits + " bits is no PNG; save it again");
    }
    if (header.getShort() != 0) {
      throw bad("unknown compression or filter method; save it again");
    }
    if (header.get() != 0) {
      throw bad("interlaced; save it without interlacing");
    }
  }

  /** The picture in a file. */
  static PngPicture decode(ByteBuffer file) {
    try {
      if (file.remaining() < 8 || file.getLong() != SIGNATURE) {
        throw bad("no PNG signature; is it a PNG file?");
      }
      PngPicture picture = new PngPicture(chunk(file, "IHDR", 13));
      picture.readChunks(file);
      return picture;
    } catch (BufferUnderflowException e) {
      throw new DataFormatException("PNG: truncated; fetch the file again", e);
    }
  }

  private void readChunks(ByteBuffer file) {
    for (String type = type(file); !type.equals("IEND"); type = type(file)) {
      ByteBuffer data = chunk(file, type, -1);
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      switch (type) {
        case "PLTE" -> palette = bytes;
        case "IDAT" -> packed.writeBytes(bytes);
        case "tRNS" -> throw bad("transparent pixels have no one value; flatten the picture");
        default -> {
          if (Character.isUpperCase(type.charAt(0))) {
            throw bad("unknown critical chunk '" + type + "'; save it again");
          }
        }
      }
    }
  }

  private static String type(ByteBuffer file) {
    StringBuilder type = new StringBuilder();
    for (int i = 4; i < 8; i++) {
      if (file.remaining() < 8) {
        throw new BufferUnderflowException();
      }
      type.append((char) (file.get(file.position() + i) & 0xFF));
    }
    return type.toString();
  }

  /** The data of the next chunk, which must be of this type and, unless -1, this length. */
  private static ByteBuffer chunk(ByteBuffer file, String expected, int expectedLength) {
    String type = type(file);
    int length = file.getInt();
    if (length < 0 || length > file.remaining() - 8) {
      throw new BufferUnderflowException();
    }
    if (!type.equals(expected) || (expectedLength >= 0 && length != expectedLength)) {
      throw bad("no header chunk; is it a PNG file?");
    }
    ByteBuffer checked = file.slice(file.position(), length + 4);
    CRC32 crc = new CRC32();
    crc.update(checked.duplicate());
    file.position(file.position() + length + 4);
    if (file.getInt() != (int) crc.getValue()) {
      throw bad("chunk '" + type + "' is damaged; fetch the file again");
    }
    return checked.position(4);
  }

  private int samples() {
    return switch (kind) {
      case GREY_ALPHA -> 2;
      case COLOUR -> 3;
      case COLOUR_ALPHA -> 4;
      default -> 1;
    };
  }

  Shape shape() {
    return Shape.of(kind == GREY || kind == GREY_ALPHA ? 1 : 3, rows, columns);
  }

  /** The samples, {@code [channels][rows][columns]}. */
  byte[] bytes() {
    int perRow = (columns * samples() * bits + 7) / 8;
    byte[] filtered = inflate(rows * (perRow + 1));
    int step = Math.max(1, samples() * bits / 8);
    byte[] above = new byte[perRow];
    byte[] planes = new byte[shape().size()];
    for (int y = 0; y < rows; y++) {
      byte[] row = new byte[perRow];
      System.arraycopy(filtered, y * (perRow + 1) + 1, row, 0, perRow);
      unfilter(filtered[y * (perRow + 1)], row, above, step);
      for (int x = 0; x < columns; x++) {
        place(row, y, x, planes);
      }
      above = row;
    }
    return planes;
  }

  private byte[] inflate(int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.toByteArray());
      byte[] bytes = new byte[size];
      int length = 0;
      while (length < size) {
        int more = inflater.inflate(bytes, length, size - length);
        if (more == 0) {
          throw bad("%d bytes of pixels of %d; fetch the file again".formatted(length, size));
        }
        length += more;
      }
      return bytes;
    } catch (java.util.zip.DataFormatException e) {
      throw new DataFormatException("PNG: damaged pixel data; fetch the file again", e);
    } finally {
      inflater.end();
    }
  }

  private static void unfilter(int filter, byte[] row, byte[] above, int step) {
    if (filter < 0 || filter > 4) {
      throw bad("filter type " + filter + " is unknown; fetch the file again");
    }
    for (int i = 0; i < row.length; i++) {
      int left = i < step ? 0 : row[i - step] & 0xFF;
      int up = above[i] & 0xFF;
      int corner = i < step ? 0 : above[i - step] & 0xFF;
      row[i] +=
          (byte)
              switch (filter) {
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                case 4 -> paeth(left, up, corner);
                default -> 0;
              };
    }
  }

  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
  }

  private void place(byte[] row, int y, int x, byte[] planes) {
    int pixel = y * columns + x;
    if (kind == PALETTE) {
      int entry = packedSample(row, x);
      if (3 * entry + 2 >= palette.length) {
        throw bad(
            "colour %d of a palette of %d; save it again".formatted(entry, palette.length / 3));
      }
      for (int c = 0; c < 3; c++) {
        planes[c * rows * columns + pixel] = palette[3 * entry + c];
      }
    } else if (kind == GREY) {
      planes[pixel] = (byte) (packedSample(row, x) * 255 / ((1 << bits) - 1));
    } else {
      int channels = shape().dimension(0);
      for (int c = 0; c < channels; c++) {
        planes[c * rows * columns + pixel] = row[x * samples() + c];
      }
      if (samples() > channels && row[x * samples() + channels] != -1) {
        throw bad("transparent pixels have no one value; flatten the picture");
      }
    }
  }

  private int packedSample(byte[] row, int x) {
    int shift = 8 - bits - x * bits % 8;
    return row[x * bits / 8] >> shift & (1 << bits) - 1;
  }

  private static DataFormatException bad(String what) {
    return new DataFormatException("PNG: " + what);
  }
}
