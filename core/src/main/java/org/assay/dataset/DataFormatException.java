package org.assay.dataset;

/**
 * Bytes that are not the data they should be. The message says what is wrong, which value was met
 * and what to do. Readers of this package let nothing else escape, whatever the bytes.
 */
public final class DataFormatException extends RuntimeException {

  public DataFormatException(String message) {
    super(message);
  }

  public DataFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
