package org.assay.jobs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assay.NeedsData;
import org.assay.jobs.fuzz.Trial.Found;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every reader of untrusted files reads or refuses what a seed makes of good files: no crash, no
 * hang, bounded memory, nothing written.
 *
 * <p>{@code -Dassay.fuzz.inputs=1500} sets how many, {@code -Dassay.fuzz.seed=1} which, {@code
 * -Dassay.fuzz.only=onnx:17} reads one alone, and {@code -Dassay.fuzz.write=FOLDER} writes those
 * that fail there.
 */
@NeedsData
class FuzzTest {

  private static final int INPUTS = Integer.getInteger("assay.fuzz.inputs", 1_500);
  private static final long SEED = Long.getLong("assay.fuzz.seed", 1);
  private static final String ONLY = System.getProperty("assay.fuzz.only", "");
  private static final String WRITE = System.getProperty("assay.fuzz.write", "");

  @TempDir private Path top = Path.of("");

  @TestFactory
  Stream<DynamicTest> everyFileIsReadOrRefused() throws IOException {
    Path folder = Files.createDirectories(top.resolve("a/b/in"));
    List<Format> formats = Formats.of(folder);
    assertThat(formats.stream().mapToInt(Format::share).sum()).isEqualTo(100);
    return formats.stream()
        .filter(format -> ONLY.isEmpty() || ONLY.startsWith(format.name() + ":"))
        .map(format -> DynamicTest.dynamicTest(format.name(), () -> read(format)));
  }

  private void read(Format format) throws IOException, InterruptedException {
    int first = ONLY.isEmpty() ? 0 : Integer.parseInt(ONLY.substring(ONLY.indexOf(':') + 1));
    int count = ONLY.isEmpty() ? Math.max(1, (int) ((long) INPUTS * format.share() / 100)) : 1;
    List<Found> found = Trial.of(format, SEED, first, count);
    if (!WRITE.isEmpty()) {
      for (Found one : found) {
        String name = "%s-%d-%d".formatted(one.format(), one.seed(), one.number());
        byte[] input = format.input(one.seed(), one.number());
        Files.write(Files.createDirectories(Path.of(WRITE)).resolve(name), input);
      }
    }
    assertThat(found).isEmpty();
    try (Stream<Path> files = Files.walk(top)) {
      assertThat(files.filter(Files::isRegularFile))
          .allMatch(file -> file.startsWith(top.resolve("a/b/in")));
    }
  }

  @TestFactory
  Stream<DynamicTest> aSeedAlwaysMakesTheSameFiles() throws IOException {
    return Formats.of(top).stream()
        .map(
            format ->
                DynamicTest.dynamicTest(
                    format.name(),
                    () -> {
                      for (int i = 0; i < 5; i++) {
                        assertThat(format.input(SEED, i)).isEqualTo(format.input(SEED, i));
                      }
                      assertThat(format.input(SEED, 1)).isNotEqualTo(format.input(SEED + 1, 1));
                    }));
  }
}
