package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.NeedsZ3;
import org.assay.RealModels;
import org.assay.checker.ProofCheck;
import org.assay.checker.Rejection;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.smt.ScriptProof;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lantern's medium network within a bound of 0.25: Debian's z3, and the checker. */
@NeedsData("mnist")
@NeedsZ3
class LanternProofTest {

  private static final Budget MINUTE = Budget.of(Duration.ofMinutes(1));

  @TempDir private Path folder = Path.of("");

  private final Network network =
      RealModels.read(AssayData.models("lantern-medium-100-33-10.onnx"));
  private final Network reduction = RealModels.read(AssayData.models("pca100.onnx"));
  private final LanternPatchTest sets = new LanternPatchTest();

  private BiasPatch.Question question(int seed, String bound) {
    BiasPatch.Question asked = sets.question(network, reduction, seed);
    return new BiasPatch.Question(
        network,
        asked.keep(),
        asked.change(),
        asked.free(),
        Rational.parse(bound),
        asked.precision());
  }

  private String debian(String query) throws Exception {
    Path file = Files.writeString(folder.resolve("query.smt2"), query);
    Process process =
        new ProcessBuilder("z3", "-T:300", file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }

  @Test
  void othersFindTheSame() throws Exception {
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 6; seed++) {
        BiasPatch.Question asked = question(seed, "0.25");
        assertThat(new BiasPatch(session).answer(asked, MINUTE).impossible()).isTrue();
        PatchProof proof = PatchProof.of(asked);
        assertThat(debian(proof.query())).as("seed " + seed).isEqualTo("unsat");
        StringBuilder text = new StringBuilder();
        ScriptProof.Answer answer =
            new ScriptProof(proof.query()).prove(MINUTE.start(), text, 100_000_000);
        assertThat(answer).isEqualTo(new ScriptProof.Answer(ScriptProof.Said.UNSAT, ""));
        assertThat(proof.units()).isEqualTo(363);
        assertThat(proof.open()).isBetween(1, 100);
        ProofCheck.Held held = ProofCheck.check(PatchProofTest.files(proof.texts(), "Z3"));
        assertThat(held.hash()).isEqualTo(network.contentHash());
        assertThat(held.open()).isEqualTo(proof.open());
      }
    }
  }

  /** Where ranges alone do not tell: the remaining query does. */
  @Test
  void theRemainingQueryDecidesWhereRangesDoNot() throws Exception {
    PatchProof proof = PatchProof.of(question(2, "0.73"));
    assertThat(proof.isByBounds()).isFalse();
    assertThat(debian(proof.query())).isEqualTo("unsat");
  }

  @Test
  void oneCorruptedBoundIsSeen() {
    Map<String, String> texts = PatchProof.of(question(0, "0.25")).texts();
    List<String> lines = Objects.requireNonNull(texts.get(PatchProof.UNITS)).lines().toList();
    Random random = new Random(1);
    for (int n = 0; n < 30; n++) {
      int chosen = random.nextInt(lines.size());
      String[] words = lines.get(chosen).split(" ", -1);
      int end = words.length - 2 - random.nextInt(2);
      words[end] = Rational.parse(words[end]).plus(Rational.of(0x1p-80)).toString();
      String[] changed = lines.toArray(String[]::new);
      changed[chosen] = String.join(" ", words);
      Map<String, String> broken = new HashMap<>(texts);
      broken.put(PatchProof.UNITS, String.join("\n", changed) + "\n");
      assertThatThrownBy(() -> ProofCheck.check(PatchProofTest.files(broken, "Z3")))
          .isInstanceOf(Rejection.class)
          .hasMessageContaining(
              String.join(" ", List.of(words).subList(0, words.length - 3)) + ": its ");
    }
  }
}
