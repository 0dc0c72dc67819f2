package org.assay.jobs.run;

import com.esotericsoftware.kryo.Kryo;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * The classes that Kryo may meet. Records travel as columns and closures by Java serialisation, so
 * besides Spark's own there are only what is broadcast and what file commits report.
 */
public final class Registrator implements KryoRegistrator {

  /** Classes of Spark that it meets itself but does not register, by name as they are its own. */
  private static final List<String> SPARK =
      List.of(
          "[Lorg.apache.spark.util.io.ChunkedByteBuffer;",
          // Schemas of Parquet files that others wrote come back from tasks.
          "org.apache.spark.sql.types.ArrayType",
          "org.apache.spark.sql.types.BooleanType$",
          "org.apache.spark.sql.types.ByteType$",
          "org.apache.spark.sql.types.ShortType$",
          "org.apache.spark.sql.types.IntegerType$",
          "org.apache.spark.sql.types.LongType$",
          "org.apache.spark.sql.types.FloatType$",
          "org.apache.spark.sql.types.DoubleType$",
          "org.apache.spark.sql.types.StringType$",
          "org.apache.spark.sql.types.BinaryType$",
          "org.apache.spark.sql.types.DecimalType");

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(SharedNetwork.class);
    kryo.register(SharedImages.class);
    kryo.register(Siblings.class);
    kryo.register(HashMap.class);
    kryo.register(int[].class);
    kryo.register(float[].class);
    kryo.register(byte[].class);
    for (String name : SPARK) {
      try {
        kryo.register(Class.forName(name));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("this is not the version of Spark that Assay knows", e);
      }
    }
  }
}
