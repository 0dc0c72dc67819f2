package org.assay.jobs.table;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import org.apache.spark.sql.catalyst.encoders.Codec;
import org.apache.spark.sql.types.Metadata;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Spark encoders of Java records: a column a component, read by the component's accessor and built
 * by the canonical constructor, so that a {@code Dataset<R>} is typed from end to end.
 *
 * <p>Components are int, long, float, double, boolean, their boxes, String, {@code byte[]},
 * ByteBuffer, records, and lists of these. A column holds null only where its component is {@link
 * Nullable}. ({@code Encoders.bean} would see no property of a record and give an empty schema
 * without a word.)
 */
public final class RecordEncoder {

  private static final Map<Type, AgnosticEncoder<?>> LEAVES =
      Map.ofEntries(
          Map.entry(int.class, AgnosticEncoders.PrimitiveIntEncoder$.MODULE$),
          Map.entry(long.class, AgnosticEncoders.PrimitiveLongEncoder$.MODULE$),
          Map.entry(float.class, AgnosticEncoders.PrimitiveFloatEncoder$.MODULE$),
          Map.entry(double.class, AgnosticEncoders.PrimitiveDoubleEncoder$.MODULE$),
          Map.entry(boolean.class, AgnosticEncoders.PrimitiveBooleanEncoder$.MODULE$),
          Map.entry(Integer.class, AgnosticEncoders.BoxedIntEncoder$.MODULE$),
          Map.entry(Long.class, AgnosticEncoders.BoxedLongEncoder$.MODULE$),
          Map.entry(Float.class, AgnosticEncoders.BoxedFloatEncoder$.MODULE$),
          Map.entry(Double.class, AgnosticEncoders.BoxedDoubleEncoder$.MODULE$),
          Map.entry(Boolean.class, AgnosticEncoders.BoxedBooleanEncoder$.MODULE$),
          Map.entry(String.class, AgnosticEncoders.StringEncoder$.MODULE$),
          Map.entry(byte[].class, AgnosticEncoders.BinaryEncoder$.MODULE$),
          Map.entry(ByteBuffer.class, bytes()));

  private RecordEncoder() {}

  /** The encoder of a record type; a component of another type is refused by name. */
  public static <R extends Record> Encoder<R> of(Class<R> type) {
    return product(type, null);
  }

  /**
   * The encoder of a record type with a type variable.
   *
   * @param argument the record that the variable stands for
   */
  public static <R extends Record> Encoder<R> of(Class<R> type, Class<? extends Record> argument) {
    return product(type, argument);
  }

  private static <R> AgnosticEncoder<R> product(Class<R> type, @Nullable Class<?> argument) {
    if (!Modifier.isPublic(type.getModifiers())) {
      // Spark's generated code lives in another package and would fail only at run time.
      throw new IllegalArgumentException("record " + type.getName() + " must be public");
    }
    List<AgnosticEncoders.EncoderField> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean primitive = component.getType().isPrimitive();
      boolean nullable =
          !primitive && component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      fields.add(
          new AgnosticEncoders.EncoderField(
              component.getName(),
              encoder(
                  component.getGenericType(),
                  argument,
                  type.getSimpleName() + "." + component.getName()),
              nullable,
              Metadata.empty(),
              Option.empty(),
              Option.empty()));
    }
    return new AgnosticEncoders.ProductEncoder<>(
        ClassTag.apply(type), CollectionConverters.asScala(fields).toSeq(), Option.empty());
  }

  private static AgnosticEncoder<?> encoder(
      Type type, @Nullable Class<?> argument, String component) {
    AgnosticEncoder<?> leaf = LEAVES.get(type);
    if (leaf != null) {
      return leaf;
    }
    if (type instanceof TypeVariable<?> && argument != null) {
      return product(argument, null);
    }
    if (type instanceof Class<?> nested && nested.isRecord()) {
      return product(nested, null);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      AgnosticEncoder<?> element = encoder(list.getActualTypeArguments()[0], argument, component);
      return new AgnosticEncoders.IterableEncoder<>(
          ClassTag.apply(List.class), element, false, false);
    }
    throw new IllegalArgumentException(
        "%s: no column type for %s; see RecordEncoder for the types there are"
            .formatted(component, type));
  }

  private static AgnosticEncoder<ByteBuffer> bytes() {
    return new AgnosticEncoders.TransformingEncoder<>(
        ClassTag.apply(ByteBuffer.class),
        AgnosticEncoders.BinaryEncoder$.MODULE$,
        BufferCodec::new,
        true);
  }

  /** A byte buffer from its first to its last byte as an array, which is copied. */
  private static final class BufferCodec implements Codec<ByteBuffer, byte[]> {

    @Override
    public byte[] encode(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }

    @Override
    public ByteBuffer decode(byte[] bytes) {
      return ByteBuffer.wrap(bytes.clone());
    }
  }
}
