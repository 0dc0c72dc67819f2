package org.assay;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Aborts the tests of a class aloud where the program chromium is absent. */
final class ChromiumCondition implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Programs.need(context, "chromium", "chromium");
  }
}
