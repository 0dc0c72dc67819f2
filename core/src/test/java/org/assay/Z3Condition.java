package org.assay;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Aborts the tests of a class aloud where the program z3 is absent. */
final class Z3Condition implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Programs.need(context, "z3", "z3");
  }
}
