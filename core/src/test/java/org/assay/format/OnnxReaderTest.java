package org.assay.format;

import static org.assay.format.MadeModel.integer;
import static org.assay.format.MadeModel.real;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

class OnnxReaderTest {

  private static MadeModel model(Object... dimensions) {
    return MadeModel.of(13, dimensions);
  }

  private static Imported read(MadeModel made) {
    return OnnxReader.read("made", made.bytes());
  }

  @Test
  void aLeadingSymbolicOrOneIsTheBatchAndOtherwiseTheWholeShapeIsTheExample() {
    assertThat(read(model("N", 3, 4).node("Relu", "_")).network().input())
        .isEqualTo(Shape.of(3, 4));
    assertThat(read(model(1, 3, 4).node("Relu", "_")).network().input()).isEqualTo(Shape.of(3, 4));
    assertThat(read(model(2, 3, 4).node("Relu", "_")).network().input())
        .isEqualTo(Shape.of(2, 3, 4));
    assertThat(read(model(1).node("Relu", "_")).network().input()).isEqualTo(Shape.of(1));
    assertThat(read(model(7).node("Relu", "_")).network().input()).isEqualTo(Shape.of(7));
  }

  @Test
  void aBiasAfterAProductIsOneLayerAndASecondIsAnother() {
    MadeModel made =
        model("N", 2).weights("w", 2, 3).weights("b", 3).node("MatMul", "_,w").node("Add", "_,b");
    assertThat(read(made).network().layers()).hasSize(1).first().isInstanceOf(Dense.class);
    assertThat(read(made.node("Add", "_,b")).network().layers()).hasSize(2);
  }

  @Test
  void doublesMakeAFloat64Network() {
    MadeModel made = MadeModel.of(13, DataType.DOUBLE, "N", 2).node("Relu", "_");
    assertThat(read(made).network().elementType()).isEqualTo(ElementType.FLOAT64);
  }

  @Test
  void initializersAmongTheInputsAreNoInputs() {
    MadeModel made = model("N", 2).weights("w", 2, 3).node("MatMul", "_,w");
    made.graph.addInput(MadeModel.value("w", DataType.FLOAT, 2, 3));
    assertThat(read(made).network().labels()).isEqualTo(3);
  }

  @Test
  void nodesThatTheOutputDoesNotNeedAreIgnored() {
    MadeModel made = model("N", 2).aside("Sigmoid", "x", "unused").node("Relu", "_");
    assertThat(read(made).network().layers()).hasSize(1);
  }

  @Test
  void aClosingSoftmaxLogSoftmaxOrArgMaxIsDroppedAndReported() {
    MadeModel logits = model("N", 2).weights("w", 2, 3).node("MatMul", "_,w");
    String hash = read(logits).network().contentHash();
    for (MadeModel closed :
        List.of(
            open().node("Softmax", "_"),
            open().node("Softmax", "_", integer("axis", 1)),
            open().node("LogSoftmax", "_"),
            open().node("ArgMax", "_", integer("axis", 1)),
            open().node("ArgMax", "_", integer("axis", -1), integer("keepdims", 0)),
            open().node("Softmax", "_").node("ArgMax", "_", integer("axis", 1)),
            open().node("Softmax", "_").node("Identity", "_").node("Flatten", "_"))) {
      Imported imported = read(closed);
      assertThat(imported.network().contentHash()).isEqualTo(hash);
      assertThat(imported.notes()).anyMatch(note -> note.contains("dropped"));
    }
    MadeModel old = MadeModel.of(11, "N", 4).indices("s", 0, 2, 2).node("Reshape", "_,s");
    assertThat(read(old.node("Softmax", "_", integer("axis", 1))).notes()).hasSize(3);
  }

  private static MadeModel open() {
    return model("N", 2).weights("w", 2, 3).node("MatMul", "_,w");
  }

  @Test
  void whatIsRoundedIsReported() {
    assertThat(
            read(model("N", 2).weights("c", DataType.FLOAT, new int[] {2}, 3, 3).node("Div", "_,c"))
                .notes())
        .containsExactly(
            "Div 'Div0': division by a constant became multiplication by its reciprocal, rounded once to FLOAT32");
    assertThat(
            read(model("N", 2)
                    .weights("c", DataType.FLOAT, new int[] {2}, 4, 0.5)
                    .node("Div", "_,c"))
                .notes())
        .containsExactly(
            "Div 'Div0': division by a constant became multiplication by its reciprocal, exactly");
    assertThat(
            read(model("N", 2)
                    .weights("w", DataType.FLOAT, new int[] {2, 1}, 1, 0.1f)
                    .node("Gemm", "_,w", real("alpha", 0.3)))
                .notes())
        .containsExactly(
            "Gemm 'Gemm0': alpha = 0.3 multiplied into its constant, 1 numbers rounded once");
  }
}
