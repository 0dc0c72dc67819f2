package org.assay.format;

import static org.assay.format.MadeModel.real;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Constants added and multiplied, norms and activations, held against onnxruntime. */
class ElementwiseOperatorsTest {

  private final Agreement cases = new Agreement();

  @TestFactory
  Stream<DynamicTest> elementwise() {
    for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
      cases.agrees(
          operator + " constant right",
          MadeModel.of(13, "N", 6).weights("c", 6).node(operator, "_,c"));
      cases.agrees(
          operator + " scalar", MadeModel.of(13, "N", 6).weights("c").node(operator, "_,c"));
      cases.agrees(
          operator + " by channel",
          MadeModel.of(13, 1, 3, 2, 4).weights("c", 3, 1, 1).node(operator, "_,c"));
      cases.agrees(
          operator + " by row", MadeModel.of(13, 3, 4).weights("c", 3, 1).node(operator, "_,c"));
      cases.agrees(
          operator + " higher rank",
          MadeModel.of(13, 4).weights("c", 1, 1, 4).node(operator, "_,c"));
      cases.agrees(
          operator + " opset 7", MadeModel.of(7, 1, 3, 4).weights("c", 3, 4).node(operator, "_,c"));
      cases.agrees(
          operator + " float64",
          MadeModel.of(14, DataType.DOUBLE, "N", 6).weights("c", 6).node(operator, "_,c"),
          1e-15);
      if (!operator.equals("Div")) {
        cases.agrees(
            operator + " constant left",
            MadeModel.of(13, "N", 6).weights("c", 1, 6).node(operator, "c,_"));
        cases.agrees(
            operator + " by channel left",
            MadeModel.of(13, 1, 3, 2, 4).weights("c", 3, 1, 1).node(operator, "c,_"));
      }
      cases.agrees(
          operator + " of constants",
          MadeModel.of(13, "N", 6)
              .weights("a", 6)
              .weights("b", 1)
              .aside(operator, "a,b", "c")
              .node("Mul", "_,c"));
    }
    cases.agrees("Relu", MadeModel.of(13, "N", 2, 3).node("Relu", "_"));
    cases.agrees("Relu opset 7", MadeModel.of(7, "N", 2, 3).node("Relu", "_"));
    cases.agrees("Relu float64", MadeModel.of(14, DataType.DOUBLE, "N", 3).node("Relu", "_"), 0);
    cases.agrees(
        "Clip attributes",
        MadeModel.of(10, "N", 5).node("Clip", "_", real("min", -1), real("max", 1)));
    cases.agrees(
        "Clip attribute min", MadeModel.of(7, "N", 5).node("Clip", "_", real("min", 0.25)));
    cases.agrees(
        "Clip attribute max", MadeModel.of(7, "N", 5).node("Clip", "_", real("max", 0.25)));
    cases.agrees("Clip without bounds", MadeModel.of(10, "N", 5).node("Clip", "_"));
    cases.agrees("Clip inputs", clip(11, "_,a,b"));
    cases.agrees("Clip inputs opset 13", clip(13, "_,a,b"));
    cases.agrees("Clip input min", clip(12, "_,a"));
    cases.agrees("Clip input max", clip(12, "_,,b"));
    cases.agrees("Clip no inputs", clip(12, "_"));
    cases.agrees(
        "Clip infinite",
        MadeModel.of(13, "N", 5)
            .weights("a", DataType.FLOAT, new int[0], 0)
            .weights("b", DataType.FLOAT, new int[0], Double.POSITIVE_INFINITY)
            .node("Clip", "_,a,b"));
    cases.agrees(
        "Clip float64",
        MadeModel.of(13, DataType.DOUBLE, "N", 5)
            .weights("a", DataType.DOUBLE, new int[0], -0.1)
            .weights("b", DataType.DOUBLE, new int[0], 0.7)
            .node("Clip", "_,a,b"),
        0);
    return cases.tests();
  }

  private static MadeModel clip(int opset, String inputs) {
    return MadeModel.of(opset, "N", 5)
        .weights("a", DataType.FLOAT, new int[0], -0.5)
        .weights("b", DataType.FLOAT, new int[0], 1.25)
        .node("Clip", inputs);
  }

  @TestFactory
  Stream<DynamicTest> batchNormalisation() {
    for (int opset : new int[] {7, 8, 9, 14, 15}) {
      cases.agrees("opset " + opset, normalised(MadeModel.of(opset, 1, 3, 2, 2), DataType.FLOAT));
      cases.agrees(
          "matrix, opset " + opset, normalised(MadeModel.of(opset, "N", 3), DataType.FLOAT));
    }
    cases.agrees(
        "epsilon", normalised(MadeModel.of(15, "N", 3, 4), DataType.FLOAT, real("epsilon", 0.3)));
    cases.agrees(
        "float64",
        normalised(MadeModel.of(15, DataType.DOUBLE, "N", 3, 4), DataType.DOUBLE),
        1e-12);
    cases.agrees(
        "after Conv",
        normalised(
            MadeModel.of(13, "N", 2, 5, 5).weights("w", 3, 2, 3, 3).node("Conv", "_,w"),
            DataType.FLOAT));
    return cases.tests();
  }

  private static MadeModel normalised(
      MadeModel made, DataType type, AttributeProto.Builder... attributes) {
    return made.weights("s", 3)
        .weights("b", 3)
        .weights("m", 3)
        .weights("v", type, new int[] {3}, 0.5, 0, 2.75)
        .node("BatchNormalization", "_,s,b,m,v", attributes);
  }
}
