package org.assay;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Aborts the tests of a class aloud where the program z3 is absent. */
final class Z3Condition implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    boolean present =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "z3")));
    if (!present) {
      String message =
          context.getRequiredTestClass().getSimpleName()
              + " needs the program z3, which is absent; install it: apt-get install z3";
      System.out.println("SKIPPED " + message);
      throw new TestAbortedException(message);
    }
  }
}
