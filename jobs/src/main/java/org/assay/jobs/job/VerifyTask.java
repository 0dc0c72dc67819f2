package org.assay.jobs.job;

import java.time.Duration;
import org.assay.format.ModelFormatException;
import org.assay.format.VnnLib;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Reason;
import org.assay.smt.Z3Session;
import org.assay.verify.PropertyAnswer;
import org.assay.verify.PropertySearch;
import org.jspecify.annotations.Nullable;

/**
 * Decides instances one after another, with what they share opened once; the last network is kept
 * for the next instance. For one thread. Close it.
 */
public final class VerifyTask implements UnitIterator.Closeable {

  private final FileStore files;
  private final Z3Session session = new Z3Session();
  private final PropertySearch search = new PropertySearch(session);
  private @Nullable ReadNetwork last;

  /**
   * A network that was read.
   *
   * @param hash of its content
   */
  record ReadNetwork(NetworkSource source, Network network, String hash) {}

  /**
   * A property that was read.
   *
   * @param hash SHA-256 of its file, unpacked
   */
  record ReadProperty(Property property, String hash) {}

  public VerifyTask(FileStore files) {
    this.files = files;
  }

  /**
   * The row of an instance. Files that are missing or refused give the answer {@code error} with
   * the message as its detail; a fault of the program becomes Undecided(CRASHED).
   */
  public VerifyRow row(VerifyInstance instance) {
    ReadNetwork read;
    ReadProperty property;
    try {
      read = network(instance.network());
      property = property(instance.property(), read.network());
    } catch (BadInput | ModelFormatException e) {
      return VerifyRows.unread(instance, String.valueOf(e.getMessage()));
    }
    PropertyAnswer answer = answer(read.network(), property.property(), instance.timeout());
    return VerifyRows.of(instance, read, property, answer);
  }

  /** The same, with what it took added to a sum. */
  VerifyRow row(VerifyInstance instance, EffortSum effort) {
    long asked = session.checks();
    VerifyRow row = row(instance);
    if (Reason.CRASHED.name().equals(row.reason())) {
      effort.add(Crash.effort(1));
      effort.addCrash("instance " + row.row(), String.valueOf(row.detail()));
    } else {
      long bounded = "BOUNDS".equals(row.proof()) ? 1 : 0;
      effort.add(new Effort(1, bounded, 0, 0, 0, session.checks() - asked, 0, 0, 0));
    }
    return row;
  }

  private ReadNetwork network(NetworkSource source) {
    ReadNetwork read = last;
    if (read == null || !read.source().equals(source)) {
      Network network = source.read(files).network();
      read = new ReadNetwork(source, network, network.contentHash());
      last = read;
    }
    return read;
  }

  private ReadProperty property(String path, Network network) {
    byte[] file = files.readUnpacked(path);
    return new ReadProperty(
        VnnLib.read(path, file, network.inputs(), network.labels()), FileHash.of(file));
  }

  private PropertyAnswer answer(Network network, Property property, Duration timeout) {
    try {
      return search.decide(network, property, Budget.of(timeout));
    } catch (RuntimeException | StackOverflowError e) {
      PropertyVerdict crashed = new PropertyVerdict.Undecided(Reason.CRASHED, Crash.detail(e));
      return new PropertyAnswer(crashed, "none", Duration.ZERO);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
