package org.assay.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assay.network.Shape;

/**
 * Reads comma-separated values, one image a line: its label, then its pixels in the network's
 * order. Plain or gzipped. A first line whose first cell starts with a letter or a quote is a
 * heading; empty lines are passed over. Images are flat; {@link ImageSet#reshaped} gives them rows.
 *
 * <p>8-bit or not is decided for the whole file: where every value is an integer from 0 to 255 and
 * some value is above 1, pixels are 8-bit and become float32 b/255; otherwise each value is taken
 * as it stands, rounded once to the nearest float32.
 */
public final class CsvReader {

  /** More bytes of text than this are refused: 2^30. */
  public static final int MAX_BYTES = 1 << 30;

  private static final int LONGEST_CELL = 400;

  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private final byte[] text;
  private int at;
  private int line = 1;

  private final List<byte[]> bytes = new ArrayList<>();
  private final List<float[]> floats = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private boolean whole = true;
  private boolean aboveOne;
  private int columns = -1;

  private CsvReader(byte[] text) {
    this.text = text;
  }

  /** The images of a file, of flat shape. */
  public static ImageSet read(byte[] file) {
    CsvReader reader = new CsvReader(ByteSource.of("CSV", file).takeRest(MAX_BYTES));
    return reader.images();
  }

  private ImageSet images() {
    if (at < text.length && (Character.isLetter(text[at]) || text[at] == '"')) {
      skipLine();
    }
    while (at < text.length) {
      if (text[at] == '\n' || text[at] == '\r') {
        line += text[at++] == '\n' ? 1 : 0;
      } else {
        row();
      }
    }
    if (labels.isEmpty()) {
      throw new DataFormatException("CSV: no line with a label and pixels; is it the right file?");
    }
    int[] label = labels.stream().mapToInt(Integer::intValue).toArray();
    Shape shape = Shape.of(columns);
    if (whole && aboveOne) {
      return ImageSet.ofBytes(shape, bytes, label);
    }
    widen();
    return ImageSet.ofFloats(shape, floats, label);
  }

  private void skipLine() {
    while (at < text.length && text[at] != '\n') {
      at++;
    }
  }

  private void row() {
    float label = cell();
    if (!(label >= 0 && label < 1 << 24 && label == Math.rint(label))) {
      throw bad("the label is " + label + "; the first value must be an integer from 0");
    }
    float[] row = new float[columns < 0 ? count() : columns];
    int cells = 0;
    while (at < text.length && text[at] == ',') {
      at++;
      float value = cell();
      if (cells == row.length) {
        throw bad("more than the " + row.length + " pixels of the first line");
      }
      row[cells++] = value;
    }
    if (cells == 0 || cells != row.length) {
      throw bad("%d pixels, but the first line has %d".formatted(cells, row.length));
    }
    if (cells > Shape.MAX_SIZE) {
      throw bad(cells + " pixels are more than " + Shape.MAX_SIZE);
    }
    columns = cells;
    labels.add((int) label);
    keep(row);
  }

  /** The number of commas up to the end of this line. */
  private int count() {
    int commas = 0;
    for (int i = at; i < text.length && text[i] != '\n'; i++) {
      commas += text[i] == ',' ? 1 : 0;
    }
    return commas;
  }

  private void keep(float[] row) {
    byte[] narrow = new byte[row.length];
    for (int i = 0; i < row.length && whole; i++) {
      whole = row[i] >= 0 && row[i] <= 255 && row[i] == (int) row[i];
      aboveOne |= row[i] > 1;
      narrow[i] = (byte) (int) row[i];
    }
    if (whole) {
      bytes.add(narrow);
    } else {
      widen();
      floats.add(row);
    }
  }

  /** Turns the rows held as bytes so far into rows of the same values as they stand. */
  private void widen() {
    for (byte[] narrow : bytes) {
      float[] row = new float[narrow.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = narrow[i] & 0xFF;
      }
      floats.add(row);
    }
    bytes.clear();
  }

  /** The next number; stops at the comma or the end of line behind it. */
  private float cell() {
    int from = at;
    int digits = 0;
    boolean plain = true;
    while (at < text.length && text[at] != ',' && text[at] != '\n' && text[at] != '\r') {
      int digit = text[at++] - '0';
      plain &= digit >= 0 && digit <= 9;
      digits = plain && at - from <= 7 ? digits * 10 + digit : digits;
    }
    return plain && at > from && at - from <= 7 ? digits : decimal(from);
  }

  private float decimal(int from) {
    int length = Math.min(at - from, LONGEST_CELL);
    String cell = new String(text, from, length, StandardCharsets.ISO_8859_1).strip();
    if (at - from <= LONGEST_CELL && DECIMAL.matcher(cell).matches()) {
      float value = Float.parseFloat(cell);
      if (Float.isFinite(value)) {
        return value;
      }
    }
    String shown = cell.length() > 40 ? cell.substring(0, 40) + "..." : cell;
    throw bad(
        "'"
            + shown
            + "' is no number; a line is a label and pixels with commas between,"
            + " either 8-bit integers from 0 to 255 or decimals within float32");
  }

  private DataFormatException bad(String what) {
    return new DataFormatException("CSV, line " + line + ": " + what);
  }
}
