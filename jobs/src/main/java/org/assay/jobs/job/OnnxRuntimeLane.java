package org.assay.jobs.job;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Tensor;

/**
 * What onnxruntime says of images: the file as it stands, on one thread. It does not promise the
 * same bits on every processor, so that its answer is a column beside the verdicts and never one of
 * them. Close it.
 */
final class OnnxRuntimeLane implements UnitIterator.Closeable {

  private static final int LONGEST_COMMAND_LINE = 4096;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final OnnxJavaType type;
  private final long[] shape;

  private OnnxRuntimeLane(SharedNetwork network) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(network.file(), options);
    }
    Map.Entry<String, NodeInfo> only = session.getInputInfo().entrySet().iterator().next();
    TensorInfo info = (TensorInfo) only.getValue().getInfo();
    input = only.getKey();
    type = info.type;
    shape = info.getShape().clone();
    for (int i = 0; i < shape.length; i++) {
      // A dimension without a number is the batch.
      shape[i] = shape[i] < 0 ? 1 : shape[i];
    }
  }

  /** Opens a network's file; {@link BadInput} where onnxruntime does not take it. */
  static OnnxRuntimeLane open(SharedNetwork network) {
    if (network.normalise() != null || network.significandBits() != null || network.pre() != null) {
      throw new BadInput(
          "--onnxruntime runs the file as it stands and goes without --normalise, --round-bits and --pre; leave one out");
    }
    refuseLongCommandLine();
    try {
      return new OnnxRuntimeLane(network);
    } catch (OrtException e) {
      throw new BadInput(network.path() + ": onnxruntime refuses it: " + e.getMessage(), e);
    }
  }

  /** onnxruntime 1.29.0 ends the whole process where its command line does not fit its buffer. */
  private static void refuseLongCommandLine() {
    try {
      int length = Files.readAllBytes(Path.of("/proc/self/cmdline")).length;
      if (length >= LONGEST_COMMAND_LINE) {
        throw new BadInput(
            "onnxruntime cannot start in a process whose command line has %d bytes, %d or more; give the class path by the variable CLASSPATH, or leave --onnxruntime out"
                .formatted(length, LONGEST_COMMAND_LINE));
      }
    } catch (IOException e) {
      // There is no such file outside of Linux, where the fault was not seen.
      return;
    }
  }

  /** The label: the lowest index among the largest outputs, or the output where it is a label. */
  int label(Tensor image) {
    try (OnnxTensor tensor = tensor(image);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      if (output.getInfo().type == OnnxJavaType.INT64) {
        return Math.toIntExact(output.getLongBuffer().get(0));
      }
      return output.getInfo().type == OnnxJavaType.DOUBLE
          ? largest(output.getDoubleBuffer())
          : largest(output.getFloatBuffer());
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime failed", e);
    }
  }

  /** The library's version. */
  String version() {
    return environment.getVersion();
  }

  private OnnxTensor tensor(Tensor image) throws OrtException {
    return type == OnnxJavaType.DOUBLE
        ? OnnxTensor.createTensor(environment, DoubleBuffer.wrap(image.toDoubles()), shape)
        : OnnxTensor.createTensor(environment, FloatBuffer.wrap(image.toFloats()), shape);
  }

  private static int largest(FloatBuffer values) {
    int best = 0;
    for (int i = 1; i < values.remaining(); i++) {
      best = values.get(i) > values.get(best) ? i : best;
    }
    return best;
  }

  private static int largest(DoubleBuffer values) {
    int best = 0;
    for (int i = 1; i < values.remaining(); i++) {
      best = values.get(i) > values.get(best) ? i : best;
    }
    return best;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime failed to close", e);
    }
  }
}
