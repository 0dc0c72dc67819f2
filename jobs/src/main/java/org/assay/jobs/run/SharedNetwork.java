package org.assay.jobs.run;

import java.io.Serializable;
import java.util.List;
import org.assay.format.Imported;
import org.assay.format.InputLayers;
import org.assay.format.ModelFormatException;
import org.assay.format.NetworkReader;
import org.assay.network.Network;
import org.assay.symbolic.TracedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A network as it travels to executors: the bytes of its file. Each process imports it once, when
 * first asked, and keeps it as long as it keeps these bytes.
 */
public final class SharedNetwork implements Serializable {

  private static final long serialVersionUID = 1;

  private final String path;
  private final byte[] file;
  private final @Nullable String normalise;
  private transient @Nullable Imported imported;
  private transient @Nullable TracedNetwork traced;

  /**
   * A network that is yet to be imported.
   *
   * @param path for messages; its ending tells the format
   * @param file the bytes, not to be changed any more
   * @param normalise as in {@link NetworkSource}
   */
  public SharedNetwork(String path, byte[] file, @Nullable String normalise) {
    this.path = path;
    this.file = file;
    this.normalise = normalise;
  }

  public String path() {
    return path;
  }

  /** The bytes of the file; do not write to them. */
  public byte[] file() {
    return file;
  }

  public @Nullable String normalise() {
    return normalise;
  }

  /** The network and what its import has to say; {@link BadInput} if the file is refused. */
  public synchronized Imported imported() {
    if (imported == null) {
      try {
        Imported read = NetworkReader.read(path, file);
        imported = normalise == null ? read : InputLayers.normalised(read, normalise);
      } catch (ModelFormatException e) {
        throw new BadInput(path + ": " + e.getMessage(), e);
      }
    }
    return imported;
  }

  public Network network() {
    return imported().network();
  }

  public List<String> notes() {
    return imported().notes();
  }

  /** The network with what all its traces share. */
  public synchronized TracedNetwork traced() {
    if (traced == null) {
      traced = TracedNetwork.of(network());
    }
    return traced;
  }
}
