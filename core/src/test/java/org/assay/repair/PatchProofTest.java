package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assay.checker.ProofCheck;
import org.assay.checker.Rejection;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.smt.ScriptProof;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Artifacts of tiny networks: what they say, and that the checker sees whatever is corrupted. */
class PatchProofTest {

  private static final Budget SHORT = Budget.of(Duration.ofSeconds(60));
  private static final long MOST = 1_000_000;

  private static BiasPatch.Question tiny(int seed) {
    Random random = new Random(seed);
    return BiasPatchTest.question(
        random,
        seed % 8 == 7 ? BiasPatchTest.convolutional(random) : BiasPatchTest.denseNetwork(random));
  }

  /** The files of an artifact, their hashes fitting. */
  static Map<String, byte[]> files(Map<String, String> texts, String decided) {
    Map<String, byte[]> files = new HashMap<>();
    String network = Objects.requireNonNull(texts.get(PatchProof.NETWORK));
    StringBuilder manifest = new StringBuilder("impossible-patch 1\n");
    manifest.append(network.lines().findFirst().orElseThrow()).append('\n');
    manifest.append("decided ").append(decided).append('\n');
    texts.forEach(
        (name, text) -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          files.put(name, bytes);
          manifest.append("sha256 ").append(sha256(bytes)).append(' ').append(name).append('\n');
        });
    files.put("manifest.txt", manifest.toString().getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theQueryIsUnsatisfiableIffThePatchIsImpossible() throws Exception {
    Map<String, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 400; seed++) {
        BiasPatch.Question asked = tiny(seed);
        BiasPatch.Answer answer = new BiasPatch(session).answer(asked, SHORT);
        assertThat(answer.impossible()).as("seed " + seed).isEqualTo(answer.patch() == null);
        PatchProof proof = PatchProof.of(asked);
        ScriptProof.Answer said = new ScriptProof(proof.query()).ask(SHORT.start());
        assertThat(said.said())
            .as("seed " + seed)
            .isEqualTo(answer.impossible() ? ScriptProof.Said.UNSAT : ScriptProof.Said.SAT);
        if (proof.isByBounds()) {
          assertThat(answer.impossible()).isTrue();
        }
        ProofCheck.Held held =
            ProofCheck.check(files(proof.texts(), proof.isByBounds() ? "BOUNDS" : "Z3"));
        assertThat(held.byRanges()).isEqualTo(proof.isByBounds());
        assertThat(held.open()).isEqualTo(proof.open());
        assertThat(held.removed()).isEqualTo(proof.units() - proof.open());
        seen.merge(said.said() + (proof.isByBounds() ? " by bounds" : ""), 1, Integer::sum);
      }
    }
    assertThat(seen.get("SAT")).isGreaterThan(100);
    assertThat(seen.get("UNSAT")).isGreaterThan(20);
    assertThat(seen.get("UNSAT by bounds")).isGreaterThan(50);
  }

  /** Any number of any unit, its phase, any weight that counts, any line of the query. */
  @Test
  void whateverIsCorruptedIsSeen() {
    int corrupted = 0;
    for (int seed = 0; seed < 120; seed++) {
      Map<String, String> texts = PatchProof.of(tiny(seed)).texts();
      Random random = new Random(seed);
      String[] units = text(texts, PatchProof.UNITS).lines().toArray(String[]::new);
      for (int i = 0; i < units.length; i++) {
        int chosen = i;
        String[] words = units[chosen].split(" ", -1);
        int key = words.length - 3;
        String name = String.join(" ", List.of(words).subList(0, key));
        int word = key + random.nextInt(3);
        words[word] =
            word == words.length - 1 ? otherPhase(words[word]) : moved(words[word], random);
        Map<String, String> broken = new HashMap<>(texts);
        String[] changed = units.clone();
        changed[chosen] = String.join(" ", words);
        broken.put(PatchProof.UNITS, String.join("\n", changed) + "\n");
        assertThatThrownBy(() -> ProofCheck.check(files(broken, "Z3")))
            .as("seed %d: %s for %s", seed, changed[chosen], units[chosen])
            .isInstanceOf(Rejection.class)
            .hasMessageContaining(name);
        corrupted++;
      }
    }
    assertThat(corrupted).isGreaterThan(800);
  }

  private static String text(Map<String, String> texts, String name) {
    return Objects.requireNonNull(texts.get(name));
  }

  private static String otherPhase(String phase) {
    return switch (phase) {
      case "open" -> "low";
      case "low" -> "inside";
      default -> "open";
    };
  }

  /** By as little as 2^-60. */
  private static String moved(String number, Random random) {
    Rational by =
        Rational.of((random.nextBoolean() ? 1 : -1) * Math.scalb(1.0, -random.nextInt(61)));
    return Rational.parse(number).plus(by).toString();
  }

  @Test
  void corruptedQueriesAndLostLinesAreSeen() {
    for (int seed = 0; seed < 60; seed++) {
      Map<String, String> texts = PatchProof.of(tiny(seed)).texts();
      Random random = new Random(seed);
      List<String> lines = text(texts, PatchProof.QUERY).lines().toList();
      int line = random.nextInt(lines.size());
      for (String instead :
          List.of("", "(assert true)\n", lines.get(line) + "\n(assert false)\n")) {
        Map<String, String> broken = new HashMap<>(texts);
        broken.put(PatchProof.QUERY, with(lines, line, instead));
        assertThatThrownBy(() -> ProofCheck.check(files(broken, "Z3")))
            .isInstanceOf(Rejection.class)
            .hasMessageContaining("query.smt2");
      }
      List<String> units = text(texts, PatchProof.UNITS).lines().toList();
      int lost = random.nextInt(units.size());
      Map<String, String> shorter = new HashMap<>(texts);
      shorter.put(PatchProof.UNITS, with(units, lost, ""));
      assertThatThrownBy(() -> ProofCheck.check(files(shorter, "Z3")))
          .hasMessageContaining("units.txt");
      Map<String, String> twice = new HashMap<>(texts);
      twice.put(
          PatchProof.UNITS, with(units, lost, units.get(lost) + "\n" + units.get(lost) + "\n"));
      assertThatThrownBy(() -> ProofCheck.check(files(twice, "Z3")))
          .hasMessageContaining("listed twice");
    }
  }

  private static String with(List<String> lines, int at, String instead) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == at ? instead : lines.get(i) + "\n");
    }
    return text.toString();
  }

  /**
   * One input 2, two hidden units, two outputs; the first unit cannot be switched, the second can.
   */
  private static PatchProof small() {
    Network network =
        new Network(
            "small",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(
                Dense.of(Tensor.of(Shape.of(2, 1), 1, 0.5), Tensor.of(Shape.of(2), 0, -1)),
                Clip.relu(Shape.of(2)),
                Dense.of(Tensor.of(Shape.of(2, 2), 1, 0, 0, 1), Tensor.of(Shape.of(2), 0, 0))));
    return PatchProof.of(
        new BiasPatch.Question(
            network,
            List.of(),
            List.of(new Demand.Label(Tensor.of(Shape.of(1), 2), 1)),
            FreeBiases.all(network),
            Rational.of(1, 4),
            Rational.of(1, 1000)));
  }

  @Test
  void textsOfASmallQuestionAreTheseLines() {
    PatchProof proof = small();
    assertThat(proof.texts().get(PatchProof.UNITS))
        .isEqualTo(
            """
            unit 0 1 0 7/4 9/4 inside
            unit 0 1 1 -1/4 1/4 open
            demand 0 0 -11/4 -1 impossible
            """);
    assertThat(proof.query())
        .contains(
            "(define-fun s0 () Real (* 1.0 d1))",
            "(assert (or (and (= v0 0.0) (<= s0 0.0)) (and (= v0 s0) (>= s0 0.0))))",
            "(assert (> (+ (- 2.0) (* (- 1.0) d0) (* (- 1.0) d2) (* 1.0 d3) (* 1.0 v0)) 0.0))");
    assertThat(proof.isByBounds()).isTrue();
    assertThat(proof.open()).isEqualTo(1);
  }

  @Test
  void weightsInputsAndReachesCount() {
    Map<String, String> texts = small().texts();
    refused(
        texts, PatchProof.NETWORK, "0:1/2", "0:3/4", "unit 0 1 1: its low end is listed as -1/4");
    refused(texts, PatchProof.NETWORK, "row 0 0 0:1 1:0", "row 0 1 0:1 1:0", "demand 0 0");
    refused(texts, PatchProof.QUESTION, "input 2", "input 3", "unit 0 1 0");
    refused(texts, PatchProof.QUESTION, "free 1 1/4", "free 1 1/8", "unit 0 1 1");
    refused(texts, PatchProof.QUESTION, "free 1 1/4", "free 1 1/2", "the bound 1/4");
    refused(texts, PatchProof.QUESTION, "label 1", "label 0", "demand 0 0");
    refused(texts, PatchProof.QUESTION, "label 1", "label 2", "do not fit together");
    Map<String, byte[]> files = files(texts, "BOUNDS");
    files.put(
        PatchProof.NETWORK,
        (text(texts, PatchProof.NETWORK) + "\n").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ProofCheck.check(files)).isInstanceOf(Rejection.class);
    files.remove(PatchProof.NETWORK);
    assertThatThrownBy(() -> ProofCheck.check(files)).hasMessage("network.txt is missing");
  }

  private static void refused(
      Map<String, String> texts, String name, String from, String to, String message) {
    Map<String, String> broken = new HashMap<>(texts);
    assertThat(texts.get(name)).contains(from);
    broken.put(name, text(texts, name).replace(from, to));
    assertThatThrownBy(() -> ProofCheck.check(files(broken, "BOUNDS")))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining(message);
  }

  @Test
  void theSolversProofEndsInFalseAndIsCutShortAloud() throws IOException {
    ScriptProof script = new ScriptProof(small().query());
    StringBuilder text = new StringBuilder();
    ScriptProof.Answer answer = script.prove(SHORT.start(), text, MOST);
    assertThat(answer).isEqualTo(new ScriptProof.Answer(ScriptProof.Said.UNSAT, ""));
    assertThat(text.toString()).startsWith("(let ((p0 ").contains("asserted", " false)))\n");
    assertThat(text.chars().filter(c -> c == '(').count())
        .isEqualTo(text.chars().filter(c -> c == ')').count());
    ScriptProof.Answer cut = script.prove(SHORT.start(), new StringBuilder(), 100);
    assertThat(cut.detail()).isEqualTo("the proof is longer than 100 characters");
    Budget none = Budget.of(Duration.ZERO);
    assertThat(script.prove(none.start(), new StringBuilder(), MOST).said())
        .isEqualTo(ScriptProof.Said.UNKNOWN);
  }
}
