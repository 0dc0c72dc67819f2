package org.assay.jobs.integration;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.SQLException;

/** The stored images of an audit as MNIST's two files; images that it left out are zero. */
final class IdxFiles {

  private static final int SIDE = 28;

  private IdxFiles() {}

  /** Magic number, count, rows, columns, then a byte a pixel. */
  static byte[] images(StoredTables tables) throws SQLException, IOException {
    int count = count(tables);
    byte[] pixels = new byte[count * SIDE * SIDE];
    for (Object[] row : tables.rows("SELECT DISTINCT image, pixels FROM images")) {
      Object[] image = (Object[]) row[1];
      for (int p = 0; p < image.length; p++) {
        int place = (Integer) row[0] * SIDE * SIDE + p;
        pixels[place] = (byte) Math.round((Float) image[p] * 255);
      }
    }
    return file(pixels, 0x803, count, SIDE, SIDE);
  }

  /** Magic number, count, then a byte an image. */
  static byte[] labels(StoredTables tables) throws SQLException, IOException {
    int count = count(tables);
    byte[] labels = new byte[count];
    for (Object[] row : tables.rows("SELECT DISTINCT image, label FROM images")) {
      labels[(Integer) row[0]] = (byte) (int) (Integer) row[1];
    }
    return file(labels, 0x801, count);
  }

  private static int count(StoredTables tables) throws SQLException {
    return (int) tables.number("SELECT max(image) + 1 FROM images");
  }

  private static byte[] file(byte[] content, int... header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream file = new DataOutputStream(bytes);
    for (int number : header) {
      file.writeInt(number);
    }
    file.write(content);
    return bytes.toByteArray();
  }
}
