package org.assay.format;

/**
 * A file that is not imported: the message says what is in the way, by operator, node and value.
 * Readers of this package throw nothing else, whatever bytes they are given.
 */
public final class ModelFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;
  private static final int LONGEST_NAME = 80;

  ModelFormatException(String message) {
    super(message);
  }

  ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A name from a file as a message shows it: quoted, shortened, without control characters. */
  static String quote(String name) {
    String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    return "'" + shown.replaceAll("\\p{C}|\\uFFFD", "?") + "'";
  }
}
