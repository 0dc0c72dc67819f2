package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NetworkReaderTest {

  private static final byte[] ONNX = MadeModel.of(13, "N", 3).node("Relu", "_").bytes();
  private static final byte[] NNET =
      "1\n1,1\n0\n0\n0\n0\n0\n2\n3\n".getBytes(StandardCharsets.US_ASCII);
  private static final ExternalData NONE = (path, offset, length) -> new byte[0];

  @Test
  void theExtensionDecidesAndOtherwiseTheContent() {
    assertThat(NetworkReader.read("a/b.ONNX", ONNX, NONE).network().name()).isEqualTo("b");
    assertThat(NetworkReader.read("a.b.nnet", NNET, NONE).network().name()).isEqualTo("a.b");
    assertThat(NetworkReader.read("dir.d/net", ONNX, NONE).network().inputs()).isEqualTo(3);
    assertThat(NetworkReader.read("net", NNET, NONE).network().inputs()).isEqualTo(1);
    assertThatThrownBy(() -> NetworkReader.read("net.onnx", NNET, NONE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("net: is no ONNX file");
  }

  @Test
  void theNameIsNoPartOfTheContent() {
    assertThat(NetworkReader.read("a.onnx", ONNX, NONE).network().contentHash())
        .isEqualTo(NetworkReader.read("b.onnx", ONNX, NONE).network().contentHash());
  }
}
