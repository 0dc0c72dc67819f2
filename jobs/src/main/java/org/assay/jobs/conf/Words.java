package org.assay.jobs.conf;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Words of plans that stand for constants. */
final class Words {

  private Words() {}

  /** The constant of a name in lower case with dashes; the error lists all names. */
  static <E extends Enum<E>> E of(Class<E> type, String word) {
    return named(
        type.getEnumConstants(),
        e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        word.toLowerCase(Locale.ROOT));
  }

  static <E> E named(E[] values, Function<E, String> name, String word) {
    return Arrays.stream(values)
        .filter(v -> name.apply(v).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not known; write one of %s"
                        .formatted(
                            word,
                            Arrays.stream(values).map(name).collect(Collectors.joining(", ")))));
  }

  static boolean flag(String word) {
    return switch (word) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }

  static long whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a whole number", e);
    }
  }
}
