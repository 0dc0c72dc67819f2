package org.assay.jobs.run;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * The classes that Kryo may meet. Records travel as columns and closures by Java serialisation, so
 * besides Spark's own there are only what is broadcast and what file commits report.
 */
public final class Registrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(SharedNetwork.class);
    kryo.register(SharedImages.class);
    kryo.register(Siblings.class);
    kryo.register(java.util.HashMap.class);
    kryo.register(int[].class);
    kryo.register(float[].class);
    kryo.register(byte[].class);
  }
}
