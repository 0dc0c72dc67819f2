package org.assay.format;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;

/**
 * Reads ONNX models (operator sets 7 to 25) that are one chain of layers: Gemm, MatMul, Conv, Add,
 * Sub, Mul, Div, BatchNormalization, Relu and Clip, with operators that only name shapes anew.
 *
 * <p>In rank 2 and more a leading symbolic or 1 dimension of the input is the batch; otherwise the
 * whole shape is one example. A closing Softmax, LogSoftmax or ArgMax is dropped. Everything else
 * is refused by operator and node name. Source: the ONNX operator specification, <a
 * href="https://onnx.ai/onnx/operators/">onnx.ai/onnx/operators</a>.
 *
 * <p>Memory: at most about ten times the file, and never more than about 2^26 numbers beside it.
 */
public final class OnnxReader {

  private OnnxReader() {}

  /**
   * Reads a model that is whole in its bytes.
   *
   * @param name of the network, for people
   * @throws ModelFormatException if the bytes are no such model
   */
  public static Imported read(String name, byte[] file) {
    return read(
        name,
        file,
        (path, offset, length) -> {
          throw new IOException("no files beside the model are read here");
        });
  }

  /**
   * Reads a model some of whose tensors may lie in files beside it.
   *
   * @param name of the network, for people
   * @param external reads those files
   * @throws ModelFormatException if the bytes are no such model
   */
  public static Imported read(String name, byte[] file, ExternalData external) {
    try {
      ProtobufCensus.check(file);
      return new OnnxImport(ModelProto.parseFrom(file), external).run(name);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          name + ": is no ONNX file, or a damaged one: " + e.getMessage(), e);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
  }
}
