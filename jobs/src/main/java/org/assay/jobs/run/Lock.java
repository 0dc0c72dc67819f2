package org.assay.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * The file {@code .lock} that keeps an output folder to one command at a time. It names host,
 * process, time and run. Making it is atomic on local disks, on HDFS, and on S3 by Hadoop's
 * connector, which lets the store refuse the file where there is one; so is taking it from a dead
 * process. On other stores, and where {@code fs.s3a.create.conditional.enabled} is false, it is a
 * warning sign.
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
    while (!create(files, path, owner)) {
      Optional<String> held = text(files, path);
      if (held.isEmpty()) {
        // Given up in this moment.
        continue;
      }
      if (!isDead(held.get())) {
        throw held(out, held.get());
      }
      if (takeOver(files, path, held.get(), owner)) {
        break;
      }
      throw held(out, text(files, path).orElse(held.get()));
    }
    return new Lock(files, path, owner);
  }

  private static BadInput held(String out, String held) {
    return new BadInput(
        "%s: another run is writing here (host, process, since, run: %s). Wait for it, choose another --out, or, if it is dead, delete %s/.lock"
            .formatted(out, held, out));
  }

  private static boolean create(FileStore files, String path, String owner) {
    Optional<java.nio.file.Path> local = local(files, path);
    try {
      if (local.isPresent()) {
        // Written beside and linked in, so that nobody ever reads half a lock.
        java.nio.file.Path whole = beside(local.get(), owner);
        try {
          Files.createLink(local.get(), whole);
        } finally {
          Files.delete(whole);
        }
        return true;
      }
      Path remote = new Path(path);
      FSDataOutputStreamBuilder<?, ?> builder =
          remote.getFileSystem(files.configuration()).createFile(remote);
      builder.overwrite(false);
      builder.opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
      try (FSDataOutputStream stream = builder.build()) {
        stream.write(owner.getBytes(StandardCharsets.UTF_8));
      }
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      // Each store has exceptions of its own for what is there already. It may be this very lock,
      // where an answer was lost and the request repeated.
      if (local.isEmpty() && files.exists(path)) {
        return text(files, path).filter(owner::equals).isPresent();
      }
      throw new BadInput(path + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static java.nio.file.Path beside(java.nio.file.Path lock, String owner)
      throws IOException {
    java.nio.file.Path whole = Files.createTempFile(lock.getParent(), ".lock", ".new");
    return Files.writeString(whole, owner);
  }

  /**
   * Puts this lock in the place of a dead one; false where that is no longer the one read. A second
   * lock, on the dead one, keeps this to one command at a time.
   */
  private static boolean takeOver(FileStore files, String path, String held, String owner) {
    String guard = path + "." + Key.of(held).substring(0, 16);
    if (!create(files, guard, owner)) {
      return false;
    }
    try {
      if (text(files, path).filter(held::equals).isEmpty()) {
        return false;
      }
      Optional<java.nio.file.Path> local = local(files, path);
      if (local.isPresent()) {
        Files.move(beside(local.get(), owner), local.get(), StandardCopyOption.ATOMIC_MOVE);
      } else {
        files.replace(path, owner);
      }
      return true;
    } catch (IOException e) {
      throw new BadInput(path + ": cannot be written: " + e.getMessage(), e);
    } finally {
      files.delete(guard);
    }
  }

  /** What a lock says; nothing where there is none. */
  private static Optional<String> text(FileStore files, String path) {
    try {
      return Optional.of(new String(files.read(path), StandardCharsets.UTF_8));
    } catch (BadInput e) {
      if (e.getCause() instanceof FileNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
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
    if (text(files, path).filter(owner::equals).isPresent()) {
      files.delete(path);
    }
  }
}
