package org.assay.jobs.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Verdict;
import org.assay.repair.BiasPatch;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * Judges what stored rows say of smallest changes of biases, from the network, the images and the
 * rows alone: patches by exact runs of every example, written ones also by runs in the stated
 * order, lower ends by deciding them anew. For one thread. Close it.
 */
final class PatchJudge implements UnitIterator.Closeable {

  private final SharedNetwork network;
  private final @Nullable Network reduction;
  private final Map<Integer, float[]> pixels;
  private final Duration timeout;
  private final Map<Integer, SharedNetwork> cut = new HashMap<>();
  private final Z3Session session = new Z3Session();

  /**
   * A judge of the rows of one run.
   *
   * @param reduction what made the network's inputs of the images; null for none
   * @param pixels of the images, by their positions
   * @param timeout for each lower end
   */
  PatchJudge(
      SharedNetwork network,
      @Nullable Network reduction,
      Map<Integer, float[]> pixels,
      Duration timeout) {
    this.network = network;
    this.reduction = reduction;
    this.pixels = pixels;
    this.timeout = timeout;
  }

  /** Judges verdict, patch and written patch. */
  Judged upper(PatchRow row) {
    return judged(
        row,
        false,
        claim -> {
          Optional<String> wrong = claim.wrong();
          return new SecondOpinion.Opinion(wrong.isPresent() ? "WRONG" : "RIGHT", wrong.orElse(""));
        });
  }

  /** Judges the lower end: that no patch up to it does what is asked. */
  Judged lower(PatchRow row) {
    return judged(
        row,
        true,
        claim -> {
          Rational low = Rational.parse(String.valueOf(row.low()));
          // As wide as the bound, so that any patch ends the search.
          BiasPatch.Question upToLow = claim.question(low, low);
          BiasPatch.Answer answer = new BiasPatch(session).answer(upToLow, Budget.of(timeout));
          if (answer.patch() != null) {
            return new SecondOpinion.Opinion(
                "WRONG",
                "no patch up to %s is said to do it, one of %s does"
                    .formatted(low, answer.patch().size()));
          }
          Verdict.Undecided open = answer.open();
          return answer.impossible() || open == null
              ? new SecondOpinion.Opinion("RIGHT", "")
              : new SecondOpinion.Opinion("OPEN", "low end: " + open.reason());
        });
  }

  private interface Work {
    SecondOpinion.Opinion of(PatchClaim claim);
  }

  private Judged judged(PatchRow row, boolean low, Work work) {
    SecondOpinion.Opinion found;
    try {
      found = work.of(new PatchClaim(row, network(row.quantised()), reduction, pixels));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      found = new SecondOpinion.Opinion("WRONG", "cannot be read: " + e.getMessage());
    }
    return new Judged(
        Tables.PATCHES.name(), row.question(), low, found.outcome(), said(row, found.detail()));
  }

  private static String said(PatchRow row, String detail) {
    return row.quantised() == null || detail.isEmpty()
        ? detail
        : "with %d bits, %s".formatted(row.quantised(), detail);
  }

  private Network network(@Nullable Integer bits) {
    return bits == null ? network.network() : cut.computeIfAbsent(bits, network::cut).network();
  }

  @Override
  public void close() {
    session.close();
  }
}
