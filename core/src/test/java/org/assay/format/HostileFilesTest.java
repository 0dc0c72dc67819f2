package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are damaged or meant to harm: a clear refusal, no other exception, bounded memory. */
class HostileFilesTest {

  /** A model with most operators, so that damage reaches their code. */
  private static byte[] model() {
    return MadeModel.of(13, "N", 2, 4, 4)
        .weights("w", 3, 2, 3, 3)
        .weights("s", 3)
        .weights("d", 4, 27)
        .weights("e", 4)
        .indices("r", 0, -1)
        .indices("a", 1)
        .weights("m", 4, 4)
        .aside("Transpose", "d", "t")
        .node("Conv", "_,w", MadeModel.integers("pads", 1L, 0L, 0L, 1L))
        .node("BatchNormalization", "_,s,s,s,s", MadeModel.real("epsilon", 2))
        .node("Clip", "_")
        .node("Reshape", "_,r")
        .node("Gemm", "_,t,e", MadeModel.real("alpha", 0.5))
        .node("Relu", "_")
        .node("Unsqueeze", "_,a")
        .node("Squeeze", "_,a")
        .node("MatMul", "_,m")
        .node("Add", "_,e")
        .node("Div", "_,e")
        .node("Softmax", "_")
        .bytes();
  }

  private static final String NNET =
      "// a comment\n2,2,1,3,\n2,3,1,\n0,\n-1,-1,\n1,1,\n0.5,0.5,1,\n2,4,8,\n"
          + "1,2,\n3,4,\n-5,6e-1,\n0.1,\n0.2,\n0.3,\n1,2,3,\n-4,\n";

  /** Reads bytes; whether they were taken. Anything but a refusal fails the test. */
  private static boolean isRead(String name, byte[] bytes) {
    try {
      return NetworkReader.read(name, bytes, (p, o, l) -> new byte[0]).network().inputs() > 0;
    } catch (ModelFormatException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2000);
      return false;
    }
  }

  @Test
  void everyTruncationIsReadOrRefused() {
    for (byte[] whole : List.of(model(), NNET.getBytes(StandardCharsets.US_ASCII))) {
      String name = whole[0] == '/' ? "a.nnet" : "a.onnx";
      assertThat(isRead(name, whole)).isTrue();
      for (int length = 0; length < whole.length; length++) {
        isRead(name, Arrays.copyOf(whole, length));
      }
      assertThat(isRead(name, Arrays.copyOf(whole, whole.length / 2))).isFalse();
    }
  }

  @Test
  void randomDamageIsReadOrRefused() {
    Random random = new Random(11);
    for (byte[] whole : List.of(model(), NNET.getBytes(StandardCharsets.US_ASCII))) {
      String name = whole[0] == '/' ? "a.nnet" : "a.onnx";
      int read = 0;
      for (int i = 0; i < 5_000; i++) {
        byte[] damaged = whole.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
          int at = random.nextInt(damaged.length);
          damaged[at] =
              random.nextBoolean()
                  ? (byte) (damaged[at] ^ 1 << random.nextInt(8))
                  : (byte) random.nextInt(256);
        }
        read += isRead(name, damaged) ? 1 : 0;
      }
      System.out.println(name + " damaged 5000 times: still read " + read + " times");
      assertThat(read).isBetween(100, 4_900);
    }
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThat(isRead("a.onnx", bytes)).isFalse();
      assertThat(isRead("a.nnet", bytes)).isFalse();
      assertThat(isRead("a", bytes)).isFalse();
    }
  }

  @Test
  void deepNestingIsRefused() {
    GraphProto graph = GraphProto.newBuilder().setName("inner").build();
    for (int depth = 0; depth < 200; depth++) {
      graph =
          GraphProto.newBuilder()
              .addNode(
                  NodeProto.newBuilder()
                      .addAttribute(
                          AttributeProto.newBuilder().setType(AttributeType.GRAPH).setG(graph)))
              .build();
    }
    refused(ModelProto.newBuilder().setGraph(graph).build().toByteArray(), "more than 64 deep");
  }

  @Test
  void unknownGroupsNestedDeeplyAreRefused() {
    byte[] groups = new byte[1_000_000];
    for (int i = 0; i < groups.length; i += 2) {
      // The tag of an unknown field 1000 that starts a group.
      groups[i] = (byte) 0xc3;
      groups[i + 1] = 0x3e;
    }
    refused(groups, "damaged");
  }

  @Test
  void aLongChainOfNodesIsFollowedWithoutRecursion() {
    MadeModel made = MadeModel.of(13, "N", 2);
    for (int i = 0; i < 50_000; i++) {
      made.node("Identity", "_");
    }
    assertThat(isRead("a.onnx", made.bytes())).isTrue();
  }

  @Test
  void millionsOfEmptyPartsAreRefusedBeforeTheyAreMade() throws IOException {
    // Each node takes two bytes here and some hundred as an object.
    byte[] nodes = new byte[40_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 1 << 3 | 2;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(file);
    out.writeBytes(7, ByteString.copyFrom(nodes));
    out.flush();
    refused(file.toByteArray(), "has more than 1048576 parts");
  }

  @Test
  void constantsThatMultiplyInFoldingAreRefused() {
    MadeModel made = MadeModel.of(13, "N", 2).weights("c", 1024, 1).weights("d", 1, 1024);
    String last = "c";
    for (int i = 0; i < 100; i++) {
      made.aside("Add", last + ",d", "s" + i);
      last = "s" + i;
    }
    refused(made.node("Add", "_," + last).bytes(), "of the limit of 67108864");
  }

  @Test
  void aHugeInputIsRefusedWhereItWouldBeHeld() {
    refused(
        MadeModel.of(13, 1, 1 << 27).weights("c").node("Add", "_,c").bytes(),
        "Add 'Add0' needs room for");
    refused(MadeModel.of(13, 1, 1 << 27).node("Identity", "_").bytes(), "the input needs room for");
    refused(
        MadeModel.of(13, 1 << 13, 1 << 13).weights("w", 1 << 13, 1).node("MatMul", "_,w").bytes(),
        "MatMul 'MatMul0' needs room for");
  }

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(() -> OnnxReader.read("hostile", bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }
}
