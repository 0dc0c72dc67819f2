package org.assay.jobs.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** Damage to bytes that knows nothing of what they mean, and what makes it pass a first look. */
final class ByteMutations {

  /** Where most formats have their header. */
  private static final int HEADER = 64;

  private static final int LONGEST_RUN = 1 << 14;
  private static final int[] EXTREME = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x00FFFFFF, 0x7F7F7F7F, 0x0000FFFF, 1 << 28
  };
  private static final int PNG_SIGNATURE = 8;
  private static final int PNG_CHUNK = 12;

  private ByteMutations() {}

  /** Few changes of one of the files; parts of others may come in. */
  static byte[] of(Random random, List<byte[]> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int left = times(random, 4); left > 0 && bytes.length > 0; left--) {
      bytes = changed(random, bytes, seeds);
    }
    return bytes;
  }

  /** How many changes: mostly one, so that most of a file stays good, at most so many. */
  static int times(Random random, int most) {
    return random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(most);
  }

  private static byte[] changed(Random random, byte[] bytes, List<byte[]> seeds) {
    int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(HEADER, bytes.length));
    int end = at + random.nextInt(1 + bytes.length - at);
    switch (random.nextInt(9)) {
      case 0:
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      case 1:
        bytes[at] = (byte) random.nextInt();
        return bytes;
      case 2, 3:
        return extreme(random, bytes, at);
      case 4:
        return Arrays.copyOf(bytes, at);
      case 5:
        return spliced(bytes, at, new byte[0], end);
      case 6:
        return spliced(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
      case 7:
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(1 + other.length);
        int to = from + random.nextInt(1 + Math.min(LONGEST_RUN, other.length - from));
        return spliced(bytes, at, Arrays.copyOfRange(other, from, to), end);
      default:
        byte[] run = new byte[random.nextInt(LONGEST_RUN)];
        Arrays.fill(run, random.nextBoolean() ? bytes[at] : (byte) random.nextInt());
        return spliced(bytes, at, run, at);
    }
  }

  private static byte[] extreme(Random random, byte[] bytes, int at) {
    int number = EXTREME[random.nextInt(EXTREME.length)];
    for (int i = 0; i < 4 && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (number >> (24 - 8 * i));
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] between, int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.write(between, 0, between.length);
    out.write(bytes, end, bytes.length - end);
    return out.toByteArray();
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

  /** Some hundred kilobytes that unpack to a start and 400 MB of one byte. */
  static byte[] bomb(byte[] start, int filling) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 20];
    Arrays.fill(block, (byte) filling);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(start);
      for (int i = 0; i < 400; i++) {
        zip.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A PNG file with every chunk's checksum made right again, so that damage gets further. */
  static byte[] withChecksums(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    int at = PNG_SIGNATURE;
    while (at + PNG_CHUNK <= file.length) {
      int length = buffer.getInt(at);
      if (length < 0 || length > file.length - at - PNG_CHUNK) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, length + 4);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += PNG_CHUNK + length;
    }
    return file;
  }
}
