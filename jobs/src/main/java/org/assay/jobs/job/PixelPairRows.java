package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.dataset.Example;
import org.assay.importance.PixelLayout;
import org.assay.importance.PixelRanking;
import org.assay.jobs.table.PixelPairRow;
import org.assay.pixels.DecidedBy;
import org.assay.pixels.PairAnswer;
import org.assay.query.Reason;
import org.assay.query.Verdict;

/** The rows that an image's answers about pairs of pixels become. */
final class PixelPairRows {

  private final OpenImage image;
  private final PixelRanking ranking;

  PixelPairRows(OpenImage image) {
    this.image = image;
    this.ranking = image.ranking();
  }

  /** The row of an attackable or undecided pair; the pixel of better rank comes first. */
  PixelPairRow of(PairAnswer answer) {
    boolean ordered = ranking.rank(answer.first()) < ranking.rank(answer.second());
    int first = ordered ? answer.first() : answer.second();
    int second = ordered ? answer.second() : answer.first();
    Optional<StoredWitness> witness =
        answer.verdict() instanceof Verdict.Violated violated
            ? Optional.of(new StoredWitness(violated.witness()))
            : Optional.empty();
    Optional<Verdict.Undecided> undecided =
        answer.verdict() instanceof Verdict.Undecided u ? Optional.of(u) : Optional.empty();
    PixelLayout layout = image.image().layout();
    return new PixelPairRow(
        image.example().id(),
        first,
        second,
        ranking.rank(first),
        ranking.rank(second),
        image.question().scope().name(),
        image.question().inputs().name(),
        witness.isPresent() ? "Violated" : "Undecided",
        undecided.map(u -> u.reason().name()).orElse(null),
        undecided.map(Verdict.Undecided::detail).orElse(null),
        answer.isNew(),
        answer.labels(),
        PixelAttackRows.method(answer.decidedBy(), image.question().engine()),
        answer.decidedBy() == DecidedBy.RATIONALS,
        image.image().label(),
        StoredWitness.of(witness, StoredWitness::label),
        StoredWitness.of(witness, w -> w.values(layout.positions(first))),
        StoredWitness.of(witness, w -> w.values(layout.positions(second))),
        StoredWitness.of(witness, StoredWitness::kind),
        StoredWitness.of(witness, w -> w.orderedLabel(image.image().check())));
  }

  /** The rows of pairs by rank whose decision broke off before they had ranks: by pixel. */
  static List<PixelPairRow> crashed(
      Example example, PixelsQuestion question, int among, String detail) {
    List<PixelPairRow> rows = new ArrayList<>();
    String method = PixelAttackRows.method(DecidedBy.NOTHING, question.engine());
    for (int second = 0; second < among; second++) {
      for (int first = 0; first < second; first++) {
        rows.add(
            new PixelPairRow(
                example.id(),
                first,
                second,
                -1,
                -1,
                question.scope().name(),
                question.inputs().name(),
                "Undecided",
                Reason.CRASHED.name(),
                detail,
                false,
                List.of(),
                method,
                false,
                Prediction.NONE.label(),
                null,
                null,
                null,
                null,
                null));
      }
    }
    return rows;
  }
}
