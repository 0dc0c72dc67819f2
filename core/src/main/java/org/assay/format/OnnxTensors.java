package org.assay.format;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assay.network.Shape;

/** Tensors as ONNX files hold them, decoded exactly: typed lists, raw bytes, or a file beside. */
final class OnnxTensors {

  private static final long LARGEST_INTEGER = 1L << 53;
  private static final int HIGHEST_RANK = 16;
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:.*");

  private final ExternalData external;
  private final Allowance allowance;
  private int halves;

  OnnxTensors(ExternalData external, Allowance allowance) {
    this.external = external;
    this.allowance = allowance;
  }

  /** Tensors that were widened from float16 so far. */
  int halves() {
    return halves;
  }

  Constant decode(TensorProto tensor) {
    String who = "tensor " + ModelFormatException.quote(tensor.getName());
    DataType type = DataType.forNumber(tensor.getDataType());
    int width = width(who, type, tensor.getDataType());
    Shape shape = shape(who, tensor.getDimsList());
    allowance.take(who, shape.size());
    if (tensor.hasSegment()) {
      throw new ModelFormatException(who + " is one segment of a larger one");
    }
    if (type == DataType.FLOAT16) {
      halves++;
    }
    boolean outside = tensor.getDataLocation() == DataLocation.EXTERNAL;
    boolean raw = outside || tensor.hasRawData();
    long held = raw ? tensor.getRawData().size() : listed(tensor, type);
    long wanted = raw ? (long) width * shape.size() : shape.size();
    if (!outside && held != wanted) {
      throw new ModelFormatException(
          "%s of shape %s needs %d %s, the file holds %d"
              .formatted(who, shape, wanted, raw ? "bytes" : "numbers", held));
    }
    // Read first: that there are so many is not known before.
    byte[] beside = outside ? outside(who, tensor, wanted) : new byte[0];
    double[] values = new double[shape.size()];
    if (outside) {
      fill(values, type, ByteBuffer.wrap(beside));
    } else if (raw) {
      fill(values, type, tensor.getRawData().asReadOnlyByteBuffer());
    } else {
      fill(values, type, tensor);
    }
    return new Constant(number(type), shape, integral(who, type, values));
  }

  /** The shape that a file states, refused if negative or too large. */
  static Shape shape(String who, List<Long> dimensions) {
    List<Integer> checked = new ArrayList<>();
    long size = 1;
    if (dimensions.size() > HIGHEST_RANK) {
      throw new ModelFormatException(
          who + " has " + dimensions.size() + " dimensions; at most " + HIGHEST_RANK + " are read");
    }
    for (long d : dimensions) {
      if (d < 0 || d > Shape.MAX_SIZE || size * d > Shape.MAX_SIZE) {
        throw new ModelFormatException(
            who
                + " has the shape "
                + dimensions
                + "; at most "
                + Shape.MAX_SIZE
                + " elements are read");
      }
      size *= d;
      checked.add((int) d);
    }
    return new Shape(checked);
  }

  static NumberType number(DataType type) {
    return switch (type) {
      case FLOAT, FLOAT16 -> NumberType.FLOAT32;
      case DOUBLE -> NumberType.FLOAT64;
      default -> NumberType.INTEGER;
    };
  }

  private static int width(String who, DataType type, int code) {
    if (type != null) {
      switch (type) {
        case BOOL:
          return 1;
        case FLOAT16:
          return 2;
        case FLOAT, INT32:
          return 4;
        case DOUBLE, INT64:
          return 8;
        default:
          break;
      }
    }
    throw new ModelFormatException(
        who
            + " is of type "
            + (type == null ? "number " + code : type)
            + ", which is not supported");
  }

  private static int listed(TensorProto tensor, DataType type) {
    return switch (type) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case INT64 -> tensor.getInt64DataCount();
      default -> tensor.getInt32DataCount();
    };
  }

  private static void fill(double[] values, DataType type, TensorProto tensor) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> tensor.getFloatData(i);
            case DOUBLE -> tensor.getDoubleData(i);
            case INT64 -> tensor.getInt64Data(i);
            case FLOAT16 -> widen(tensor.getInt32Data(i));
            default -> tensor.getInt32Data(i);
          };
    }
  }

  private static void fill(double[] values, DataType type, ByteBuffer bytes) {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> in.getFloat();
            case DOUBLE -> in.getDouble();
            case INT64 -> in.getLong();
            case FLOAT16 -> widen(in.getShort());
            case INT32 -> in.getInt();
            default -> in.get();
          };
    }
  }

  private static double[] integral(String who, DataType type, double[] values) {
    if (type == DataType.INT64) {
      for (double value : values) {
        // Beyond 2^53 a double no longer tells neighbouring integers apart.
        if (Math.abs(value) >= LARGEST_INTEGER) {
          throw new ModelFormatException(who + " holds an integer beyond 2^53");
        }
      }
    }
    return values;
  }

  /** The exact value of the low 16 bits as an IEEE-754 binary16 number. */
  static double widen(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        exponent == 0
            ? Math.scalb((double) fraction, -24)
            : exponent < 31
                ? Math.scalb((double) (fraction | 0x400), exponent - 25)
                : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  private byte[] outside(String who, TensorProto tensor, long wanted) {
    String path = "";
    long offset = 0;
    long length = wanted;
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> path = entry.getValue();
        case "offset" -> offset = position(who, entry.getValue());
        case "length" -> length = position(who, entry.getValue());
        default -> {}
      }
    }
    String where = who + " in the file " + ModelFormatException.quote(path);
    if (!staysInside(path)) {
      throw new ModelFormatException(where + " would lie outside the model's folder");
    }
    if (length != wanted) {
      throw new ModelFormatException(where + " needs " + wanted + " bytes, not " + length);
    }
    try {
      byte[] bytes = external.read(path, offset, length);
      if (bytes.length != length) {
        throw new ModelFormatException(
            where + " needs " + length + " bytes from " + offset + ", got " + bytes.length);
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelFormatException(where + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static long position(String who, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative number.
    }
    throw new ModelFormatException(
        who + " lies at the offset or length " + ModelFormatException.quote(text));
  }

  private static boolean staysInside(String path) {
    if (path.isEmpty()
        || path.startsWith("/")
        || path.startsWith("\\")
        || path.indexOf('\0') >= 0
        || SCHEME.matcher(path).matches()) {
      return false;
    }
    for (String step : path.split("[/\\\\]", -1)) {
      if (step.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
