package org.assay.jobs.job;

import java.time.Duration;
import java.util.List;
import org.assay.format.ModelFormatException;
import org.assay.format.VnnLib;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Reason;
import org.assay.smt.Z3Session;
import org.assay.triggers.Lane;
import org.assay.verify.Engine;
import org.assay.verify.PlainAudit;
import org.assay.verify.PropertyAnswer;
import org.assay.verify.PropertySearch;
import org.jspecify.annotations.Nullable;

/**
 * Decides instances one after another, with what they share opened once; the last network is kept
 * for the next instance. For one thread. Close it.
 */
public final class VerifyTask implements UnitIterator.Closeable {

  private final FileStore files;
  private final Decider by;
  private final long seed;
  private final Z3Session session = new Z3Session();
  private final Bounds bounds;
  private @Nullable ReadNetwork last;

  /** What decides a property by bounds and branch and bound. */
  interface Bounds {
    PropertyAnswer decide(Network network, Property property, Arithmetic arithmetic, Budget budget);
  }

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

  /**
   * The row of an instance, with what it took.
   *
   * @param differences of the engines; with any the row is not to be trusted
   */
  public record Decided(VerifyRow row, Effort effort, List<String> differences) {

    public Decided {
      differences = List.copyOf(differences);
    }

    /** The competition's word; {@code error} where engines differ, since one of them is wrong. */
    public String answer() {
      return differences.isEmpty() ? row.answer() : "error";
    }

    /** 3 where deciding crashed or the engines differ, else 0. */
    public int exitCode() {
      return effort.exitCode();
    }
  }

  /**
   * A task.
   *
   * @param seed of the sample of questions that two engines decide
   */
  public VerifyTask(FileStore files, Decider by, long seed) {
    this.files = files;
    this.by = by;
    this.seed = seed;
    this.bounds = new PropertySearch(session)::decide;
  }

  /** A task with other bounds. */
  VerifyTask(FileStore files, Decider by, long seed, Bounds bounds) {
    this.files = files;
    this.by = by;
    this.seed = seed;
    this.bounds = bounds;
  }

  /**
   * The row of an instance. Files that are missing or refused give the answer {@code error} with
   * the message as its detail; a fault of the program becomes Undecided(CRASHED).
   */
  public Decided decide(VerifyInstance instance) {
    ReadNetwork read;
    ReadProperty property;
    try {
      read = network(instance.network());
      property = property(instance.property(), read.network());
    } catch (BadInput | ModelFormatException e) {
      VerifyRow row = VerifyRows.unread(instance, String.valueOf(e.getMessage()));
      return new Decided(row, Effort.of(1), List.of());
    }
    return decide(instance, read, property);
  }

  /** The row of an instance whose files were read; its names alone matter. */
  Decided decide(VerifyInstance instance, ReadNetwork read, ReadProperty property) {
    try {
      if (by.lane() != Lane.EXACT) {
        return new OrderedInstance(instance, read, property, by).decide();
      }
      return by.isPlain()
          ? new PlainInstance(instance, read, property, by).decide()
          : bounded(instance, read, property);
    } catch (RuntimeException | StackOverflowError e) {
      PropertyVerdict crashed = new PropertyVerdict.Undecided(Reason.CRASHED, Crash.detail(e));
      PropertyAnswer none = new PropertyAnswer(crashed, "none", Duration.ZERO);
      return new Decided(
          VerifyRows.of(instance, read, property, none, by.bounded()), Crash.effort(1), List.of());
    }
  }

  /** The same, with what it took added to a sum. */
  VerifyRow row(VerifyInstance instance, EffortSum effort) {
    return counted(decide(instance), effort);
  }

  /** The row, with what it took added to a sum. */
  static VerifyRow counted(Decided decided, EffortSum effort) {
    String unit = "instance " + decided.row().row();
    effort.add(decided.effort());
    effort.addDifferences(unit, decided.differences());
    if (Reason.CRASHED.name().equals(decided.row().reason())) {
      effort.addCrash(unit, String.valueOf(decided.row().detail()));
    }
    return decided.row();
  }

  private Decided bounded(VerifyInstance instance, ReadNetwork read, ReadProperty property) {
    long asked = session.checks();
    Budget.Timer timer = Budget.of(instance.timeout()).start();
    PropertyAnswer answer =
        bounds.decide(
            read.network(), property.property(), by.bounded(), Budget.of(instance.timeout()));
    VerifyRow row = VerifyRows.of(instance, read, property, answer, by.bounded());
    long bounded = "BOUNDS".equals(row.proof()) ? 1 : 0;
    Effort effort = new Effort(1, bounded, 0, 0, 0, session.checks() - asked, 0, 0, 0);
    if (by.engine() != Engine.AUTO) {
      return new Decided(row, effort, List.of());
    }
    PlainAudit audit = PlainAudit.of(read.network(), seed);
    Duration left = instance.timeout().minus(timer.elapsed());
    audit.hold(property.property(), instance.row(), answer.verdict(), left);
    return new Decided(row, effort.plus(Effort.of(audit)), audit.differences());
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

  @Override
  public void close() {
    session.close();
  }
}
