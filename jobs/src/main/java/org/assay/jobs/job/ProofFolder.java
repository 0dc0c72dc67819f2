package org.assay.jobs.job;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
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
  private static final long MOST_CHARACTERS = 100_000_000;

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
   * @param characters of the solver's proof; null where there is none
   * @param note why there is none; null where there is one
   */
  record Stored(
      String folder,
      Decided decided,
      int units,
      int removed,
      @Nullable Long characters,
      @Nullable String note) {}

  /** Writes the artifact of a question of which branch and bound proved that it has no patch. */
  Stored write(int number, BiasPatch.Question question) {
    String target = folder + "/" + number;
    String beside = folder + "/." + number + "." + UUID.randomUUID();
    try {
      Stored stored = new Writing(beside).write(number, target, question);
      files.replaceFolder(beside, target);
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    } finally {
      files.delete(beside);
    }
  }

  /** One folder being written. */
  private final class Writing {
    private final String place;
    private final Map<String, String> hashes = new TreeMap<>();

    Writing(String place) {
      this.place = place;
    }

    Stored write(int number, String target, BiasPatch.Question question) throws IOException {
      PatchProof proof = PatchProof.of(question);
      Map<String, String> texts = proof.texts();
      for (Map.Entry<String, String> text : texts.entrySet()) {
        file(text.getKey(), out -> out.append(text.getValue()));
      }
      ScriptProof script = new ScriptProof(proof.query());
      ScriptProof.Answer first = script.ask(Budget.of(timeout).start());
      if (first.said() == ScriptProof.Said.SAT) {
        throw new IllegalStateException(
            "branch and bound proved that there is no patch, but Z3 finds one");
      }
      boolean isUnsat = first.said() == ScriptProof.Said.UNSAT;
      String note = isUnsat ? proof(script) : "Z3 did not decide: " + first.detail();
      Decided decided =
          proof.isByBounds() ? Decided.BOUNDS : isUnsat ? Decided.Z3 : Decided.BRANCHING;
      Stored stored =
          new Stored(
              target,
              decided,
              proof.units(),
              proof.units() - proof.open(),
              note.isEmpty() ? (Long) length : null,
              note.isEmpty() ? null : note);
      manifest(number, question, first, stored);
      return stored;
    }

    private long length;

    /** The second run; gives why there is no proof, or nothing. */
    private String proof(ScriptProof script) throws IOException {
      ScriptProof.Answer[] answer = new ScriptProof.Answer[1];
      length =
          file(
              PROOF,
              out -> answer[0] = script.prove(Budget.of(timeout).start(), out, MOST_CHARACTERS));
      boolean isProof =
          answer[0].said() == ScriptProof.Said.UNSAT && answer[0].detail().isEmpty();
      if (!isProof) {
        hashes.remove(PROOF);
        files.delete(place + "/" + PROOF);
      }
      return isProof ? "" : "with proofs: " + answer[0].detail();
    }

    private void manifest(
        int number, BiasPatch.Question question, ScriptProof.Answer first, Stored stored)
        throws IOException {
      StringBuilder text = new StringBuilder("impossible-patch 1\n");
      text.append("network ").append(question.network().contentHash()).append('\n');
      text.append("question ").append(number).append('\n');
      text.append("claim no changes of biases within ").append(question.bound());
      text.append(" do as is demanded in question.txt\n");
      text.append("decided ").append(stored.decided()).append('\n');
      text.append("z3 ").append(first.said());
      text.append(first.detail().isEmpty() ? "" : " " + first.detail()).append('\n');
      text.append("proof ");
      text.append(stored.note() == null ? stored.characters() + " characters" : stored.note());
      text.append('\n');
      hashes.forEach(
          (name, hash) ->
              text.append("sha256 ").append(hash).append(' ').append(name).append('\n'));
      file("manifest.txt", out -> out.append(text));
    }

    /** Writes a file; gives its length in characters, all of them ASCII. */
    private long file(String name, Content content) throws IOException {
      MessageDigest digest = sha256();
      OutputStream out = files.create(place + "/" + name);
      Counting counted = new Counting();
      try (Writer writer =
          new BufferedWriter(
              new OutputStreamWriter(
                  new DigestOutputStream(out, digest), StandardCharsets.UTF_8))) {
        counted.out = writer;
        content.write(counted);
      }
      hashes.put(name, HexFormat.of().formatHex(digest.digest()));
      return counted.length;
    }
  }

  /** Writes what a file holds. */
  private interface Content {
    void write(Appendable out) throws IOException;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
