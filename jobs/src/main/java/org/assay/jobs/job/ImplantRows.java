package org.assay.jobs.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImplantRow;
import org.assay.query.Arithmetic;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.repair.Patch;
import org.assay.repair.TamperRadius;
import org.jspecify.annotations.Nullable;

/** Makes rows of table {@code implants}. */
final class ImplantRows {

  private static final int UNKNOWN = -1;

  private final ImplantQuestion asked;
  private final Demands demands;

  /**
   * What was found.
   *
   * @param checks of the solver
   */
  record Found(TamperRadius.Answer answer, long checks, Duration elapsed) {

    private String verdict() {
      if (answer.impossible()) {
        return "Impossible";
      }
      return answer.patch() == null ? "Undecided" : "Bracket";
    }

    private String method() {
      List<String> means = new ArrayList<>(List.of("PATTERNS"));
      if (answer.parts() > 0) {
        means.add("CASES");
      }
      if (checks > 0) {
        means.add("SMT");
      }
      return String.join("+", means);
    }
  }

  /** What a row says of the radius, beside the patch. */
  private record Said(
      String verdict, @Nullable String method, Verdict.@Nullable Undecided open, long parts) {}

  ImplantRows(ImplantQuestion asked, Demands demands) {
    this.asked = asked;
    this.demands = demands;
  }

  /** The true label of an image. */
  int label(int image) {
    return demands.images().ofId(image).label();
  }

  /** The row of a unit whose answer broke off. */
  ImplantRow crashed(ImplantQuestion.Unit unit, String detail) {
    Verdict.Undecided why = new Verdict.Undecided(Reason.CRASHED, detail);
    return row(unit, UNKNOWN, new Said("Undecided", null, why, 0), null, Duration.ZERO);
  }

  /** The row of an image that has the label asked for. */
  ImplantRow already(ImplantQuestion.Unit unit, int present) {
    return row(unit, present, new Said("Already", null, null, 0), null, Duration.ZERO);
  }

  ImplantRow of(ImplantQuestion.Unit unit, int present, Found found) {
    TamperRadius.Answer answer = found.answer();
    Said said = new Said(found.verdict(), found.method(), answer.open(), answer.parts());
    return row(unit, present, said, answer, found.elapsed());
  }

  private ImplantRow row(
      ImplantQuestion.Unit unit,
      int present,
      Said said,
      TamperRadius.@Nullable Answer answer,
      Duration elapsed) {
    PatchTerms terms = asked.terms();
    Rational low = answer == null ? null : answer.low();
    Patch patch = answer == null ? null : answer.patch();
    Rational high = patch == null ? null : patch.size();
    List<Patch.Change> changes =
        patch == null
            ? List.of()
            : patch.changes().stream().filter(change -> change.by().signum() != 0).toList();
    return new ImplantRow(
        unit.image(),
        label(unit.image()),
        present,
        unit.set(),
        unit.keep(),
        unit.keep().stream().map(this::label).toList(),
        asked.to(),
        answer == null ? null : answer.target(),
        asked.free().size(),
        asked.free().biases().stream().map(free -> free.bias().layer()).distinct().toList(),
        terms.bound().toString(),
        terms.precision().toString(),
        said.verdict(),
        low == null ? null : low.toString(),
        low == null ? null : (Double) low.floorDouble(),
        high == null ? null : high.toString(),
        high == null ? null : (Double) high.ceilingDouble(),
        Arithmetic.EXACT.name(),
        said.open() == null ? null : said.open().reason().name(),
        said.open() == null ? null : said.open().detail(),
        said.method(),
        said.parts(),
        elapsed.toNanos() / 1e9,
        terms.timeout().toNanos() / 1e9,
        demands.reductionHash(),
        changes.stream().map(change -> change.bias().layer()).toList(),
        changes.stream().map(change -> change.bias().index()).toList(),
        changes.stream().map(change -> change.bias().of(demands.network())).toList(),
        changes.stream().map(change -> change.by().toString()).toList());
  }
}
