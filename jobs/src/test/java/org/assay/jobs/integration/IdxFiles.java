package org.assay.jobs.integration;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** The stored images of an audit as MNIST's two files. */
final class IdxFiles {

  private static final int SIDE = 28;

  private IdxFiles() {}

  /** Magic number, count, rows, columns, then a byte a pixel. */
  static byte[] images(StoredTables tables) throws SQLException, IOException {
    List<Object[]> rows = tables.rows("SELECT pixels FROM images ORDER BY image");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream file = new DataOutputStream(bytes);
    file.writeInt(0x803);
    file.writeInt(rows.size());
    file.writeInt(SIDE);
    file.writeInt(SIDE);
    for (Object[] row : rows) {
      for (Object pixel : (Object[]) row[0]) {
        file.writeByte(Math.round((Float) pixel * 255));
      }
    }
    return bytes.toByteArray();
  }

  /** Magic number, count, then a byte an image. */
  static byte[] labels(StoredTables tables) throws SQLException, IOException {
    List<Object[]> rows = tables.rows("SELECT label FROM images ORDER BY image");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream file = new DataOutputStream(bytes);
    file.writeInt(0x801);
    file.writeInt(rows.size());
    for (Object[] row : rows) {
      file.writeByte((Integer) row[0]);
    }
    return bytes.toByteArray();
  }
}
