package org.assay.jobs.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.query.Budget;
import org.assay.repair.BiasPatch;
import org.assay.repair.PatchProof;
import org.assay.smt.ScriptProof;
import org.jspecify.annotations.Nullable;

/**
 * Where artifacts of impossible patches go: a folder a question, whole or not at all.
 *
 * @param timeout for each of the solver's two runs on the remaining query
 */
public record ProofFolder(FileStore files, String folder, Duration timeout)
    implements Serializable {

  /** Longer proofs of the solver are left out. */
  private static final long MOST_BYTES = 100_000_000;

  private static final String PROOF = "proof.txt";

  public ProofFolder {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new BadInput("proof-timeout must be longer than nothing, not " + timeout);
    }
  }

  /** Who decided. */
  enum Decided {
    /** The ranges of units alone. */
    BOUNDS,
    /** The solver, on the remaining query. */
    Z3,
    /** This program's branch and bound, and nobody else. */
    BRANCHING
  }

  /**
   * What was stored.
   *
   * @param removed units of one phase
   * @param bytes of the solver's proof; null where there is none
   * @param note why there is none; null where there is one
   */
  record Stored(
      String folder,
      Decided decided,
      int units,
      int removed,
      @Nullable Long bytes,
      @Nullable String note) {}

  /** Writes the artifact of a question of which branch and bound proved that it has no patch. */
  Stored write(String name, BiasPatch.Question question) {
    String target = folder + "/" + name;
    String beside = folder + "/." + name + "." + UUID.randomUUID();
    try {
      Stored stored = fill(new HashedFiles(files, beside), name, question);
      files.replaceFolder(beside, target);
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    } finally {
      files.delete(beside);
    }
  }

  private Stored fill(HashedFiles to, String name, BiasPatch.Question question) throws IOException {
    PatchProof proof = PatchProof.of(question);
    for (Map.Entry<String, String> text : proof.texts().entrySet()) {
      to.write(text.getKey(), out -> out.append(text.getValue()));
    }
    ScriptProof script = new ScriptProof(proof.query());
    ScriptProof.Answer first = script.ask(Budget.of(timeout).start());
    if (first.said() == ScriptProof.Said.SAT) {
      throw new IllegalStateException(
          "branch and bound proved that there is no patch, but Z3 finds one");
    }
    boolean isUnsat = first.said() == ScriptProof.Said.UNSAT;
    Own own = isUnsat ? own(to, script) : new Own(null, "Z3 did not decide: " + first.detail());
    Decided decided =
        proof.isByBounds() ? Decided.BOUNDS : isUnsat ? Decided.Z3 : Decided.BRANCHING;
    Stored stored =
        new Stored(
            folder + "/" + name,
            decided,
            proof.units(),
            proof.units() - proof.open(),
            own.bytes(),
            own.note());
    String manifest = manifest(name, question, stored, to.hashes());
    to.write("manifest.txt", out -> out.append(manifest));
    return stored;
  }

  /** The solver's own proof: its length, or why there is none. */
  private record Own(@Nullable Long bytes, @Nullable String note) {}

  /** The second run. */
  private Own own(HashedFiles to, ScriptProof script) throws IOException {
    List<ScriptProof.Answer> answer = new ArrayList<>();
    long bytes =
        to.write(
            PROOF, out -> answer.add(script.prove(Budget.of(timeout).start(), out, MOST_BYTES)));
    ScriptProof.Answer second = answer.get(0);
    if (second.said() == ScriptProof.Said.UNSAT && second.detail().isEmpty()) {
      return new Own(bytes, null);
    }
    to.drop(PROOF);
    return new Own(null, "in the run with proofs: " + second.detail());
  }

  private static String manifest(
      String name, BiasPatch.Question question, Stored stored, Map<String, String> hashes) {
    StringBuilder text = new StringBuilder("impossible-patch 1\n");
    text.append("network ").append(question.network().contentHash()).append('\n');
    text.append("question ").append(name).append('\n');
    text.append("claim no changes of biases within ").append(question.bound());
    text.append(" do all that question.txt demands\n");
    text.append("decided ").append(stored.decided()).append('\n');
    text.append("proof ");
    text.append(stored.note() == null ? stored.bytes() + " bytes" : "none, " + stored.note());
    text.append('\n');
    hashes.forEach(
        (file, hash) -> text.append("sha256 ").append(hash).append(' ').append(file).append('\n'));
    return text.toString();
  }
}
