package org.assay.jobs.fuzz;

import java.io.IOException;
import java.util.Random;
import java.util.function.Function;

/**
 * A format of untrusted files.
 *
 * @param share how many of 100 inputs are of this format
 * @param changed a hostile file
 * @param reader puts the file where users have theirs and reads it as commands do
 */
record Format(String name, int share, Function<Random, byte[]> changed, Reader reader) {

  /** Reads a file; throws {@link Refused}, and nothing else, where it is told what is wrong. */
  interface Reader {
    void read(byte[] file) throws IOException, Refused;
  }

  /** The answer that a bad file should get. */
  static final class Refused extends Exception {
    Refused(RuntimeException cause) {
      super(cause);
    }

    Refused(Exception cause) {
      super(cause);
    }
  }

  /** The file of a number: equal for equal seeds, whatever else was read. */
  byte[] input(long seed, int number) {
    long mixed = 31 * (31 * seed + name.hashCode()) + number;
    return changed.apply(new Random(mixed * 0x9E3779B97F4A7C15L));
  }
}
