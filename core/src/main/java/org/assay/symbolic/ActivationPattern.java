package org.assay.symbolic;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.assay.network.Clip.Phase;

/**
 * The phase of every unit of a network, in network order; two bits each. Equality is by content.
 * Immutable.
 */
public final class ActivationPattern {

  private static final int PER_WORD = 32;
  private static final int FINGERPRINT_BYTES = 16;

  private final int units;
  private final long[] words;

  private ActivationPattern(int units, long[] words) {
    this.units = units;
    this.words = words;
  }

  /** The pattern of these phases. */
  public static ActivationPattern of(Phase[] phases) {
    long[] words = new long[(phases.length + PER_WORD - 1) / PER_WORD];
    for (int u = 0; u < phases.length; u++) {
      words[u / PER_WORD] |= code(phases[u]) << (2 * (u % PER_WORD));
    }
    return new ActivationPattern(phases.length, words);
  }

  /** This pattern with some units in other phases. */
  public ActivationPattern with(Map<Integer, Phase> changed) {
    long[] copy = words.clone();
    changed.forEach(
        (unit, phase) -> {
          int shift = 2 * (unit % PER_WORD);
          copy[unit / PER_WORD] &= ~(3L << shift);
          copy[unit / PER_WORD] |= code(phase) << shift;
        });
    return new ActivationPattern(units, copy);
  }

  public int units() {
    return units;
  }

  public Phase phase(int unit) {
    if (unit < 0 || unit >= units) {
      throw new IndexOutOfBoundsException("unit " + unit + " of " + units);
    }
    int code = (int) (words[unit / PER_WORD] >>> (2 * (unit % PER_WORD))) & 3;
    return code == 0 ? Phase.BELOW : code == 1 ? Phase.INSIDE : Phase.ABOVE;
  }

  private static long code(Phase phase) {
    return switch (phase) {
      case BELOW -> 0;
      case INSIDE -> 1;
      case ABOVE -> 2;
    };
  }

  /** The phases of some units: those of a layer, say. */
  public ActivationPattern part(int from, int to) {
    Phase[] phases = new Phase[to - from];
    Arrays.setAll(phases, i -> phase(from + i));
    return of(phases);
  }

  /** Whether a unit passes its input on: for a ReLU, active. */
  public boolean passes(int unit) {
    return phase(unit) == Phase.INSIDE;
  }

  /** Number of units that pass their input on. */
  public int passing() {
    int count = 0;
    for (long word : words) {
      // The code of INSIDE is 01, and none is 11.
      count += Long.bitCount(word & 0x5555555555555555L);
    }
    return count;
  }

  /**
   * 128 bits of the SHA-256 of the phases, in hexadecimal; the same on every machine. Patterns of
   * one network are told apart by it when coverage is counted.
   */
  public String fingerprint() {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 8 * words.length).putInt(units);
    for (long word : words) {
      bytes.putLong(word);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ActivationPattern p && units == p.units && Arrays.equals(words, p.words);
  }

  @Override
  public int hashCode() {
    return 31 * units + Arrays.hashCode(words);
  }

  /** One digit a unit: 0 below, 1 inside, 2 above its bounds. For a ReLU: 0 inactive, 1 active. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(units);
    for (int u = 0; u < units; u++) {
      text.append(code(phase(u)));
    }
    return text.toString();
  }
}
