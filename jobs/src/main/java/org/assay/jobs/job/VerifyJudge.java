package org.assay.jobs.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.format.ModelFormatException;
import org.assay.format.VnnLib;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.query.Property;
import org.assay.query.PropertyRecheck;
import org.jspecify.annotations.Nullable;

/**
 * Judges stored answers to properties, from the files that the rows name: violations by a run of
 * their point in rationals and one in the stated order, what is said to hold by other means than
 * decided it. Files that are gone or have changed leave a row open. The last network is kept for
 * the next row; for one thread.
 */
final class VerifyJudge {

  private final FileStore files;
  private final @Nullable SharedNetwork stored;
  private final @Nullable String pre;
  private final long seed;
  private final Duration timeout;
  private @Nullable ReadNetwork last;

  private record ReadNetwork(String path, Network network, SecondOpinion opinion) {}

  /**
   * A judge of the rows of one run.
   *
   * @param stored the network that all rows are about; null where each names its own
   * @param pre of the network that stands before each that a row names; null for none
   * @param timeout of each attack, and of the solver after it
   */
  VerifyJudge(
      FileStore files,
      @Nullable SharedNetwork stored,
      @Nullable String pre,
      long seed,
      Duration timeout) {
    this.files = files;
    this.stored = stored;
    this.pre = pre;
    this.seed = seed;
    this.timeout = timeout;
  }

  /** Judges a row that has an answer. */
  Judged judge(VerifyRow row) {
    boolean violated = claimsWitness(row);
    SecondOpinion.Opinion found;
    try {
      ReadNetwork read = network(row);
      Property property = property(row, read.network());
      found = violated ? witness(row, read.network(), property) : holds(row, read, property);
    } catch (BadInput | ModelFormatException e) {
      found = new SecondOpinion.Opinion("OPEN", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      found = new SecondOpinion.Opinion("WRONG", "cannot be read: " + e.getMessage());
    }
    return new Judged(Tables.VERIFY.name(), row.row(), !violated, found.outcome(), found.detail());
  }

  /** Whether a row says that there is a violation, in whichever of its columns. */
  static boolean claimsWitness(VerifyRow row) {
    return "Violated".equals(row.verdict()) || row.answer().equals("sat");
  }

  private ReadNetwork network(VerifyRow row) {
    ReadNetwork read = last;
    if (read == null || !read.path().equals(row.network())) {
      SharedNetwork shared =
          stored == null ? new NetworkSource(row.network(), null, null, pre).read(files) : stored;
      Network network = shared.network();
      read = new ReadNetwork(row.network(), network, new SecondOpinion(network, seed, timeout));
      last = read;
    }
    check(row.network(), read.network().contentHash(), row.networkHash());
    return read;
  }

  private Property property(VerifyRow row, Network network) {
    byte[] file = files.readUnpacked(row.property());
    check(row.property(), FileHash.of(file), row.propertyHash());
    return VnnLib.read(row.property(), file, network.inputs(), network.labels());
  }

  private static void check(String path, String hash, @Nullable String said) {
    if (!hash.equals(said)) {
      throw new BadInput(
          "%s: the file is another one now; its content hash is %s, the row says %s"
              .formatted(path, hash, said));
    }
  }

  private SecondOpinion.Opinion holds(VerifyRow row, ReadNetwork read, Property property) {
    if ("Holds".equals(row.verdict()) && !isOfReals(row)) {
      return new SecondOpinion.Opinion(
          "OPEN",
          "true of %s arithmetic over %s inputs, which is not judged"
              .formatted(row.arithmetic(), row.inputs()));
    }
    boolean consistent =
        "Holds".equals(row.verdict())
            && row.answer().equals("unsat")
            && row.proof() != null
            && row.input().isEmpty()
            && row.inputExact() == null;
    if (!consistent || !isCases(row, property)) {
      return new SecondOpinion.Opinion("WRONG", told(row, property));
    }
    SecondOpinion.Opinion said = read.opinion().of(property, row.row());
    return said.outcome().equals("WRONG")
        ? new SecondOpinion.Opinion("WRONG", "is said to hold, " + said.detail())
        : said;
  }

  private static boolean isOfReals(VerifyRow row) {
    return isJudged(row) && Inputs.REAL.name().equals(row.inputs());
  }

  /** What holds in every order holds in exact arithmetic. */
  private static boolean isJudged(VerifyRow row) {
    return Arithmetic.EXACT.name().equals(row.arithmetic()) || isAnyOrder(row);
  }

  private static boolean isAnyOrder(VerifyRow row) {
    return Arithmetic.ANY_ORDER.name().equals(row.arithmetic());
  }

  private static boolean isCases(VerifyRow row, Property property) {
    return Integer.valueOf(property.cases().size()).equals(row.cases());
  }

  private static String told(VerifyRow row, Property property) {
    return "verdict %s, answer %s, proof %s and %s do not go together, or not with %d cases"
        .formatted(
            row.verdict(),
            row.answer(),
            row.proof(),
            row.input().isEmpty() && row.inputExact() == null ? "no witness" : "a witness",
            property.cases().size());
  }

  private static SecondOpinion.Opinion witness(VerifyRow row, Network network, Property property) {
    if (!isJudged(row)) {
      return new SecondOpinion.Opinion(
          "OPEN", "true of %s arithmetic, which is not judged".formatted(row.arithmetic()));
    }
    boolean single = row.input().isEmpty() != (row.inputExact() == null);
    Optional<String> wrong =
        "Violated".equals(row.verdict()) && single && isCases(row, property)
            ? wrong(row, network, property)
            : Optional.of(told(row, property));
    return new SecondOpinion.Opinion(wrong.isPresent() ? "WRONG" : "RIGHT", wrong.orElse(""));
  }

  private static Optional<String> wrong(VerifyRow row, Network network, Property property) {
    String exact = row.inputExact();
    List<Rational> input =
        exact == null
            ? row.input().stream().map(x -> Rational.of((double) x)).toList()
            : list(exact);
    PropertyRecheck recheck = new PropertyRecheck(network, property);
    PropertyRecheck.Finding finding = recheck.exactly(input);
    if (!finding.violates()) {
      return Optional.of(finding.detail());
    }
    if (isAnyOrder(row) && !recheck.inEveryOrder(input)) {
      return Optional.of("rounding may undo the conditions at the point in some order");
    }
    if (!finding.output().equals(list(String.valueOf(row.outputExact())))) {
      return Optional.of("the exact outputs of the point are not those of output_exact");
    }
    PropertyRecheck.Replayed replayed = recheck.replay(input);
    if (!replayed.replay().name().equals(row.float32Replay())) {
      return Optional.of(
          "float32_replay is %s, not %s".formatted(replayed.replay(), row.float32Replay()));
    }
    if (!replayed.output().equals(row.output())) {
      return Optional.of("ORDERED gives %s, not %s".formatted(replayed.output(), row.output()));
    }
    String answer = answer(row, replayed, property);
    return answer.equals(row.answer())
        ? Optional.empty()
        : Optional.of("the answer is %s, not %s".formatted(answer, row.answer()));
  }

  private static String answer(
      VerifyRow row, PropertyRecheck.Replayed replayed, Property property) {
    return switch (replayed.replay()) {
      case HOLDS -> "sat";
      case FAILS ->
          new FloatRun(row.input(), replayed.output()).isAccepted(property) ? "sat" : "unknown";
      case NONE -> "unknown";
    };
  }

  private static List<Rational> list(String exact) {
    return Arrays.stream(exact.split(",", -1)).map(Rational::parse).toList();
  }
}
