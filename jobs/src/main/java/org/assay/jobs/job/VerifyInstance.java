package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;

/**
 * A network and a property that it must not bring about.
 *
 * @param row position in the list of instances, from 1
 * @param property path of a VNN-LIB file
 * @param timeout for this instance
 */
public record VerifyInstance(int row, NetworkSource network, String property, Duration timeout)
    implements Serializable {

  public VerifyInstance {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new BadInput("timeout must be longer than nothing, not " + timeout);
    }
  }
}
