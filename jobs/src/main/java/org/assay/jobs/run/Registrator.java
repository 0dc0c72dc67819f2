package org.assay.jobs.run;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * The classes that Kryo may meet. Records travel as columns, so besides Spark's own only arrays of
 * primitives do.
 */
public final class Registrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(byte[].class);
  }
}
