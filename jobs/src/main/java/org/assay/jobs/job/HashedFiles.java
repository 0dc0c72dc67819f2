package org.assay.jobs.job;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.assay.jobs.run.FileStore;

/** Text files of a new folder, each with its SHA-256. For one thread. */
final class HashedFiles {

  private final FileStore files;
  private final String folder;
  private final Map<String, String> hashes = new TreeMap<>();

  /** What a file holds. */
  interface Content {
    void write(Appendable out) throws IOException;
  }

  HashedFiles(FileStore files, String folder) {
    this.files = files;
    this.folder = folder;
  }

  /** Writes a file as it comes; gives its length in bytes. */
  long write(String name, Content content) throws IOException {
    MessageDigest digest = sha256();
    FSDataOutputStream out = files.create(folder + "/" + name);
    long length;
    try (Writer writer =
        new BufferedWriter(
            new OutputStreamWriter(new DigestOutputStream(out, digest), StandardCharsets.UTF_8))) {
      content.write(writer);
      writer.flush();
      length = out.getPos();
    }
    hashes.put(name, HexFormat.of().formatHex(digest.digest()));
    return length;
  }

  void drop(String name) {
    files.delete(folder + "/" + name);
    hashes.remove(name);
  }

  /** Hashes by the names of files, hexadecimal. */
  Map<String, String> hashes() {
    return hashes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
