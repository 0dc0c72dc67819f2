package org.assay.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them, the same in every locale. */
final class Numbers {

  private Numbers() {}

  /** With commas between thousands, such as {@code 306,936}. */
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** With one digit after the point, whole where it is whole: {@code 7.5}, {@code 7}. */
  static String decimal(double value) {
    if (!Double.isFinite(value)) {
      return Sheet.NONE;
    }
    String text = String.format(Locale.ROOT, "%,.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A share of a whole in per cent with one digit, without the sign; a dash for 0 of 0. */
  static String percent(long part, long whole) {
    return whole == 0 ? Sheet.NONE : String.format(Locale.ROOT, "%.1f", 100.0 * part / whole);
  }

  /** Four significant digits, such as {@code 0.03137}; {@code 0} and {@code 1} as they are. */
  static String measure(double value) {
    if (value == 0 || value == 1) {
      return value == 0 ? "0" : "1";
    }
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : Sheet.NONE;
  }

  static String orNone(@Nullable Object value) {
    return value == null ? Sheet.NONE : value.toString();
  }

  /** A constant's name as the paper and the command line write it, such as {@code coi}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Labels with commas; a dash for none. */
  static String list(List<?> values) {
    return values.isEmpty()
        ? Sheet.NONE
        : values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
