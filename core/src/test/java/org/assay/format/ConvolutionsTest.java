package org.assay.format;

import static org.assay.format.MadeModel.integer;
import static org.assay.format.MadeModel.integers;
import static org.assay.format.MadeModel.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Strides, pads, dilations, groups and auto_pad, held against onnxruntime. */
class ConvolutionsTest {

  private final Agreement cases = new Agreement();

  @TestFactory
  Stream<DynamicTest> convolutions() {
    cases.agrees("plain", conv(new int[] {3, 2, 3, 3}));
    cases.agrees(
        "with bias",
        MadeModel.of(13, "N", 2, 7, 6)
            .weights("w", 3, 2, 3, 3)
            .weights("b", 3)
            .node("Conv", "_,w,b"));
    cases.agrees(
        "with Add by channel",
        MadeModel.of(13, "N", 2, 7, 6)
            .weights("w", 3, 2, 3, 3)
            .weights("b", 3, 1, 1)
            .node("Conv", "_,w")
            .node("Add", "_,b"));
    cases.agrees(
        "with Add by column",
        MadeModel.of(13, "N", 2, 7, 6)
            .weights("w", 3, 2, 3, 3)
            .weights("b", 4)
            .node("Conv", "_,w")
            .node("Add", "_,b"));
    cases.agrees("strides", conv(new int[] {3, 2, 3, 2}, integers("strides", 2L, 3L)));
    cases.agrees("pads", conv(new int[] {3, 2, 3, 3}, integers("pads", 1L, 2L, 0L, 3L)));
    cases.agrees(
        "pads wider than the kernel",
        conv(new int[] {3, 2, 2, 2}, integers("pads", 4L, 5L, 3L, 4L)));
    cases.agrees("dilations", conv(new int[] {3, 2, 3, 2}, integers("dilations", 2L, 3L)));
    cases.agrees(
        "all",
        conv(
            new int[] {3, 2, 3, 2},
            integers("dilations", 2L, 1L),
            integers("strides", 2L, 2L),
            integers("pads", 1L, 0L, 2L, 1L)));
    cases.agrees("groups", conv(new int[] {4, 1, 3, 3}, integer("group", 2)));
    cases.agrees("depthwise", conv(new int[] {2, 1, 3, 3}, integer("group", 2)));
    cases.agrees("kernel_shape", conv(new int[] {2, 2, 3, 3}, integers("kernel_shape", 3L, 3L)));
    cases.agrees(
        "opset 7", MadeModel.of(7, 1, 2, 7, 6).weights("w", 3, 2, 3, 3).node("Conv", "_,w"));
    for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET")) {
      cases.agrees(pad, conv(new int[] {3, 2, 3, 2}, text("auto_pad", pad)));
      cases.agrees(pad + " even kernel", conv(new int[] {3, 2, 4, 4}, text("auto_pad", pad)));
      cases.agrees(
          pad + " strides",
          conv(new int[] {3, 2, 4, 3}, text("auto_pad", pad), integers("strides", 2L, 3L)));
      cases.agrees(
          pad + " stride beyond kernel",
          conv(new int[] {3, 2, 1, 2}, text("auto_pad", pad), integers("strides", 3L, 4L)));
    }
    cases.agrees(
        "two, Relu, Flatten, Gemm",
        MadeModel.of(13, "N", 2, 8, 8)
            .weights("w", 3, 2, 3, 3)
            .weights("v", 2, 3, 3, 3)
            .weights("d", 4, 32)
            .weights("e", 4)
            .node("Conv", "_,w")
            .node("Relu", "_")
            .node("Conv", "_,v")
            .node("Relu", "_")
            .node("Flatten", "_")
            .node("Gemm", "_,d,e", integer("transB", 1)));
    return cases.tests();
  }

  private static MadeModel conv(int[] kernel, AttributeProto.Builder... attributes) {
    return MadeModel.of(13, "N", 2, 7, 6).weights("w", kernel).node("Conv", "_,w", attributes);
  }

  @Test
  void automaticPadsReachOverADilatedKernel() {
    // onnxruntime refuses this combination, so it is held against pads worked out by hand.
    assertSame("SAME_UPPER", integers("pads", 2L, 0L, 2L, 1L));
    assertSame("SAME_LOWER", integers("pads", 2L, 1L, 2L, 0L));
  }

  private static void assertSame(String automatic, AttributeProto.Builder pads) {
    AttributeProto.Builder dilations = integers("dilations", 2L, 1L);
    assertThat(network(conv(new int[] {3, 2, 3, 2}, text("auto_pad", automatic), dilations)))
        .isEqualTo(network(conv(new int[] {3, 2, 3, 2}, pads, dilations)));
  }

  private static String network(MadeModel made) {
    return OnnxReader.read("made", made.bytes()).network().contentHash();
  }
}
