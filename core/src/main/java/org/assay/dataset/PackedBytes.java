package org.assay.dataset;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * What gzip packed, unpacked as it is read. An {@link IOException} tells where the data are damaged
 * or grow beyond {@link #MOST_TIMES} their packed size, as a few bytes made to fill all memory do.
 */
public final class PackedBytes extends FilterInputStream {

  /** Data that take up to 64 MiB may grow as they like. */
  private static final long ALWAYS = 1L << 26;

  /** Images of handwritten digits grow 5 times, a network's decimals 3 times. */
  private static final long MOST_TIMES = 100;

  private static final int BUFFER = 1 << 16;

  private final long most;
  private long taken;

  private PackedBytes(GZIPInputStream in, long most) {
    super(in);
    this.most = most;
  }

  /** Whether a file starts with gzip's magic number. */
  public static boolean isPacked(byte[] file) {
    return file.length > 1 && file[0] == (byte) 0x1F && file[1] == (byte) 0x8B;
  }

  /** What is packed in a file. */
  public static PackedBytes of(byte[] file) throws IOException {
    return new PackedBytes(
        new GZIPInputStream(new ByteArrayInputStream(file), BUFFER),
        Math.max(ALWAYS, MOST_TIMES * file.length));
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int more) throws IOException {
    taken += more;
    if (taken > most) {
      throw new IOException("they unpack to more than " + most + " bytes, too many for their size");
    }
  }
}
