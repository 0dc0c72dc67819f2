package org.assay.jobs.run;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.bounds.BoundedNetwork;
import org.assay.format.Imported;
import org.assay.format.InputLayers;
import org.assay.format.ModelFormatException;
import org.assay.format.NetworkReader;
import org.assay.format.OnnxBiases;
import org.assay.jobs.table.RunRow;
import org.assay.network.Network;
import org.assay.repair.RoundModel;
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
  private final @Nullable Integer significandBits;
  private final Siblings siblings;
  private final @Nullable SharedNetwork pre;
  private transient @Nullable Imported imported;
  private transient @Nullable TracedNetwork traced;
  private transient @Nullable BoundedNetwork bounded;

  /**
   * A network that is yet to be imported.
   *
   * @param path for messages; its ending tells the format
   * @param file the bytes, not to be changed any more
   * @param normalise as in {@link NetworkSource}
   * @param significandBits as in {@link NetworkSource}
   */
  public SharedNetwork(
      String path, byte[] file, @Nullable String normalise, @Nullable Integer significandBits) {
    this(path, file, normalise, significandBits, Siblings.none(), null);
  }

  SharedNetwork(
      String path,
      byte[] file,
      @Nullable String normalise,
      @Nullable Integer significandBits,
      Siblings siblings) {
    this(path, file, normalise, significandBits, siblings, null);
  }

  private SharedNetwork(
      String path,
      byte[] file,
      @Nullable String normalise,
      @Nullable Integer significandBits,
      Siblings siblings,
      @Nullable SharedNetwork pre) {
    this.path = path;
    this.file = file;
    this.normalise = normalise;
    this.significandBits = significandBits;
    this.siblings = siblings;
    this.pre = pre;
  }

  /**
   * The network that a run was about, from what its row stores. Files beside the model are not
   * stored.
   */
  public static SharedNetwork of(RunRow row) {
    SharedNetwork stored =
        new SharedNetwork(
            row.network(), bytes(row.networkFile()), row.normalise(), row.significandBits());
    return row.pre() == null || row.preFile() == null
        ? stored
        : stored.behind(new SharedNetwork(row.pre(), bytes(row.preFile()), null, null));
  }

  /** A copy of what a column of bytes holds. */
  public static byte[] bytes(ByteBuffer column) {
    byte[] bytes = new byte[column.remaining()];
    column.duplicate().get(bytes);
    return bytes;
  }

  /** This network on what another one makes of the inputs. */
  public SharedNetwork behind(SharedNetwork first) {
    return new SharedNetwork(path, file, normalise, significandBits, siblings, first);
  }

  /** This network with significands cut to so many bits, or to fewer where they were before. */
  public SharedNetwork cut(int bits) {
    int kept = significandBits == null ? bits : Math.min(bits, significandBits);
    return new SharedNetwork(path, file, normalise, kept, siblings, pre);
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

  public @Nullable Integer significandBits() {
    return significandBits;
  }

  /** What stands before the network; null for none. */
  public @Nullable SharedNetwork pre() {
    return pre;
  }

  /** Where the network is read from, all that is done to it included. */
  public NetworkSource source() {
    return new NetworkSource(path, normalise, significandBits, pre == null ? null : pre.path());
  }

  /** The network and what its import has to say; {@link BadInput} if the file is refused. */
  public synchronized Imported imported() {
    if (imported == null) {
      try {
        Imported read = NetworkReader.read(path, file, siblings);
        Imported own = rounded(normalise == null ? read : normalised(read, normalise));
        imported = pre == null ? own : InputLayers.behind(own, pre.imported());
      } catch (ModelFormatException e) {
        throw new BadInput(path + ": " + e.getMessage(), e);
      }
    }
    return imported;
  }

  public Network network() {
    return imported().network();
  }

  /**
   * The file with the biases of another network, which is this one in all else; {@link BadInput}
   * where it cannot be written.
   */
  public byte[] withBiases(Network other) {
    if (significandBits != null) {
      throw new BadInput(
          path + ": a network whose weights were cut is not in the file; leave --round-bits out");
    }
    // What normalises the inputs stands before the file's first layer.
    Network stored =
        normalise == null
            ? other
            : new Network(
                other.name(),
                other.elementType(),
                other.input(),
                other.layers().subList(1, other.layers().size()));
    try {
      return OnnxBiases.write(file, stored);
    } catch (ModelFormatException e) {
      throw new BadInput(path + ": cannot be written with other biases: " + e.getMessage(), e);
    }
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

  /** The network with what all enclosures of it share. */
  public synchronized BoundedNetwork bounded() {
    if (bounded == null) {
      bounded = BoundedNetwork.of(network());
    }
    return bounded;
  }

  private Imported rounded(Imported read) {
    if (significandBits == null) {
      return read;
    }
    List<String> notes = new ArrayList<>(read.notes());
    notes.add(
        "weights and biases are cut to %d explicit bits of their significand, toward zero"
            .formatted(significandBits));
    return new Imported(new RoundModel(significandBits).of(read.network()), notes);
  }

  private static Imported normalised(Imported read, String normalise) {
    String[] ends = normalise.split(":", -1);
    if (ends.length != 2) {
      throw new BadInput(
          "--normalise must be mean:std, such as 0.1307:0.3081, or one number a channel with commas between, not "
              + normalise);
    }
    return InputLayers.normalise(read, numbers(normalise, ends[0]), numbers(normalise, ends[1]));
  }

  private static double[] numbers(String normalise, String list) {
    try {
      return Arrays.stream(list.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new BadInput("--normalise " + normalise + ": '" + list + "' is no list of numbers", e);
    }
  }
}
