package org.assay.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.assay.dataset.PackedBytes;

/**
 * Files by Hadoop path: local, hdfs, s3a; whatever the configuration knows, with which it travels
 * to executors.
 */
public final class FileStore implements Serializable {

  private static final long serialVersionUID = 1;
  private static final String PACKED = ".gz";

  /** Packed files that unpack to more bytes are refused: 2^30. */
  private static final int MOST_UNPACKED = 1 << 30;

  /** Longer files are refused: the longest array of bytes there is. */
  private static final long LONGEST = Integer.MAX_VALUE - 8L;

  private final SerializableConfiguration configuration;

  public FileStore(Configuration configuration) {
    this.configuration = new SerializableConfiguration(configuration);
  }

  /** All bytes of a file; {@link BadInput} where there is none. */
  public byte[] read(String file) {
    Path path = path(file);
    try {
      FileSystem system = path.getFileSystem(configuration());
      FileStatus status = system.getFileStatus(path);
      if (status.isDirectory()) {
        throw new BadInput(file + ": is a folder, a file is needed");
      }
      if (status.getLen() > LONGEST) {
        throw new BadInput(
            file
                + ": "
                + status.getLen()
                + " bytes are more than the "
                + LONGEST
                + " that are read");
      }
      try (FSDataInputStream in = system.open(path)) {
        return in.readAllBytes();
      }
    } catch (FileNotFoundException e) {
      throw new BadInput(file + ": no such file; check the path", e);
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * All bytes of a file, unpacked where gzip has packed them; where there is no such file, of that
   * with {@code .gz} after its name.
   */
  public byte[] readUnpacked(String file) {
    boolean beside = !file.endsWith(PACKED) && !exists(file) && exists(file + PACKED);
    byte[] bytes = read(beside ? file + PACKED : file);
    if (!PackedBytes.isPacked(bytes)) {
      return bytes;
    }
    try (InputStream in = PackedBytes.of(bytes)) {
      byte[] unpacked = in.readNBytes(MOST_UNPACKED);
      if (in.read() >= 0) {
        throw new BadInput(file + ": unpacks to more than " + MOST_UNPACKED + " bytes");
      }
      return unpacked;
    } catch (IOException e) {
      throw new BadInput(file + ": damaged gzip data: " + e.getMessage(), e);
    }
  }

  /** A name without the ending of packed files. */
  public static String unpackedName(String file) {
    return file.endsWith(PACKED) ? file.substring(0, file.length() - PACKED.length()) : file;
  }

  public boolean exists(String file) {
    Path path = path(file);
    try {
      return path.getFileSystem(configuration()).exists(path);
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be reached: " + e.getMessage(), e);
    }
  }

  public boolean isFolder(String file) {
    Path path = path(file);
    try {
      return path.getFileSystem(configuration()).getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be reached: " + e.getMessage(), e);
    }
  }

  /** The names of a folder's entries, in the order of their text. */
  public List<String> names(String folder) {
    Path path = path(folder);
    try {
      return Arrays.stream(path.getFileSystem(configuration()).listStatus(path))
          .map(status -> status.getPath().getName())
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new BadInput(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a file whole or not at all: beside its place first, then renamed over it; in its place
   * where a store shows no file before it is whole, and has no renaming that is one step.
   */
  public void replace(String file, byte[] bytes) {
    Path target = path(file);
    Path beside = new Path(target.getParent(), "." + target.getName() + ".new");
    try {
      FileSystem system = target.getFileSystem(configuration());
      if (system.hasPathCapability(
          target, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)) {
        try (FSDataOutputStream out = system.create(target, true)) {
          out.write(bytes);
        }
        return;
      }
      FileContext context = FileContext.getFileContext(target.toUri(), configuration());
      try (FSDataOutputStream out =
          context.create(
              beside,
              EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
              Options.CreateOpts.createParent())) {
        out.write(bytes);
      }
      context.rename(beside, target, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** The same, of text in UTF-8. */
  public void replace(String file, String text) {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Opens a new file to be written, with the folders above it, without hidden sums beside it. */
  public FSDataOutputStream create(String file) {
    Path path = path(file);
    try {
      FileSystem system = path.getFileSystem(configuration());
      return system instanceof ChecksumFileSystem summed
          ? summed.getRawFileSystem().create(path, false)
          : system.create(path, false);
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Puts a finished folder in the place of another, or where there is none. */
  public void replaceFolder(String from, String to) {
    delete(to);
    move(from, to);
  }

  void makeFolder(String folder) {
    Path path = path(folder);
    try {
      if (!path.getFileSystem(configuration()).mkdirs(path)) {
        throw new BadInput(folder + ": the folder cannot be made; is a file in its place?");
      }
    } catch (IOException e) {
      throw new BadInput(folder + ": the folder cannot be made: " + e.getMessage(), e);
    }
  }

  /** Moves a folder to a place where there is none. */
  void move(String from, String to) {
    Path source = path(from);
    Path target = path(to);
    try {
      FileSystem system = source.getFileSystem(configuration());
      system.mkdirs(target.getParent());
      if (system.exists(target) || !system.rename(source, target)) {
        throw new IOException("rename was refused");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + from + " to " + to, e);
    }
  }

  /** Deletes a file or folder with all that is in it; nothing where there is none. */
  public void delete(String file) {
    Path path = path(file);
    try {
      path.getFileSystem(configuration()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  Configuration configuration() {
    return configuration.value();
  }

  static Path path(String file) {
    try {
      return new Path(file);
    } catch (IllegalArgumentException e) {
      throw new BadInput("'" + file + "' is no path: " + e.getMessage(), e);
    }
  }
}
