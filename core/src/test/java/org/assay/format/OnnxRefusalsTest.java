package org.assay.format;

import static org.assay.format.MadeModel.integer;
import static org.assay.format.MadeModel.integers;
import static org.assay.format.MadeModel.real;
import static org.assay.format.MadeModel.text;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is no chain of supported layers is refused by operator, node and value. */
class OnnxRefusalsTest {

  private final List<DynamicTest> cases = new ArrayList<>();

  private void refused(MadeModel made, String message) {
    byte[] bytes = made.bytes();
    cases.add(
        dynamicTest(
            message,
            () ->
                assertThatThrownBy(() -> OnnxReader.read("made", bytes))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageStartingWith("made: ")
                    .hasMessageContaining(message)));
  }

  private static MadeModel model(Object... dimensions) {
    return MadeModel.of(13, dimensions);
  }

  private static MadeModel open() {
    return model("N", 2).weights("w", 2, 3).node("MatMul", "_,w");
  }

  @TestFactory
  Stream<DynamicTest> softmaxThatIsNotTheEnd() {
    refused(
        open().node("Softmax", "_").node("Relu", "_"),
        "Softmax 'Softmax1' is not the last operator: Relu 'Relu2' follows");
    refused(
        open().node("ArgMax", "_", integer("axis", 1)).node("Softmax", "_"),
        "ArgMax 'ArgMax1' is not the last operator");
    refused(
        open().node("Softmax", "_", integer("axis", 0)),
        "Softmax 'Softmax1' does not run over all labels");
    refused(open().node("ArgMax", "_"), "ArgMax 'ArgMax1' does not run over all labels");
    refused(
        open().node("ArgMax", "_", integer("axis", 1), integer("select_last_index", 1)),
        "ArgMax 'ArgMax1' does not run");
    refused(model(2, 3).node("Softmax", "_"), "Softmax 'Softmax0' does not run over all labels");
    return cases.stream();
  }

  @TestFactory
  Stream<DynamicTest> graphsThatAreNoChain() {
    refused(
        model("N", 2).node("Add", "_,x"), "Add 'Add0' joins two values that depend on the input");
    refused(model("N", 2).node("Relu", "_").node("Add", "_,x"), "Add 'Add1' joins two values");
    refused(
        model("N", 2)
            .weights("w", 2, 2)
            .aside("Relu", "x", "r")
            .aside("MatMul", "x,w", "m")
            .node("Add", "r,m"),
        "from which the graph has branched");
    refused(
        model("N", 2).node("Relu", "missing"),
        "Relu 'Relu0' needs the value 'missing' to be a constant");
    refused(
        model("N", 2).aside("Relu", "b", "a").aside("Relu", "a", "b").node("Relu", "b"),
        "depends on its own output");
    refused(
        model("N", 2).aside("Relu", "x", "a").aside("Relu", "x", "a").node("Relu", "a"),
        "defines the value 'a' twice");
    refused(
        model("N", 2).weights("w", 2).weights("w", 2).node("Add", "_,w"),
        "defines the value 'w' twice");
    MadeModel two = model("N", 2).node("Relu", "_");
    two.graph.addInput(MadeModel.value("y", DataType.FLOAT, 1, 2));
    refused(two, "has 2 inputs ('x', 'y'); one is needed");
    MadeModel outputs = model("N", 2).node("Relu", "_");
    outputs
        .graph
        .addOutput(ValueInfoProto.newBuilder().setName("v0"))
        .addOutput(ValueInfoProto.newBuilder().setName("x"));
    refused(outputs, "has 2 outputs ('v0', 'x'); one is needed");
    MadeModel mask = model("N", 2).node("Dropout", "_");
    mask.graph.getNodeBuilder(0).addOutput("mask");
    mask.graph.addOutput(ValueInfoProto.newBuilder().setName("mask"));
    refused(mask, "Dropout 'Dropout0' is needed for its further output 'mask'");
    return cases.stream();
  }

  @TestFactory
  Stream<DynamicTest> inputsAndVersions() {
    refused(model("N").node("Relu", "_"), "input 'x' has no number as its dimension 0 of 1");
    refused(model("N", "M").node("Relu", "_"), "input 'x' has no number as its dimension 1 of 2");
    refused(model("N", 0).node("Relu", "_"), "input 'x' has the shape [1, 0]");
    refused(model("N", -3).node("Relu", "_"), "input 'x' has the shape [1, -3]");
    refused(model(1, 1L << 40).node("Relu", "_"), "input 'x' has the shape");
    refused(
        MadeModel.of(13, DataType.INT64, "N", 2).node("Relu", "_"),
        "input 'x' is of type number 7");
    MadeModel bare = model("N", 2).node("Relu", "_");
    bare.graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    refused(bare, "input 'x' has no shape");
    refused(MadeModel.of(6, "N", 2).node("Relu", "_"), "operator set 6; sets 7 to 25");
    refused(MadeModel.of(99, "N", 2).node("Relu", "_"), "operator set 99");
    MadeModel foreign = model("N", 2).node("Relu", "_");
    foreign.graph.getNodeBuilder(0).setDomain("com.example");
    refused(foreign, "com.example.Relu 'Relu0' is not supported");
    return cases.stream();
  }

  @TestFactory
  Stream<DynamicTest> operatorsAndOptions() {
    for (String operator :
        List.of(
            "Sigmoid",
            "Tanh",
            "LeakyRelu",
            "MaxPool",
            "Slice",
            "Concat",
            "If",
            "Loop",
            "ConvTranspose",
            "Sqrt",
            "Shape")) {
      refused(
          model("N", 2).node(operator, "_"), operator + " '" + operator + "0' is not supported");
    }
    refused(model("N", 2).weights("c", 2).node("Div", "c,_"), "Div 'Div0' divides by the data");
    refused(
        model("N", 2).weights("c", DataType.FLOAT, new int[] {2}, 1, 0).node("Div", "_,c"),
        "Div 'Div0' divides by 0");
    refused(
        model("N", 2).weights("c", DataType.FLOAT, new int[] {2}, 1, 1e-45).node("Div", "_,c"),
        "Div 'Div0' would scale by Infinity");
    refused(
        model(1).weights("c", 3).node("Add", "_,c"),
        "Add 'Add0' repeats the data of shape 1 over a constant of shape 3");
    refused(
        model("N", 2).weights("c", 3).node("Add", "_,c"),
        "Add 'Add0' cannot combine the shapes 1x2 and 3");
    refused(
        model("N", 2).weights("c", DataType.DOUBLE, new int[] {2}, 1, 2).node("Add", "_,c"),
        "Add 'Add0' has a constant of FLOAT64 beside data of FLOAT32");
    refused(
        model("N", 2).weights("w", 3, 2).node("MatMul", "_,w"),
        "MatMul 'MatMul0' cannot multiply data of shape 1x2 with a constant 3x2");
    refused(
        model().weights("w", 0).node("MatMul", "w,_"),
        "MatMul 'MatMul0' with a constant of shape 0 is not supported");
    refused(
        model("N", 2).weights("w", 2, 2, 3).node("MatMul", "_,w"),
        "MatMul 'MatMul0' with a constant of shape 2x2x3");
    refused(model(2, 2, 2).weights("w", 2, 3).node("Gemm", "_,w"), "Gemm 'Gemm0' needs matrices");
    refused(
        model(2, 3).weights("a", 2, 2).weights("b", 2, 3).node("Gemm", "a,b,_"),
        "Gemm 'Gemm0' takes the data as its addend");
    refused(
        model("N", 2).weights("w", 2, 3).weights("c", 2, 3).node("Gemm", "_,w,c"),
        "Gemm 'Gemm0' cannot add a constant of shape 2x3 to 1x3");
    refused(
        model("N", 2).weights("w", 2, 3).node("Gemm", "_,w", real("alpha", Double.NaN)),
        "Gemm 'Gemm0' has the constant NaN");
    refused(
        model("N", 2).weights("w", 2, 3).node("Gemm", "_,w", integer("alpha", 1)),
        "Gemm 'Gemm0' has an attribute alpha of INT, not FLOAT");
    refused(
        model("N", 2)
            .node("Clip", "_,a,b")
            .weights("a", DataType.FLOAT, new int[0], 2)
            .weights("b", DataType.FLOAT, new int[0], 1),
        "Clip 'Clip0' has the bounds 2.0 and 1.0");
    refused(
        model("N", 2).node("Clip", "_,a").weights("a", 2),
        "Clip 'Clip0' needs a single number, not 2");
    refused(
        model("N", 2).node("Cast", "_", integer("to", 11)),
        "Cast 'Cast0' of the data from FLOAT to DOUBLE");
    refused(
        model("N", 2).node("Cast", "_", integer("to", 10)),
        "Cast 'Cast0' of the data from FLOAT to FLOAT16");
    refused(
        model(2, 3).node("Transpose", "_"),
        "Transpose 'Transpose0' moves elements of the data of shape 2x3");
    refused(
        model(2, 3).node("Transpose", "_", integers("perm", 0L, 0L)),
        "Transpose 'Transpose0' has no permutation of 2 axes: [0, 0]");
    refused(
        model("N", 4).indices("s", 3, -1).node("Reshape", "_,s"),
        "Reshape 'Reshape0' would make 3x1 of 1x4");
    refused(
        model("N", 4).indices("s", -1, -1).node("Reshape", "_,s"),
        "Reshape 'Reshape0' infers two dimensions of [-1, -1]");
    refused(
        model("N", 4).indices("s", -2, 2).node("Reshape", "_,s"),
        "Reshape 'Reshape0' has the shape [-2, 2]");
    refused(
        model("N", 4).indices("a", 1).node("Squeeze", "_,a"),
        "Squeeze 'Squeeze0' would drop dimension 1 of 1x4");
    refused(
        model("N", 4).indices("a", 1, 1).node("Unsqueeze", "_,a"),
        "Unsqueeze 'Unsqueeze0' adds an axis twice: [1, 1]");
    refused(
        model("N", 4).node("Flatten", "_", integer("axis", 3)),
        "Flatten 'Flatten0' names axis 3 of 2");
    refused(
        model("N", 2)
            .weights("r", DataType.FLOAT, new int[0], 0.5)
            .weights("t", DataType.BOOL, new int[0], 1)
            .node("Dropout", "_,r,t"),
        "Dropout 'Dropout0' is in training mode");
    refused(
        normalised(15, integer("training_mode", 1)),
        "BatchNormalization 'BatchNormalization0' is in training mode");
    refused(
        normalised(8, integer("spatial", 0)),
        "BatchNormalization 'BatchNormalization0' is in training mode or normalises every position");
    refused(
        normalised(15, real("epsilon", -2)),
        "BatchNormalization 'BatchNormalization0' has the variance 1.0 with epsilon -2.0");
    return cases.stream();
  }

  private static MadeModel normalised(int opset, AttributeProto.Builder attribute) {
    return MadeModel.of(opset, "N", 2)
        .weights("s", 2)
        .weights("b", 2)
        .weights("m", 2)
        .weights("v", DataType.FLOAT, new int[] {2}, 1, 1)
        .node("BatchNormalization", "_,s,b,m,v", attribute);
  }

  @TestFactory
  Stream<DynamicTest> convolutions() {
    refused(
        model("N", 2, 5).weights("w", 3, 2, 3).node("Conv", "_,w"),
        "Conv 'Conv0' is not a convolution of one image in two dimensions");
    refused(
        model(2, 1, 5, 5).weights("w", 3, 1, 3, 3).node("Conv", "_,w"),
        "Conv 'Conv0' is not a convolution of one image");
    refused(conv(new int[] {3, 3, 3, 3}), "Conv 'Conv0': convolution: kernel 3x3x3x3");
    refused(
        conv(new int[] {3, 2, 9, 9}),
        "Conv 'Conv0': convolution: a kernel that reaches over 9 does not fit");
    refused(conv(new int[] {3, 1, 3, 3}, integer("group", 2)), "Conv 'Conv0': convolution");
    refused(
        conv(new int[] {3, 2, 3, 3}, integer("group", 0)), "Conv 'Conv0' has the value 0 in group");
    refused(
        conv(new int[] {3, 2, 3, 3}, integers("strides", 0L, 1L)),
        "Conv 'Conv0' has the value 0 in strides");
    refused(conv(new int[] {3, 2, 3, 3}, integers("dilations", 1L, 1L << 40)), "in dilations");
    refused(
        conv(new int[] {3, 2, 3, 3}, integers("pads", -1L, 0L, 0L, 0L)),
        "Conv 'Conv0' has the value -1 in pads");
    refused(
        conv(new int[] {3, 2, 3, 3}, integers("pads", 1L, 1L)), "Conv 'Conv0' has 2 pads, not 4");
    refused(
        conv(new int[] {3, 2, 3, 3}, integers("kernel_shape", 2L, 3L)),
        "Conv 'Conv0' states another kernel_shape");
    refused(
        conv(new int[] {3, 2, 3, 3}, text("auto_pad", "SOME")), "Conv 'Conv0' has auto_pad 'SOME'");
    refused(
        model("N", 2, 5, 5).weights("w", 3, 2, 3, 3).weights("b", 4).node("Conv", "_,w,b"),
        "Conv 'Conv0' has a bias of shape 4");
    refused(
        model("N", 1, 16000, 16000).weights("w", 1, 1, 1, 1).node("Conv", "_,w"),
        "Conv 'Conv0' needs room for");
    refused(
        conv(new int[] {3, 2, 1, 1}, integers("pads", 60000L, 60000L, 60000L, 60000L)),
        "Conv 'Conv0' needs room for");
    return cases.stream();
  }

  private static MadeModel conv(int[] kernel, AttributeProto.Builder... attributes) {
    return model("N", 2, 5, 5).weights("w", kernel).node("Conv", "_,w", attributes);
  }
}
