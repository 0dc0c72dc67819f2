package org.assay;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Aborts the tests of a class aloud where glpsol or cbc is absent. */
final class MipSolversCondition implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Programs.need(context, "glpsol", "glpk-utils");
    Programs.need(context, "cbc", "coinor-cbc");
  }
}
