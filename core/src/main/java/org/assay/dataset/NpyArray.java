package org.assay.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of NumPy's {@code .npy} format, versions 1 to 3: element types {@code u1, i4, i8, f4,
 * f8} of either byte order, stored by rows (C) or by columns (Fortran). Elements are numbered
 * row-major whatever the storage, and stay in the file's bytes.
 *
 * <p>Source: NumPy Enhancement Proposal 1.
 */
public final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

  private final ByteBuffer data;
  private final String type;
  private final List<Integer> dimensions;
  private final boolean byColumns;
  private final int size;

  private NpyArray(ByteBuffer data, String type, List<Integer> dimensions, boolean byColumns) {
    this.data = data;
    this.type = type;
    this.dimensions = dimensions;
    this.byColumns = byColumns && dimensions.size() > 1;
    int product = 1;
    for (int dimension : dimensions) {
      product *= dimension;
    }
    this.size = product;
  }

  /**
   * The array in a file.
   *
   * @param name what to call the file in messages
   * @param file its bytes, which are kept, not copied
   */
  public static NpyArray read(String name, byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    String header = header(name, buffer);
    String described = find(name, header, TYPE, "'descr'");
    Matcher type = Pattern.compile("'([<>|=])(u1|i4|i8|f4|f8)'").matcher(described);
    if (!type.matches()) {
      throw new DataFormatException(
          "%s: element type %s is not read; store the array as u1, i4, i8, f4 or f8"
              .formatted(name, described.equals("[") ? "with fields" : described));
    }
    List<Integer> dimensions = dimensions(name, find(name, header, SHAPE, "'shape'"));
    boolean byColumns = find(name, header, ORDER, "'fortran_order'").equals("True");
    int width = type.group(2).charAt(1) - '0';
    long bytes = width;
    for (int dimension : dimensions) {
      bytes = Math.multiplyHigh(bytes, dimension) != 0 ? -1 : bytes * dimension;
      if (bytes < 0 || bytes > Integer.MAX_VALUE) {
        throw new DataFormatException(
            name + ": shape " + dimensions + " is more than 2^31 bytes; split the array");
      }
    }
    if (bytes != buffer.remaining()) {
      throw new DataFormatException(
          "%s: shape %s needs %d bytes of data, the file has %d; fetch or store it again"
              .formatted(name, dimensions, bytes, buffer.remaining()));
    }
    boolean big = type.group(1).equals(">");
    ByteBuffer data = buffer.slice().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    return new NpyArray(data, type.group(2), dimensions, byColumns);
  }

  private static String header(String name, ByteBuffer buffer) {
    for (byte expected : MAGIC) {
      if (!buffer.hasRemaining() || buffer.get() != expected) {
        throw new DataFormatException(name + ": no NumPy magic number; give a .npy file");
      }
    }
    if (buffer.remaining() < 6) {
      throw new DataFormatException(name + ": truncated in the header; fetch the file again");
    }
    int version = buffer.get();
    buffer.get();
    if (version < 1 || version > 3) {
      throw new DataFormatException(
          name + ": format version " + version + " is not read; store it as version 1, 2 or 3");
    }
    long length = version == 1 ? buffer.getShort() & 0xFFFFL : buffer.getInt() & 0xFFFFFFFFL;
    if (length > buffer.remaining()) {
      throw new DataFormatException(
          "%s: the header is said to have %d bytes, the file has %d more; fetch it again"
              .formatted(name, length, buffer.remaining()));
    }
    byte[] text = new byte[(int) length];
    buffer.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String find(String name, String header, Pattern pattern, String key) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new DataFormatException(
          name + ": the header gives no readable " + key + "; store the array again with numpy");
    }
    return matcher.group(1);
  }

  private static List<Integer> dimensions(String name, String text) {
    List<Integer> dimensions = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String digits = part.strip();
      if (digits.isEmpty()) {
        continue;
      }
      if (!digits.matches("\\d{1,9}")) {
        throw new DataFormatException(
            name + ": dimension '" + digits + "' in the header is no size that can be read");
      }
      dimensions.add(Integer.parseInt(digits));
    }
    return List.copyOf(dimensions);
  }

  /** The size along each axis; empty for a single number. */
  public List<Integer> dimensions() {
    return dimensions;
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  boolean isByte() {
    return type.equals("u1");
  }

  boolean isInteger() {
    return !type.startsWith("f");
  }

  /** An element by its row-major index; exact, but {@code i8} beyond 2^53 goes to the nearest. */
  public double at(int index) {
    int at = byColumns ? stored(index) : index;
    return switch (type) {
      case "u1" -> data.get(at) & 0xFF;
      case "i4" -> data.getInt(4 * at);
      case "i8" -> (double) data.getLong(8 * at);
      case "f4" -> data.getFloat(4 * at);
      default -> data.getDouble(8 * at);
    };
  }

  /** Where a row-major index is stored when the first axis runs fastest. */
  private int stored(int index) {
    int rest = index;
    int at = 0;
    int block = size;
    for (int axis = dimensions.size() - 1; axis >= 0; axis--) {
      int dimension = dimensions.get(axis);
      block /= dimension;
      at += rest % dimension * block;
      rest /= dimension;
    }
    return at;
  }
}
