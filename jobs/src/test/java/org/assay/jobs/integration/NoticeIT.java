package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever passes the job jar on also passes on the notices of every library in it. */
final class NoticeIT {

  private static final Pattern LIBRARY =
      Pattern.compile("^ +([\\w.-]+:[\\w.-]+):jar:", Pattern.MULTILINE);

  @Test
  void everyLibraryOfTheJobJarIsNamed() throws IOException {
    Path target = Command.top().resolve("jobs/target");
    List<String> libraries =
        LIBRARY
            .matcher(Files.readString(target.resolve("job.dependencies")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .filter(library -> !library.startsWith("org.assay:"))
            .toList();
    assertThat(libraries).hasSizeGreaterThan(5);
    String notice = Files.readString(Command.top().resolve("NOTICE"));
    assertThat(libraries).allSatisfy(library -> assertThat(notice).contains("  " + library + "\n"));
  }

  @Test
  void theJobJarHoldsTheNotices() throws IOException {
    try (JarFile jar = new JarFile(Command.top().resolve("jobs/target/assay.jar").toFile())) {
      assertThat(List.of("META-INF/LICENSE", "META-INF/NOTICE", "ThirdPartyNotices.txt"))
          .allSatisfy(name -> assertThat(jar.getEntry(name)).as(name).isNotNull());
    }
  }
}
