package org.assay.format;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A model run by onnxruntime with one thread; the reference that imports are held against. */
public final class OnnxRuntime implements AutoCloseable {

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;
  private final String input;
  private final TensorInfo type;

  private OnnxRuntime(OrtSession session) throws OrtException {
    this.session = session;
    Map.Entry<String, NodeInfo> only = session.getInputInfo().entrySet().iterator().next();
    this.input = only.getKey();
    this.type = (TensorInfo) only.getValue().getInfo();
  }

  public static OnnxRuntime of(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = options()) {
      return new OnnxRuntime(ENVIRONMENT.createSession(model, options));
    }
  }

  /** A model whose external data lie in its folder. */
  public static OnnxRuntime of(Path file) throws OrtException {
    try (OrtSession.SessionOptions options = options()) {
      return new OnnxRuntime(ENVIRONMENT.createSession(file.toString(), options));
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    // Without graph rewriting each operator is computed as it is written.
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    return options;
  }

  boolean isDouble() {
    return type.type == OnnxJavaType.DOUBLE;
  }

  /** The output for one example; symbolic dimensions of the input are 1. */
  public double[] run(double[] example) throws OrtException {
    long[] shape = type.getShape().clone();
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] < 0 ? 1 : shape[i];
    }
    try (OnnxTensor tensor = tensor(example, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return values(result.get(0));
    }
  }

  private OnnxTensor tensor(double[] example, long[] shape) throws OrtException {
    if (isDouble()) {
      return OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(example), shape);
    }
    float[] floats = new float[example.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) example[i];
    }
    if (type.type == OnnxJavaType.FLOAT16) {
      ShortBuffer halves = Fp16Conversions.convertFloatBufferToFp16Buffer(FloatBuffer.wrap(floats));
      return OnnxTensor.createTensor(ENVIRONMENT, halves, shape, OnnxJavaType.FLOAT16);
    }
    return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(floats), shape);
  }

  private static double[] values(OnnxValue value) throws OrtException {
    OnnxTensor tensor = (OnnxTensor) value;
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      DoubleBuffer buffer = tensor.getDoubleBuffer();
      double[] values = new double[buffer.remaining()];
      buffer.get(values);
      return values;
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    double[] values = new double[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
