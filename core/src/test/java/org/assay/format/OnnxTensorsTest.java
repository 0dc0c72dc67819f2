package org.assay.format;

import static org.assay.format.MadeModel.integer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assay.network.Dense;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxTensorsTest {

  private static final double[] NUMBERS = {1.5, -0.25, 3, 0, 65504, -5.9604644775390625e-8};

  /** A model x * w of two inputs and three outputs around a tensor that still needs its numbers. */
  private static MadeModel around(TensorProto.Builder tensor, DataType type) {
    MadeModel made = MadeModel.of(13, type, "N", 2);
    made.graph.addInitializer(
        tensor.setName("w").addDims(2).addDims(3).setDataType(type.getNumber()));
    return made.node("MatMul", "_,w");
  }

  private static double[] weights(MadeModel made) {
    return weights(OnnxReader.read("made", made.bytes()));
  }

  /** The weights as the file orders them, by input and then by output. */
  private static double[] weights(Imported imported) {
    Dense dense = (Dense) imported.network().layers().get(0);
    double[] weights = new double[6];
    for (int i = 0; i < 6; i++) {
      weights[i] = dense.weight().at(i % 3 * 2 + i / 3);
    }
    return weights;
  }

  @Test
  void listedAndRawNumbersAreReadExactly() {
    TensorProto.Builder floats = TensorProto.newBuilder();
    TensorProto.Builder doubles = TensorProto.newBuilder();
    TensorProto.Builder halves = TensorProto.newBuilder();
    for (double number : NUMBERS) {
      floats.addFloatData((float) number);
      doubles.addDoubleData(number);
      halves.addInt32Data(MadeModel.half(number) & 0xffff);
    }
    assertThat(weights(around(floats, DataType.FLOAT))).isEqualTo(NUMBERS);
    assertThat(weights(around(doubles, DataType.DOUBLE))).isEqualTo(NUMBERS);
    assertThat(weights(around(halves, DataType.FLOAT16))).isEqualTo(NUMBERS);
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)) {
      TensorProto.Builder raw = TensorProto.newBuilder().setRawData(MadeModel.raw(type, NUMBERS));
      assertThat(weights(around(raw, type))).isEqualTo(NUMBERS);
    }
  }

  @Test
  void everyFloat16IsWidenedAsTheStandardSays() {
    for (int bits = 0; bits < 0x10000; bits++) {
      int exponent = bits >> 10 & 0x1f;
      // A binary16 number is a float32 with another exponent bias and 13 bits fewer.
      float scaled = Float.intBitsToFloat((bits & 0x8000) << 16 | (bits & 0x7fff) << 13);
      double expected =
          exponent < 31
              ? scaled * 0x1p112
              : (bits & 0x3ff) != 0 ? Double.NaN : Math.copySign(Double.POSITIVE_INFINITY, scaled);
      assertThat(OnnxTensors.widen(bits)).isEqualTo(Double.valueOf(expected));
    }
  }

  @Test
  void float16WeightsOfAFloat32NetworkAgreeWithOnnxruntime() throws Exception {
    MadeModel made =
        MadeModel.of(13, "N", 2)
            .weights("h", DataType.FLOAT16, new int[] {2, 3}, NUMBERS)
            .aside("Cast", "h", "w", integer("to", 1))
            .node("MatMul", "_,w");
    assertThat(Agreement.compare(made.bytes(), 1e-5).notes())
        .contains("float16 tensors widened exactly to float32: 1");
  }

  @Test
  void aFloat16NetworkAgreesWithOnnxruntimeUpToItsRounding() throws Exception {
    MadeModel made =
        MadeModel.of(13, DataType.FLOAT16, "N", 2)
            .weights("w", DataType.FLOAT16, new int[] {2, 3}, 1.5, -0.25, 3, 0.5, 2, -1)
            .weights("b", DataType.FLOAT16, new int[] {3}, 1, -2, 0.5)
            .node("Gemm", "_,w,b")
            .node("Relu", "_");
    assertThat(Agreement.compare(made.bytes(), 2e-3).notes())
        .contains("float16 arithmetic is taken as float32, of which every float16 is a member");
  }

  @Test
  void numbersThatDoNotFillTheShapeAreRefused() {
    TensorProto.Builder few = TensorProto.newBuilder().addFloatData(1).addFloatData(2);
    refused(
        around(few, DataType.FLOAT), "tensor 'w' of shape 2x3 needs 6 numbers, the file holds 2");
    TensorProto.Builder odd =
        TensorProto.newBuilder().setRawData(ByteString.copyFrom(new byte[23]));
    refused(around(odd, DataType.FLOAT), "needs 24 bytes, the file holds 23");
    TensorProto.Builder none = TensorProto.newBuilder();
    refused(around(none, DataType.DOUBLE), "needs 6 numbers, the file holds 0");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      TensorProto.Builder raw =
          TensorProto.newBuilder().setRawData(MadeModel.raw(DataType.FLOAT, 1, 2, 3, bad, 5, 6));
      refused(around(raw, DataType.FLOAT), "MatMul 'MatMul0' has the constant " + bad);
    }
  }

  @Test
  void shapesThatAreNegativeOrHugeAreRefusedBeforeAnythingIsHeld() {
    for (long[] dimensions :
        new long[][] {
          {-1, 3},
          {1L << 40, 3},
          {1L << 32, 1L << 32},
          {Long.MAX_VALUE, Long.MAX_VALUE, 2},
          {1 << 15, 1 << 15},
          {1 << 14, 1 << 14}
        }) {
      MadeModel made = MadeModel.of(13, "N", 2);
      TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(1);
      Arrays.stream(dimensions).forEach(tensor::addDims);
      made.graph.addInitializer(tensor);
      refused(made.node("MatMul", "_,w"), "tensor 'w'");
    }
  }

  @Test
  void otherTypesAreRefusedByName() {
    TensorProto.Builder text = TensorProto.newBuilder();
    MadeModel made = around(text, DataType.FLOAT);
    made.graph.getInitializerBuilder(0).setDataType(DataType.BFLOAT16.getNumber());
    refused(made, "tensor 'w' is of type BFLOAT16");
    made.graph.getInitializerBuilder(0).setDataType(1234);
    refused(made, "tensor 'w' is of type number 1234");
  }

  private static TensorProto.Builder outside(String location, long offset, String length) {
    return TensorProto.newBuilder()
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", length));
  }

  private static StringStringEntryProto.Builder entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }

  @Test
  void numbersInAFileBesideAgreeWithOnnxruntime(@TempDir Path folder) throws Exception {
    byte[] numbers = MadeModel.raw(DataType.FLOAT, NUMBERS).toByteArray();
    byte[] file = new byte[100];
    System.arraycopy(numbers, 0, file, 16, numbers.length);
    Files.createDirectories(folder.resolve("weights"));
    Files.write(folder.resolve("weights/w.bin"), file);
    byte[] model = around(outside("weights/w.bin", 16, "24"), DataType.FLOAT).bytes();
    Files.write(folder.resolve("model.onnx"), model);
    Imported imported =
        OnnxReader.read(
            "model",
            model,
            (path, offset, length) -> {
              byte[] all = Files.readAllBytes(folder.resolve(path));
              return Arrays.copyOfRange(all, (int) offset, (int) (offset + length));
            });
    assertThat(weights(imported)).isEqualTo(NUMBERS);
    try (OnnxRuntime runtime = OnnxRuntime.of(folder.resolve("model.onnx"))) {
      Agreement.compare(imported.network(), runtime, 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../w.bin",
        "a/../../w.bin",
        "a/..",
        "..\\w.bin",
        "\\\\host\\w.bin",
        "C:\\w.bin",
        "file:///etc/passwd",
        "hdfs://host/w.bin",
        "a\0b"
      })
  void aPathThatLeavesTheFolderIsRefusedBeforeAnythingIsRead(String path) {
    byte[] model = around(outside(path, 0, "24"), DataType.FLOAT).bytes();
    assertThatThrownBy(
            () ->
                OnnxReader.read(
                    "model",
                    model,
                    (p, o, l) -> {
                      throw new AssertionError("asked for " + p);
                    }))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("outside the model's folder");
  }

  @Test
  void aFileBesideThatCannotBeReadIsAClearError() {
    byte[] model = around(outside("w.bin", 0, "24"), DataType.FLOAT).bytes();
    assertThatThrownBy(() -> OnnxReader.read("model", model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no files beside the model are read here");
    assertThatThrownBy(() -> OnnxReader.read("model", model, (p, o, l) -> new byte[3]))
        .hasMessageContaining("tensor 'w' in the file 'w.bin' needs 24 bytes from 0, got 3");
    assertThatThrownBy(
            () ->
                OnnxReader.read(
                    "model",
                    model,
                    (p, o, l) -> {
                      throw new IOException("gone");
                    }))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("cannot be read: gone");
    refused(around(outside("w.bin", 0, "25"), DataType.FLOAT), "needs 24 bytes, not 25");
    refused(around(outside("w.bin", 0, "many"), DataType.FLOAT), "offset or length 'many'");
    refused(around(outside("w.bin", -4, "24"), DataType.FLOAT), "offset or length '-4'");
  }

  private static void refused(MadeModel made, String message) {
    byte[] bytes = made.bytes();
    assertThatThrownBy(() -> OnnxReader.read("made", bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }
}
