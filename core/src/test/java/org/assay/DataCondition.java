package org.assay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Aborts the tests of a class whose data are absent, aloud; fails them where data are required. */
final class DataCondition implements BeforeAllCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(DataCondition.class);

  /** Counts the classes that were aborted; closed by JUnit when the run ends. */
  private static final class Skipped implements AutoCloseable {

    private final AtomicInteger classes = new AtomicInteger();

    @Override
    public void close() {
      System.out.println("Test classes skipped for lack of data: " + classes);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Path> absent = absent(context.getRequiredTestClass());
    if (absent.isEmpty()) {
      return;
    }
    String message =
        context.getRequiredTestClass().getSimpleName()
            + " needs "
            + absent.get()
            + ", which is absent; name its folder with -Dassay.data=FOLDER";
    if (Boolean.getBoolean("assay.data.required")) {
      throw new IllegalStateException(message);
    }
    System.out.println("SKIPPED " + message);
    Skipped skipped =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Skipped.class, key -> new Skipped(), Skipped.class);
    skipped.classes.incrementAndGet();
    throw new TestAbortedException(message);
  }

  private static Optional<Path> absent(Class<?> test) {
    List<Path> needed = new ArrayList<>();
    for (Class<?> c = test; c != null; c = c.getEnclosingClass()) {
      NeedsData mark = c.getAnnotation(NeedsData.class);
      if (mark != null) {
        for (String folder : mark.value()) {
          needed.add(AssayData.data(folder));
        }
      }
    }
    needed.add(AssayData.data());
    return needed.stream().filter(folder -> !Files.isDirectory(folder)).findFirst();
  }
}
