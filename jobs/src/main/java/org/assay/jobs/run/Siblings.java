package org.assay.jobs.run;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.assay.format.ExternalData;
import org.jspecify.annotations.Nullable;

/**
 * The parts of files beside a model that its import asks for. They are read once, by the driver,
 * and travel with the model.
 */
final class Siblings implements ExternalData, Serializable {

  private static final long serialVersionUID = 1;

  private final HashMap<String, byte[]> parts = new HashMap<>();
  private final transient @Nullable FileStore files;
  private final transient @Nullable String folder;

  private Siblings(@Nullable FileStore files, @Nullable String folder) {
    this.files = files;
    this.folder = folder;
  }

  /** No files beside the model. */
  static Siblings none() {
    return new Siblings(null, null);
  }

  /** The files beside a model at this path. */
  static Siblings of(FileStore files, String model) {
    return new Siblings(files, model.substring(0, model.lastIndexOf('/') + 1));
  }

  @Override
  public byte[] read(String relativePath, long offset, long length) throws IOException {
    String key = offset + "+" + length + " " + relativePath;
    byte[] part = parts.get(key);
    if (part == null) {
      part = stored(relativePath, offset, length);
      parts.put(key, part);
    }
    return part.clone();
  }

  private byte[] stored(String relativePath, long offset, long length) throws IOException {
    if (files == null) {
      throw new FileNotFoundException(
          relativePath + ", which lies beside the model, is not at hand");
    }
    Path path = FileStore.path(folder + relativePath);
    FileSystem system = path.getFileSystem(files.configuration());
    long there = system.getFileStatus(path).getLen();
    // Before anything is made of a length that only the model states.
    if (length > Integer.MAX_VALUE || offset > there - length) {
      throw new EOFException("the file has " + there + " bytes");
    }
    byte[] part = new byte[(int) length];
    try (FSDataInputStream in = system.open(path)) {
      in.readFully(offset, part);
    }
    return part;
  }
}
