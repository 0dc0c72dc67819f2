package org.assay.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.assay.repair.RoundModel;
import org.jspecify.annotations.Nullable;

/**
 * Where a network is read from and what stands before its first layer.
 *
 * @param path of an ONNX or .nnet file, packed by gzip or not, or {@link #DEEPCHECK}
 * @param normalise {@code mean:std}, one number each or one a channel with commas between; null for
 *     none
 * @param significandBits to which weights and biases are cut; null to leave them as they are
 * @param pre of the network that stands before all this, as its file has it; null for none
 */
public record NetworkSource(
    String path,
    @Nullable String normalise,
    @Nullable Integer significandBits,
    @Nullable String pre)
    implements Serializable {

  /**
   * The name of the network that comes with Assay: DeepCheck's 784-10-10-10-10, 92.70 % on MNIST.
   */
  public static final String DEEPCHECK = "bundled:deepcheck";

  private static final String DEEPCHECK_FILE = "/org/assay/jobs/deepcheck-784-10-10-10-10.onnx";

  public NetworkSource {
    if (significandBits != null) {
      checkSignificand(significandBits);
    }
  }

  /** The same number of bits; {@link BadInput} where no significand can be cut to it. */
  public static int checkSignificand(int bits) {
    if (bits < 0 || bits > RoundModel.MOST) {
      throw new BadInput(
          "significands have from 0 to %d bits besides the leading one, not %d"
              .formatted(RoundModel.MOST, bits));
    }
    return bits;
  }

  /** A network with its weights as they are, and no other before it. */
  public NetworkSource(String path, @Nullable String normalise) {
    this(path, normalise, null, null);
  }

  /** Reads and imports the network; {@link BadInput} that names the path where that fails. */
  public SharedNetwork read(FileStore files) {
    byte[] file = path.equals(DEEPCHECK) ? bundled() : files.readUnpacked(path);
    SharedNetwork read =
        new SharedNetwork(
            FileStore.unpackedName(path),
            file,
            normalise,
            significandBits,
            Siblings.of(files, path));
    SharedNetwork network =
        pre == null ? read : read.behind(new NetworkSource(pre, null).read(files));
    network.imported();
    return network;
  }

  private static byte[] bundled() {
    try (InputStream in = NetworkSource.class.getResourceAsStream(DEEPCHECK_FILE)) {
      if (in == null) {
        throw new IOException("the resource is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(DEEPCHECK_FILE, e);
    }
  }
}
