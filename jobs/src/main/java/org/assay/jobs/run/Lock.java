package org.assay.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file {@code .lock} that keeps an output folder to one command at a time. It names host,
 * process, time and run. Making it is atomic on local disks and on HDFS; on stores that cannot
 * create a file only where there is none, such as some object stores, it is a warning sign.
 */
final class Lock implements AutoCloseable {

  private final FileStore files;
  private final String path;
  private final String owner;

  private Lock(FileStore files, String path, String owner) {
    this.files = files;
    this.path = path;
    this.owner = owner;
  }

  /**
   * Takes the lock, from a dead process of this host if need be; {@link BadInput} if it is held.
   */
  static Lock take(FileStore files, String out, String run) {
    String path = out + "/.lock";
    String owner =
        "%s %d %s %s".formatted(host(), ProcessHandle.current().pid(), Instant.now(), run);
    if (create(files, path, owner)) {
      return new Lock(files, path, owner);
    }
    String held = new String(files.read(path), StandardCharsets.UTF_8);
    if (isDead(held) && remove(files, path, held, run) && create(files, path, owner)) {
      return new Lock(files, path, owner);
    }
    throw new BadInput(
        "%s: another run is writing here (host, process, since, run: %s). Wait for it, choose another --out, or, if it is dead, delete %s"
            .formatted(out, held, path));
  }

  private static boolean create(FileStore files, String path, String owner) {
    byte[] bytes = owner.getBytes(StandardCharsets.UTF_8);
    Optional<java.nio.file.Path> local = local(files, path);
    try {
      if (local.isPresent()) {
        // Written beside and linked in, so that nobody ever reads half a lock.
        java.nio.file.Path whole = Files.createTempFile(local.get().getParent(), ".lock", ".new");
        try {
          Files.write(whole, bytes);
          Files.createLink(local.get(), whole);
        } finally {
          Files.delete(whole);
        }
        return true;
      }
      Path remote = new Path(path);
      FileSystem system = remote.getFileSystem(files.configuration());
      try (FSDataOutputStream stream = system.create(remote, false)) {
        stream.write(bytes);
      }
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new BadInput(path + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Moves the dead lock aside; false where it is no longer the one that was read. */
  private static boolean remove(FileStore files, String path, String held, String run) {
    String aside = path + "." + run;
    try {
      files.move(path, aside);
    } catch (UncheckedIOException e) {
      return false;
    }
    boolean same = new String(files.read(aside), StandardCharsets.UTF_8).equals(held);
    if (same) {
      files.delete(aside);
    } else {
      files.move(aside, path);
    }
    return same;
  }

  private static boolean isDead(String held) {
    String[] parts = held.split(" ", -1);
    if (parts.length != 4 || !parts[0].equals(host()) || !parts[1].matches("\\d{1,18}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    // A process that started after the lock was made only happens to have the same number.
    return process.isEmpty()
        || process
            .flatMap(p -> p.info().startInstant())
            .filter(start -> start.isAfter(Instant.parse(parts[2])))
            .isPresent();
  }

  private static Optional<java.nio.file.Path> local(FileStore files, String path) {
    try {
      Path hadoop = FileStore.path(path);
      FileSystem system = hadoop.getFileSystem(files.configuration());
      return "file".equals(system.getUri().getScheme())
          ? Optional.of(java.nio.file.Path.of(system.makeQualified(hadoop).toUri().getPath()))
          : Optional.empty();
    } catch (IOException e) {
      throw new BadInput(path + ": cannot be reached: " + e.getMessage(), e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** Gives the lock up, if it is still this one. */
  @Override
  public void close() {
    try {
      if (new String(files.read(path), StandardCharsets.UTF_8).equals(owner)) {
        files.delete(path);
      }
    } catch (BadInput e) {
      if (!(e.getCause() instanceof FileNotFoundException)) {
        throw e;
      }
    }
  }
}
