package org.assay.format;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * A walk over a model's bytes that counts what parsing would create, before it is created: a few
 * bytes of a hostile file can become an object of hundreds.
 */
final class ProtobufCensus {

  private static final int DEEPEST = 64;
  private static final long MESSAGES = 1L << 20;
  private static final long SCALARS = 1L << 25;

  private long messages;
  private long scalars;

  private ProtobufCensus() {}

  /** Refuses bytes that are no protobuf, nest too deeply, or hold too many small parts. */
  static void check(byte[] file) {
    CodedInputStream in = CodedInputStream.newInstance(file);
    try {
      new ProtobufCensus().message(in, ModelProto.getDescriptor(), 0);
    } catch (IOException e) {
      throw new ModelFormatException("is no ONNX file, or a damaged one: " + e.getMessage(), e);
    }
  }

  private void message(CodedInputStream in, Descriptor type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new ModelFormatException("nests its parts more than " + DEEPEST + " deep");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean lengthFirst = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (field != null && lengthFirst) {
        part(in, field, depth);
      } else {
        count(field == null ? 1 : 0, 1);
        if (!in.skipField(tag)) {
          throw new ModelFormatException("is no ONNX file, or a damaged one: stray end of a group");
        }
      }
    }
  }

  private void part(CodedInputStream in, FieldDescriptor field, int depth) throws IOException {
    int length = in.readRawVarint32();
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      count(1, 0);
      int outer = in.pushLimit(length);
      message(in, field.getMessageType(), depth + 1);
      in.popLimit(outer);
    } else {
      count(field.isPackable() ? 0 : 1, field.isPackable() ? length : 0);
      in.skipRawBytes(length);
    }
  }

  private void count(long moreMessages, long moreScalars) {
    messages += moreMessages;
    scalars += moreScalars;
    if (messages > MESSAGES || scalars > SCALARS) {
      throw new ModelFormatException(
          "has more than " + MESSAGES + " parts or " + SCALARS + " bytes of listed numbers");
    }
  }
}
