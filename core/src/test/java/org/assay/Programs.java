package org.assay;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Programs that tests run. */
final class Programs {

  private Programs() {}

  /** Aborts the tests of a class aloud where a program is absent. */
  static void need(ExtensionContext context, String program, String debian) {
    boolean present =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!present) {
      String message =
          "%s needs the program %s, which is absent; install it: apt-get install %s"
              .formatted(context.getRequiredTestClass().getSimpleName(), program, debian);
      System.out.println("SKIPPED " + message);
      throw new TestAbortedException(message);
    }
  }
}
