package org.assay.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of a file from the first to the last, unpacked on the way where they start with gzip's
 * magic number. Never holds more than is asked for; running out is a {@link DataFormatException}.
 */
final class ByteSource {

  private final String name;
  private final InputStream in;
  private long taken;

  private ByteSource(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** A source over a file's bytes; the name is for messages. */
  static ByteSource of(String name, byte[] bytes) {
    InputStream plain = new ByteArrayInputStream(bytes);
    try {
      return new ByteSource(name, PackedBytes.isPacked(bytes) ? PackedBytes.of(bytes) : plain);
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  /** The next bytes, exactly this many. */
  byte[] take(int count) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(count);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (bytes.length < count) {
      throw new DataFormatException(
          "%s: truncated: %d bytes are missing after byte %d; fetch the file again"
              .formatted(name, count - bytes.length, taken + bytes.length));
    }
    taken += count;
    return bytes;
  }

  /** The next four bytes as a big-endian number. */
  int takeInt() {
    return ByteBuffer.wrap(take(4)).getInt();
  }

  /** All that is left up to a limit; more is an error. */
  byte[] takeRest(int limit) {
    try {
      byte[] bytes = in.readNBytes(limit);
      taken += bytes.length;
      expectEnd();
      return bytes;
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  void expectEnd() {
    int next;
    try {
      next = in.read();
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (next >= 0) {
      throw new DataFormatException(
          "%s: more bytes follow after byte %d, where it should end; is it the right file?"
              .formatted(name, taken));
    }
  }

  private static DataFormatException damaged(String name, IOException cause) {
    return new DataFormatException(
        name + ": damaged gzip data (" + cause.getMessage() + "); fetch the file again", cause);
  }
}
