package org.assay.format;

/**
 * How many numbers an import may still hold. It bounds memory before anything is allocated, so that
 * a small file cannot claim a huge tensor.
 */
final class Allowance {

  /** 2^26 numbers, half a gigabyte: enough for layers of sixteen million weights. */
  static final long NUMBERS = 1L << 26;

  private long left = NUMBERS;

  /** Takes room for a product of sizes, none of them negative, or refuses. */
  void take(String what, long... sizes) {
    long numbers = 1;
    for (long size : sizes) {
      numbers = size == 0 || numbers <= Long.MAX_VALUE / size ? numbers * size : Long.MAX_VALUE;
    }
    if (numbers > left) {
      throw new ModelFormatException(
          what
              + " needs room for "
              + numbers
              + " numbers; "
              + left
              + " are left of the limit of "
              + NUMBERS);
    }
    left -= numbers;
  }
}
