package org.assay.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Small well-formed files of every format, made in memory. */
final class SampleFiles {

  private SampleFiles() {}

  static byte[] idxImages(int count, int rows, int columns, byte... pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x803)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .put(pixels)
        .array();
  }

  static byte[] idxLabels(int count, byte... labels) {
    return ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(count).put(labels).array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] csv(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** An array file as numpy writes it; its header's length is written as the version wants it. */
  static byte[] npy(int version, String type, boolean byColumns, String shape, ByteBuffer data) {
    String text =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(type, byColumns ? "True" : "False", shape);
    int before = version == 1 ? 10 : 12;
    String header = text + " ".repeat(63 - (before + text.length()) % 64) + "\n";
    ByteBuffer file = ByteBuffer.allocate(before + header.length() + data.capacity());
    file.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93).put(csv("NUMPY"));
    file.put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) header.length());
    } else {
      file.putInt(header.length());
    }
    return file.put(csv(header)).put(data.duplicate().clear()).array();
  }

  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
