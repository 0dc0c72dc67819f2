package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assay.dataset.Example;
import org.assay.jobs.table.PixelPairRow;
import org.assay.pixels.Engine;
import org.assay.pixels.PairAnswer;
import org.assay.pixels.PairTally;
import org.assay.query.Verdict;

/**
 * Decides the pairs of an image tile by tile.
 *
 * @param tiles how many there are an image, of about as many pairs each
 */
record PairTiles(AuditTask task, PixelsQuestion question, int tiles) {

  /** Decides one tile; whatever breaks off leaves Undecided(CRASHED). */
  PairsJob.Part part(Example example, int tile) {
    try {
      OpenImage image = task.open(example);
      if (!image.audited()) {
        return new PairsJob.Part(
            example.id(), tile == 0 ? image.row() : null, null, List.of(), Effort.of(0), List.of());
      }
      return question.all() ? counted(image, tile) : listed(image);
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(example, tile, e);
    }
  }

  /** All pairs of a tile, counted; the attackable ones listed too where they are to be stored. */
  private PairsJob.Part counted(OpenImage image, int tile) {
    int[] order = image.ranking().order();
    PixelPairRows rows = new PixelPairRows(image);
    List<PixelPairRow> pairs = new ArrayList<>();
    Consumer<PairTally.Ranked> store = ranked -> pairs.add(rows.of(ranked.answer()));
    PairTally tally =
        image
            .audit()
            .tile(
                order,
                bound(order.length, tile),
                bound(order.length, tile + 1),
                question.store() ? Optional.of(store) : Optional.empty());
    return part(image, PairCounts.of(image, tally), pairs, tile, effort(image, tally));
  }

  /**
   * What a tile took; pairs decided one by one besides, for rows and checks, do not count again.
   */
  private Effort effort(OpenImage image, PairTally tally) {
    Effort all = image.effort(tally.pairs());
    boolean solver = question.engine() == Engine.SMT;
    return new Effort(
        all.units(),
        solver ? 0 : tally.pairs() - tally.rationalFallbacks() - tally.undecided(),
        tally.rationalFallbacks(),
        all.linesPruned(),
        all.linesWalked(),
        all.solverQueries(),
        all.engineChecks(),
        all.engineDifferences(),
        0);
  }

  /** All pairs among the best pixels, each attackable or undecided one listed. */
  private PairsJob.Part listed(OpenImage image) {
    int[] order = image.ranking().order();
    int[] among = Arrays.copyOf(order, question.among(order.length));
    PixelPairRows rows = new PixelPairRows(image);
    List<PairAnswer> answers = image.audit().pairs(among);
    List<PixelPairRow> pairs =
        answers.stream()
            .filter(answer -> !(answer.verdict() instanceof Verdict.Robust))
            .map(rows::of)
            .toList();
    return part(image, PairCounts.of(image, answers), pairs, 0, image.effort(answers.size()));
  }

  private static PairsJob.Part part(
      OpenImage image, PairCounts counts, List<PixelPairRow> pairs, int tile, Effort effort) {
    return new PairsJob.Part(
        image.example().id(),
        tile == 0 ? image.row() : null,
        counts,
        pairs,
        effort,
        image.audit().differences());
  }

  /** A tile that was not decided. */
  PairsJob.Part crashed(Example example, int tile, Throwable cause) {
    String detail = Crash.detail(cause);
    int pixels = example.image().shape().dimension(1) * example.image().shape().dimension(2);
    int among = question.among(pixels);
    long units = pairs(bound(among, tile + 1)) - pairs(bound(among, tile));
    return new PairsJob.Part(
        example.id(),
        tile == 0 ? Crash.image(example) : null,
        PairCounts.crashed(example, units, task.labels(), pixels),
        question.all() ? List.of() : PixelPairRows.crashed(example, question, among, detail),
        Crash.effort(units),
        List.of("crashed: " + detail));
  }

  private static long pairs(long pixels) {
    return pixels * (pixels - 1) / 2;
  }

  /** The first larger rank of a tile, so that tiles have about as many pairs. */
  private int bound(int ranks, int tile) {
    return (int) Math.round(ranks * Math.sqrt((double) tile / tiles));
  }
}
