package org.assay.checker;

/** What is wrong with an artifact. */
public final class Rejection extends Exception {

  private static final long serialVersionUID = 1;

  Rejection(String message) {
    super(message);
  }
}
