package org.assay.format;

import static org.assay.format.MadeModel.integer;
import static org.assay.format.MadeModel.integers;
import static org.assay.format.MadeModel.real;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Operators that only name shapes anew, held against onnxruntime. */
class ShapeRulesTest {

  private final Agreement cases = new Agreement();

  @TestFactory
  Stream<DynamicTest> shapes() {
    for (long axis = -4; axis <= 4; axis++) {
      cases.agrees(
          "Flatten axis " + axis,
          MadeModel.of(13, 1, 2, 3, 2)
              .node("Flatten", "_", integer("axis", axis))
              .node("Relu", "_"));
    }
    cases.agrees(
        "Flatten opset 7",
        MadeModel.of(7, 1, 2, 3, 2).node("Flatten", "_").weights("w", 12, 2).node("MatMul", "_,w"));
    cases.agrees(
        "Reshape with 0 and -1",
        MadeModel.of(13, "N", 2, 3, 2)
            .indices("s", 0, -1, 3)
            .weights("c", 4, 1)
            .node("Reshape", "_,s")
            .node("Add", "_,c"));
    cases.agrees(
        "Reshape away the batch",
        MadeModel.of(13, 1, 2, 3, 2)
            .indices("s", 6, 2)
            .weights("c", 6, 1)
            .node("Reshape", "_,s")
            .node("Add", "_,c"));
    cases.agrees(
        "Reshape by a Constant",
        MadeModel.of(13, "N", 4)
            .aside("Constant", "", "s", integers("value_ints", -1L, 2L, 2L))
            .weights("c", 2, 1)
            .node("Reshape", "_,s")
            .node("Add", "_,c"));
    cases.agrees(
        "Squeeze all",
        MadeModel.of(13, 1, 2, 1, 3).weights("c", 2, 1).node("Squeeze", "_").node("Add", "_,c"));
    cases.agrees(
        "Squeeze attribute",
        MadeModel.of(11, 1, 2, 1, 3)
            .weights("c", 1, 2, 3)
            .node("Squeeze", "_", integers("axes", -2L))
            .node("Add", "_,c"));
    cases.agrees(
        "Squeeze input",
        MadeModel.of(13, 1, 2, 1, 3)
            .indices("a", 2)
            .weights("c", 1, 2, 3)
            .node("Squeeze", "_,a")
            .node("Add", "_,c"));
    cases.agrees(
        "Unsqueeze attribute",
        MadeModel.of(11, 2, 3)
            .weights("c", 2, 1, 3, 1)
            .node("Unsqueeze", "_", integers("axes", 1L, 3L))
            .node("Add", "_,c"));
    cases.agrees(
        "Unsqueeze input",
        MadeModel.of(13, 2, 3)
            .indices("a", -1, 1)
            .weights("c", 2, 1, 3, 1)
            .node("Unsqueeze", "_,a")
            .node("Add", "_,c"));
    cases.agrees(
        "Transpose that moves nothing",
        MadeModel.of(13, 1, 4, 3, 1)
            .weights("c", 4, 1)
            .node("Transpose", "_", integers("perm", 0L, 3L, 1L, 2L))
            .node("Add", "_,c"));
    cases.agrees(
        "Transpose of a constant",
        MadeModel.of(13, "N", 4)
            .weights("w", 3, 4)
            .aside("Transpose", "w", "t")
            .node("MatMul", "_,t"));
    cases.agrees(
        "Transpose of a constant by axes",
        MadeModel.of(13, "N", 2, 6, 5)
            .weights("w", 3, 2, 4, 2)
            .aside("Transpose", "w", "t", integers("perm", 2L, 3L, 1L, 0L))
            .aside("Transpose", "t", "u", integers("perm", 3L, 2L, 0L, 1L))
            .node("Conv", "_,u"));
    cases.agrees(
        "Reshape of a constant",
        MadeModel.of(13, "N", 4)
            .weights("w", 12)
            .indices("s", 4, -1)
            .aside("Reshape", "w,s", "t")
            .node("MatMul", "_,t"));
    cases.agrees(
        "Identity",
        MadeModel.of(13, "N", 4)
            .weights("c", 4)
            .aside("Identity", "c", "d")
            .node("Identity", "_")
            .node("Mul", "_,d"));
    cases.agrees(
        "Dropout opset 7",
        MadeModel.of(7, "N", 4).node("Dropout", "_", real("ratio", 0.4)).node("Relu", "_"));
    cases.agrees(
        "Dropout opset 10", MadeModel.of(10, "N", 4).node("Dropout", "_").node("Relu", "_"));
    cases.agrees(
        "Dropout opset 13",
        MadeModel.of(13, "N", 4)
            .weights("r", DataType.FLOAT, new int[0], 0.5)
            .weights("t", DataType.BOOL, new int[0], 0)
            .node("Dropout", "_,r,t")
            .node("Relu", "_"));
    cases.agrees(
        "Cast to the same type",
        MadeModel.of(13, "N", 4).node("Cast", "_", integer("to", 1)).node("Relu", "_"));
    cases.agrees(
        "Cast of integers",
        MadeModel.of(13, "N", 4)
            .weights("c", DataType.INT32, new int[] {4}, 1, -2, 3, 4)
            .aside("Cast", "c", "d", integer("to", 1))
            .node("Mul", "_,d"));
    cases.agrees("no operator at all but names", MadeModel.of(13, "N", 4).node("Identity", "_"));
    return cases.tests();
  }
}
