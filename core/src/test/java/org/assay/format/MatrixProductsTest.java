package org.assay.format;

import static org.assay.format.MadeModel.integer;
import static org.assay.format.MadeModel.real;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** MatMul and Gemm on either side, in every rank and with every flag, held against onnxruntime. */
class MatrixProductsTest {

  private final Agreement cases = new Agreement();

  @TestFactory
  Stream<DynamicTest> products() {
    cases.agrees("MatMul right", MadeModel.of(13, "N", 5).weights("w", 5, 3).node("MatMul", "_,w"));
    cases.agrees(
        "MatMul and bias",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Add", "_,b"));
    cases.agrees(
        "MatMul, bias first",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Add", "b,_"));
    cases.agrees(
        "MatMul minus",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Sub", "_,b"));
    cases.agrees(
        "MatMul taken off",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Sub", "b,_"));
    cases.agrees(
        "MatMul two biases",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Add", "b,_")
            .node("Add", "b,_"));
    cases.agrees(
        "MatMul, reshape, bias",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 4)
            .weights("b", 2, 1)
            .indices("s", 1, 2, 2)
            .node("MatMul", "_,w")
            .node("Reshape", "_,s")
            .node("Add", "_,b"));
    cases.agrees(
        "MatMul left of a vector", MadeModel.of(13, 5).weights("w", 3, 5).node("MatMul", "w,_"));
    cases.agrees(
        "MatMul right of a vector", MadeModel.of(13, 5).weights("w", 5, 3).node("MatMul", "_,w"));
    cases.agrees(
        "MatMul by a vector", MadeModel.of(13, "N", 5).weights("w", 5).node("MatMul", "_,w"));
    cases.agrees(
        "MatMul of a vector by a vector",
        MadeModel.of(13, 5)
            .weights("w", 5)
            .node("MatMul", "w,_")
            .node("Add", "_,w0")
            .weights("w0"));
    cases.agrees(
        "MatMul left of a column", MadeModel.of(13, 5, 1).weights("w", 3, 5).node("MatMul", "w,_"));
    cases.agrees(
        "MatMul of several rows",
        MadeModel.of(13, 4, 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Add", "_,b"));
    cases.agrees(
        "MatMul of several columns",
        MadeModel.of(13, 5, 4)
            .weights("w", 3, 5)
            .weights("b", 3, 1)
            .node("MatMul", "w,_")
            .node("Add", "_,b"));
    cases.agrees(
        "MatMul of rank 3", MadeModel.of(13, 1, 4, 5).weights("w", 5, 3).node("MatMul", "_,w"));
    cases.agrees(
        "MatMul of rank 3, left",
        MadeModel.of(13, 2, 5, 4).weights("w", 3, 5).node("MatMul", "w,_"));
    cases.agrees(
        "MatMul of rank 3 by a vector",
        MadeModel.of(13, 2, 5, 4).weights("w", 5).node("MatMul", "w,_"));
    cases.agrees(
        "MatMul of constants",
        MadeModel.of(13, "N", 5)
            .weights("a", 5, 4)
            .weights("b", 4, 3)
            .aside("MatMul", "a,b", "w")
            .node("MatMul", "_,w"));
    cases.agrees(
        "MatMul float64",
        MadeModel.of(13, DataType.DOUBLE, "N", 5)
            .weights("w", 5, 3)
            .weights("b", 3)
            .node("MatMul", "_,w")
            .node("Add", "_,b"),
        1e-14);
    cases.agrees(
        "MatMul opset 7", MadeModel.of(7, "N", 5).weights("w", 5, 3).node("MatMul", "_,w"));
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        String flags = " transA=" + a + " transB=" + b;
        cases.agrees(
            "Gemm" + flags,
            gemm(
                a == 0 ? new Object[] {1, 5} : new Object[] {5, 1},
                b == 0 ? new int[] {5, 3} : new int[] {3, 5},
                a,
                b,
                "_,w,c"));
        cases.agrees(
            "Gemm rows" + flags,
            gemm(
                a == 0 ? new Object[] {2, 5} : new Object[] {5, 2},
                b == 0 ? new int[] {5, 3} : new int[] {3, 5},
                a,
                b,
                "_,w,c"));
        cases.agrees(
            "Gemm constant left" + flags,
            gemm(
                b == 0 ? new Object[] {5, 3} : new Object[] {3, 5},
                a == 0 ? new int[] {2, 5} : new int[] {5, 2},
                a,
                b,
                "w,_,c"));
        cases.agrees(
            "Gemm without addend" + flags,
            gemm(
                a == 0 ? new Object[] {2, 5} : new Object[] {5, 2},
                b == 0 ? new int[] {5, 3} : new int[] {3, 5},
                a,
                b,
                "_,w"));
      }
    }
    for (int[] c : new int[][] {{}, {1}, {3}, {1, 3}, {2, 1}, {2, 3}}) {
      cases.agrees(
          "Gemm addend " + Arrays.toString(c),
          MadeModel.of(13, 2, 5)
              .weights("w", 5, 3)
              .weights("c", c)
              .node("Gemm", "_,w,c", real("alpha", 0.3), real("beta", 0.7)));
    }
    cases.agrees(
        "Gemm beta 0",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("c", 3)
            .node("Gemm", "_,w,c", real("beta", 0)));
    cases.agrees(
        "Gemm and Add",
        MadeModel.of(13, "N", 5)
            .weights("w", 5, 3)
            .weights("c", 3)
            .node("Gemm", "_,w,c")
            .node("Add", "_,c"));
    cases.agrees(
        "Gemm opset 7",
        MadeModel.of(7, "N", 5).weights("w", 5, 3).weights("c", 3).node("Gemm", "_,w,c"));
    cases.agrees(
        "Gemm float64",
        MadeModel.of(13, DataType.DOUBLE, "N", 5)
            .weights("w", 5, 3)
            .weights("c", 3)
            .node("Gemm", "_,w,c"),
        1e-14);
    return cases.tests();
  }

  private static MadeModel gemm(Object[] data, int[] weights, int a, int b, String inputs) {
    return MadeModel.of(13, data)
        .weights("w", weights)
        .weights("c", 1, 3)
        .node("Gemm", inputs, integer("transA", a), integer("transB", b));
  }
}
