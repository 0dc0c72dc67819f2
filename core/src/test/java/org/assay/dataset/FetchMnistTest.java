package org.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/fetch-mnist} with folders of this machine as its mirrors. */
@NeedsData("mnist")
class FetchMnistTest {

  private static final String IMAGES = "train-images-idx3-ubyte.gz";

  private record Outcome(int exit, String text) {}

  private Outcome fetch(Path folder, Path... mirrors) throws IOException, InterruptedException {
    Path script = Path.of("scripts/fetch-mnist");
    if (!Files.exists(script)) {
      script = Path.of("../scripts/fetch-mnist");
    }
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toAbsolutePath().toString(), folder.toString())
            .redirectErrorStream(true);
    List<String> addresses = Stream.of(mirrors).map(m -> m.toUri().toString()).toList();
    builder.environment().put("ASSAY_MNIST_MIRRORS", String.join(" ", addresses));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  @Test
  void aWrongMirrorIsPassedOverAndARightFileKept(@TempDir Path temporary)
      throws IOException, InterruptedException {
    Path wrong = Files.createDirectory(temporary.resolve("wrong"));
    byte[] other = Files.readAllBytes(AssayData.data("mnist/t10k-images-idx3-ubyte.gz"));
    Files.write(wrong.resolve(IMAGES), other);
    Path out = temporary.resolve("out");
    Outcome first = fetch(out, temporary.resolve("none"), wrong, AssayData.data("mnist"));
    assertThat(first.exit).as(first.text).isZero();
    assertThat(first.text).contains("/none did not give " + IMAGES, "gave another " + IMAGES);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(4);
    }
    assertThat(out.resolve(IMAGES)).hasSameBinaryContentAs(AssayData.data("mnist/" + IMAGES));
    Outcome second = fetch(out, wrong);
    assertThat(second.exit).isZero();
    assertThat(second.text).contains(IMAGES + " is there and right");
  }

  @Test
  void nothingIsLeftWhereNoMirrorIsRight(@TempDir Path temporary)
      throws IOException, InterruptedException {
    Path wrong = Files.createDirectory(temporary.resolve("truncated"));
    byte[] whole = Files.readAllBytes(AssayData.data("mnist/" + IMAGES));
    Files.write(wrong.resolve(IMAGES), java.util.Arrays.copyOf(whole, whole.length - 10));
    Path out = temporary.resolve("empty");
    Outcome outcome = fetch(out, wrong);
    assertThat(outcome.exit).isEqualTo(3);
    assertThat(outcome.text).contains("no mirror gave a right " + IMAGES, "ASSAY_MNIST_MIRRORS");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).isEmpty();
    }
  }
}
