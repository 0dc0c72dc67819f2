package org.assay.checker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Judges the artifact of an impossible patch.
 *
 * <p>Question: do ranges, removed units and remaining query follow from the network and what is
 * demanded? Method: each is done again, a unit at a time, in quotients of integers, from the ranges
 * listed for the units before; all must be equal. Guarantee: where nothing is rejected, the query
 * is satisfiable iff a patch within the bound exists, and where a demand is nowhere met within the
 * listed ranges, there is none. Whether the query has a solution is for a solver to say. Shares no
 * code with what wrote the artifact.
 */
public final class ProofCheck {

  private static final String MANIFEST = "manifest.txt";
  private static final List<String> NAMES =
      List.of("network.txt", "question.txt", "units.txt", "query.smt2");
  private static final String VERSION = "impossible-patch 1";

  /**
   * What holds.
   *
   * @param hash of the network that the artifact names
   * @param decided who decided by the artifact's own word: BOUNDS, Z3 or BRANCHING
   * @param removed units of one phase
   * @param open units that the query is about
   * @param byRanges whether the ranges alone show that there is no patch
   */
  public record Held(String hash, String decided, int removed, int open, boolean byRanges) {}

  private ProofCheck() {}

  /**
   * Checks all of an artifact.
   *
   * @param files by name; those besides the five are held against their SHA-256 only
   * @throws Rejection that names what is wrong
   */
  public static Held check(Map<String, byte[]> files) throws Rejection {
    String manifest = text(files, MANIFEST);
    Statement statement = Statement.read(text(files, NAMES.get(0)), text(files, NAMES.get(1)));
    Redone redone = new Redone(statement, text(files, NAMES.get(2)));
    try {
      redone.redo();
    } catch (IndexOutOfBoundsException | ClassCastException e) {
      throw new Rejection("network.txt and question.txt do not fit together: " + e.getMessage());
    }
    hold(redone.query(), text(files, NAMES.get(3)));
    String decided = "";
    String version = "";
    for (String line : manifest.lines().toList()) {
      String[] words = line.split(" ", 3);
      version = version.isEmpty() ? line : version;
      switch (words[0]) {
        case "network" -> same("network", word(words, 1), statement.hash());
        case "decided" -> decided = word(words, 1);
        case "sha256" -> holdHash(word(words, 2), word(words, 1), files);
        default -> {}
      }
    }
    same("first line", version, VERSION);
    for (String name : NAMES) {
      if (!manifest.contains(" " + name + "\n")) {
        throw new Rejection(MANIFEST + " lacks the SHA-256 of " + name);
      }
    }
    if (decided.equals("BOUNDS") && !redone.isImpossible()) {
      throw new Rejection(MANIFEST + " says that bounds decided, but every demand is open");
    }
    return new Held(
        statement.hash(), decided, redone.removed(), redone.open(), redone.isImpossible());
  }

  private static String word(String[] words, int index) throws Rejection {
    if (index >= words.length) {
      throw new Rejection(MANIFEST + ": " + String.join(" ", words) + ": a word is missing");
    }
    return words[index];
  }

  private static void same(String what, String said, String expected) throws Rejection {
    if (!said.equals(expected)) {
      throw new Rejection("%s: %s is %s, not %s".formatted(MANIFEST, what, said, expected));
    }
  }

  /** Line by line, so that what differs is named. */
  private static void hold(List<Redone.Line> redone, String query) throws Rejection {
    String[] lines = query.split("\n", -1);
    for (int i = 0; i < redone.size(); i++) {
      Redone.Line line = redone.get(i);
      String listed = i < lines.length ? lines[i] : "";
      if (!listed.equals(line.text())) {
        throw new Rejection(
            "query.smt2, line %d, about %s, is %s, but must be %s"
                .formatted(i + 1, line.about(), listed, line.text()));
      }
    }
    if (lines.length != redone.size() + 1 || !lines[redone.size()].isEmpty()) {
      throw new Rejection("query.smt2 has more than the %d lines due".formatted(redone.size()));
    }
  }

  private static void holdHash(String name, String listed, Map<String, byte[]> files)
      throws Rejection {
    byte[] bytes = bytes(files, name);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      if (!HexFormat.of().formatHex(hash).equals(listed)) {
        throw new Rejection(name + " has another SHA-256 than " + MANIFEST + " lists");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Map<String, byte[]> files, String name) throws Rejection {
    return new String(bytes(files, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Map<String, byte[]> files, String name) throws Rejection {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new Rejection(name + " is missing");
    }
    return bytes;
  }
}
