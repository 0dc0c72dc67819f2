package org.assay.jobs.run;

/**
 * Bad usage or bad input, which only its giver can mend: the message says what, which value, and
 * what to do. Commands end with exit code 2 and this message, without a stack trace.
 */
public final class BadInput extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BadInput(String message) {
    super(message);
  }

  public BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
