package org.assay.jobs.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.jobs.table.PatchRow;
import org.assay.network.Network;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.repair.BiasPatch;
import org.assay.repair.FreeBiases;
import org.assay.repair.Patch;
import org.assay.repair.PatchWriter;
import org.assay.repair.SortRun;
import org.jspecify.annotations.Nullable;

/** Makes rows of table {@code patches}. */
final class PatchRows {

  /** A float format has no fewer. */
  private static final int LEAST_BITS = 2;

  private final PatchJob.Asked asked;
  private final Demands demands;

  /**
   * What was found.
   *
   * @param checks of the solver
   */
  record Found(
      BiasPatch.Answer answer,
      Optional<PatchWriter.Written> written,
      Optional<ProofFolder.Stored> proof,
      long checks) {}

  PatchRows(PatchJob.Asked asked, Demands demands) {
    this.asked = asked;
    this.demands = demands;
  }

  /** The row of a question whose answer broke off. */
  PatchRow crashed(int place, String detail) {
    Verdict.Undecided why = new Verdict.Undecided(Reason.CRASHED, detail);
    BiasPatch.Times none = new BiasPatch.Times(Duration.ZERO, null, null);
    BiasPatch.Answer answer = new BiasPatch.Answer(null, false, null, why, 0, none);
    return row(place, Labels.NONE, new Found(answer, Optional.empty(), Optional.empty(), 0), null);
  }

  PatchRow of(int place, BiasPatch.Question question, Found found) {
    PatchQuestion about = asked.questions().get(place);
    Labels labels =
        new Labels(
            about.keep().stream().map(this::kept).toList(),
            about.change().stream().map(this::present).toList(),
            about.change().stream().map(Demands::label).toList());
    WrittenPatch written = found.written().map(w -> WrittenPatch.of(question, w)).orElse(null);
    return row(place, labels, found, written);
  }

  private int kept(PrescribedImage image) {
    Integer label = image.label();
    return label == null ? demands.kept(demands.input(image), asked.by().sort()) : label;
  }

  private int present(PrescribedImage image) {
    return demands.present(demands.input(image), asked.by().sort());
  }

  /** Labels that stay, that were and that are to be. */
  private record Labels(List<Integer> keep, List<Integer> from, List<Integer> to) {

    static final Labels NONE = new Labels(List.of(), List.of(), List.of());
  }

  private PatchRow row(int place, Labels labels, Found found, @Nullable WrittenPatch written) {
    PatchQuestion about = asked.questions().get(place);
    PatchTerms terms = asked.terms();
    Network network = demands.network();
    BiasPatch.Answer answer = found.answer();
    Verdict.@Nullable Undecided open = answer.open();
    Rational low = answer.low();
    Patch patch = answer.patch();
    Rational high = patch == null ? null : patch.size();
    List<Patch.Change> changes = patch == null ? List.of() : moving(patch);
    ProofFolder.Stored proof = found.proof().orElse(null);
    List<Patch.Change> kept = written == null ? List.of() : moving(written.patch());
    return new PatchRow(
        place + 1,
        demands.quantised(),
        about.keep().size(),
        about.change().size(),
        about.keep().stream().map(PrescribedImage::image).toList(),
        labels.keep(),
        about.change().stream().map(PrescribedImage::image).toList(),
        labels.from(),
        labels.to(),
        terms.within() == null ? "LABEL" : "OUTPUTS",
        text(terms.within()),
        asked.free().size(),
        asked.free().biases().stream().map(free -> free.bias().layer()).toList(),
        asked.free().biases().stream().map(free -> free.bias().index()).toList(),
        asked.free().biases().stream().map(this::bound).toList(),
        terms.bound().toString(),
        terms.precision().toString(),
        verdict(answer),
        text(low),
        low == null ? null : (Double) low.floorDouble(),
        text(high),
        high == null ? null : (Double) high.ceilingDouble(),
        asked.by().arithmetic(network),
        open == null ? null : open.reason().name(),
        open == null ? null : open.detail(),
        method(found),
        answer.parts(),
        seconds(answer.times().elapsed()),
        secondsIfAny(answer.times().toPatch()),
        secondsIfAny(answer.times().toTenth()),
        seconds(terms.timeout()),
        demands.reductionHash(),
        layers(changes),
        indices(changes),
        changes.stream().map(this::stored).toList(),
        changes.stream().map(c -> c.by().toString()).toList(),
        asked.by().isReal() ? (Integer) bits() : null,
        written == null ? null : written.patch().size().toString(),
        written == null ? null : (Double) written.patch().size().ceilingDouble(),
        written == null ? null : (Integer) written.exact(),
        written == null ? null : (Integer) written.ordered(),
        layers(kept),
        indices(kept),
        written == null
            ? List.of()
            : kept.stream().map(c -> c.bias().of(written.network())).toList(),
        written == null ? null : written.network().contentHash(),
        proof == null ? null : proof.folder(),
        proof == null ? null : proof.decided().name(),
        proof == null ? null : (Integer) proof.units(),
        proof == null ? null : (Integer) proof.removed(),
        proof == null ? null : proof.bytes(),
        proof == null ? null : proof.note());
  }

  private String bound(FreeBiases.Free free) {
    Rational most = asked.terms().bound();
    return (free.limit() == null ? most : most.min(free.limit())).toString();
  }

  /** Explicit bits of written biases: no more than the network has, but two at least. */
  int bits() {
    int bits = asked.terms().bits(demands.network());
    Integer cut = demands.quantised();
    return cut == null ? bits : Math.min(bits, Math.max(LEAST_BITS, cut));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static @Nullable Double secondsIfAny(@Nullable Duration time) {
    return time == null ? null : (Double) seconds(time);
  }

  /** The bias that a change is added to: over floats rounded to them. */
  private double stored(Patch.Change change) {
    return SortRun.stored(demands.network(), change.bias(), asked.by().sort()).nearestDouble();
  }

  /** The changes that are some. */
  private static List<Patch.Change> moving(Patch patch) {
    return patch.changes().stream().filter(c -> c.by().signum() != 0).toList();
  }

  private static List<Integer> layers(List<Patch.Change> changes) {
    return changes.stream().map(c -> c.bias().layer()).toList();
  }

  private static List<Integer> indices(List<Patch.Change> changes) {
    return changes.stream().map(c -> c.bias().index()).toList();
  }

  private static String verdict(BiasPatch.Answer answer) {
    if (answer.impossible()) {
      return "Impossible";
    }
    return answer.patch() == null ? "Undecided" : "Bracket";
  }

  private @Nullable String method(Found found) {
    BiasPatch.Answer answer = found.answer();
    if (answer.patch() != null && answer.low() == null) {
      return "NETWORK";
    }
    if (answer.patch() == null && answer.low() == null) {
      return null;
    }
    if (asked.by().isPlain()) {
      return "SMT";
    }
    List<String> means = new ArrayList<>(List.of("PATTERNS"));
    if (answer.parts() > 0) {
      means.add("CASES");
    }
    if (found.checks() > 0) {
      means.add("SMT");
    }
    return String.join("+", means);
  }

  private static @Nullable String text(@Nullable Rational number) {
    return number == null ? null : number.toString();
  }
}
