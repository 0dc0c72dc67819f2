package org.assay.format;

import java.io.IOException;

/** The files beside a model that hold its larger tensors; the caller says how they are read. */
@FunctionalInterface
public interface ExternalData {

  /**
   * A part of a file.
   *
   * @param relativePath path below the model's folder; never absolute, never through {@code ..}
   * @param offset first byte, from 0
   * @param length number of bytes, all of which must be returned
   * @throws IOException if the file is absent, too short or cannot be read
   */
  byte[] read(String relativePath, long offset, long length) throws IOException;
}
