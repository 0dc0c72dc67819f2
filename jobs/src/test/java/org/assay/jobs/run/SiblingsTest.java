package org.assay.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiblingsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void lengthsThatTheFileDoesNotHaveAreRefusedBeforeRoomIsMade() throws IOException {
    Files.write(folder.resolve("w"), new byte[8]);
    Siblings beside =
        Siblings.of(new FileStore(new Configuration()), folder.resolve("m.onnx").toString());
    assertThat(beside.read("w", 4, 4)).hasSize(4);
    for (long length : new long[] {5, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> beside.read("w", 4, length))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the file has 8 bytes");
    }
    assertThatThrownBy(() -> beside.read("w", Long.MAX_VALUE, 8)).isInstanceOf(IOException.class);
  }
}
