package org.assay.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assay.dataset.IdxReader;
import org.assay.dataset.ImageSet;
import org.assay.format.OnnxReader;
import org.assay.network.Network;

/**
 * What all measurements of one run share: DeepCheck's network and MNIST's test images.
 *
 * @param data the folder of MNIST's files
 * @param seed of every sample drawn
 */
record Setting(Path data, Network network, ImageSet images, long seed) {

  /** How the command line names the network. */
  static final String NETWORK = "bundled:deepcheck";

  private static final String FILE = "/org/assay/jobs/deepcheck-784-10-10-10-10.onnx";

  static Setting of(Path data, long seed) throws IOException {
    byte[] images = first(data, "t10k-images");
    byte[] labels = first(data, "t10k-labels");
    return new Setting(data, bundled(), IdxReader.read(images, labels), seed);
  }

  private static Network bundled() throws IOException {
    try (InputStream file = Setting.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IOException("resource " + FILE + " is not on the class path");
      }
      return OnnxReader.read(NETWORK, file.readAllBytes()).network();
    }
  }

  private static byte[] first(Path folder, String prefix) throws IOException {
    List<Path> found;
    try (var files = Files.list(folder)) {
      found = files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
    if (found.isEmpty()) {
      throw new IOException(
          "%s holds no %s*; name a folder with MNIST's files by --data, or run scripts/fetch-mnist"
              .formatted(folder, prefix));
    }
    return Files.readAllBytes(found.get(0));
  }
}
