package org.assay.jobs.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processor that this process runs on. */
final class Processor {

  /** Features that a library may choose its sums by: vectors, fused products, short floats. */
  private static final Pattern TOLD =
      Pattern.compile("sse4_2|avx.*|fma.*|f16c|amx.*|asimd.*|sve.*|bf16|i8mm|fphp");

  private Processor() {}

  /** Its features that bear on sums, as Linux names them, in order; null where unknown. */
  static @Nullable String flags() {
    try {
      return of(Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)).orElse(null);
    } catch (IOException e) {
      // There is no such file outside of Linux.
      return null;
    }
  }

  /** The same from the text of {@code /proc/cpuinfo}, of its first processor. */
  static Optional<String> of(String text) {
    return text.lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .map(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
        .map(
            flags ->
                flags
                    .filter(flag -> TOLD.matcher(flag).matches())
                    .collect(Collectors.toCollection(TreeSet::new)))
        .map(flags -> String.join(" ", flags));
  }
}
