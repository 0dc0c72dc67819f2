package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.Tables;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandTest {

  @TempDir private Path folder = Path.of("");

  private Called audit(String plan) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.conf"), plan);
    return Called.assay("audit", file.toString(), "--out", out().toString());
  }

  private Path out() {
    return folder.resolve("out");
  }

  @Test
  void asksEveryQuestionAndHoldsTheGates() throws IOException {
    Called outcome =
        audit(
            """
            networks = ["bundled:deepcheck"]
            datasets = [{ images = "bundled:digits", select = "0..3" }]
            questions = [
              accuracy
              { ask = pixels, count = 1, scope = pattern, engine = geometry }
              { ask = pixels, count = 2, scope = pattern, engine = geometry, pairs = "top:4" }
            ]
            gates = ["accuracy >= 50%", "unaudited <= 0", "undecided-1 <= 0", "undecided-2 <= 0"]
            """);
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("undecided-1 <= 0", "0 of 3,136, 0.000 %", "0 of 24, 0.000 %")
        .doesNotContain("BREACHED");
    assertThat(out().resolve("report.html")).isNotEmptyFile();
    assertThat(Tables.RUNS.read(SharedSession.get(), out().toString()).collectAsList())
        .extracting(row -> row.command() + row.count())
        .containsExactlyInAnyOrder("accuracynull", "pixels1", "pixels2", "auditnull");
    assertThat(Files.readString(out().resolve("status.json"))).contains("\"exit_code\" : 0");
  }

  @Test
  void propertiesAreAskedOfEveryNetwork() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 784; i++) {
      text.append("(declare-const X_%d Real)(assert (<= 0 X_%d 0))\n".formatted(i, i));
    }
    for (int i = 0; i < 10; i++) {
      text.append("(declare-const Y_%d Real)\n".formatted(i));
    }
    Path reached = folder.resolve("reached.vnnlib");
    Files.writeString(reached, text + "(assert (<= Y_0 1000))");
    Path unreached = folder.resolve("unreached.vnnlib");
    Files.writeString(unreached, text + "(assert (or (>= Y_0 1000) (>= Y_1 1000)))");
    Called outcome =
        audit(
            """
            networks = ["bundled:deepcheck"]
            datasets = [{ images = "bundled:digits", select = "0" }]
            questions = [
              { ask = verify, property = "%s" }
              { ask = verify, property = "%s", timeout = 9s }
            ]
            """
                .formatted(reached, unreached));
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(
            Tables.VERIFY
                .read(SharedSession.get(), out().toString())
                .orderBy("timeout")
                .collectAsList())
        .extracting(row -> row.answer() + " " + row.cases() + " " + row.timeout())
        .containsExactly("unsat 2 9.0", "sat 1 60.0");
  }

  /** A network that takes the ten logits of the bundled one. */
  private String ofLogits() throws IOException {
    StringBuilder text = new StringBuilder("// of logits\n2,10,10,10,\n10,10,10,\n0,\n");
    for (String line : List.of("-100,", "100,", "0,", "1,")) {
      text.append(line.repeat(line.length() > 2 ? 10 : 11)).append('\n');
    }
    for (int layer = 0; layer < 2; layer++) {
      for (int i = 0; i < 10; i++) {
        text.append("0,".repeat(i)).append("1,").append("0,".repeat(9 - i)).append('\n');
      }
      text.append("0.125,\n".repeat(10));
    }
    return Files.writeString(folder.resolve("logits.nnet"), text).toString();
  }

  @Test
  void distancesOfReducedImagesAreThoseOfTheCommand() throws IOException {
    String network = ofLogits();
    Called outcome =
        audit(
            """
            networks = ["%s"]
            datasets = [{ images = "bundled:digits", select = "0..3" }]
            questions = [
              { ask = distance, reduce = "bundled:deepcheck", reduced-domain = "-100:100", precision = 0.01 }
            ]
            """
                .formatted(network));
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    String line =
        "distance --network %s --images bundled:digits --select 0..3 --reduce bundled:deepcheck"
            + " --reduced-domain -100:100 --precision 0.01 --out %s";
    Path alone = folder.resolve("alone");
    Called command = Called.assay(line.formatted(network, alone).split(" "));
    assertThat(command.exitCode()).as(command.err()).isZero();
    List<DistanceRow> planned = distances(out());
    List<DistanceRow> asked = distances(alone);
    assertThat(planned)
        .hasSize(4)
        .allMatch(r -> r.reduction() != null && r.origin().size() == 10 && r.high() != null)
        .allMatch(r -> "-100:100".equals(r.domain()));
    assertThat(planned)
        .extracting(DistanceRow::question, DistanceRow::low, DistanceRow::high)
        .isEqualTo(asked.stream().map(r -> Tuple.tuple(r.question(), r.low(), r.high())).toList());
  }

  private static List<DistanceRow> distances(Path folder) {
    return Tables.DISTANCE
        .read(SharedSession.get(), folder.toString())
        .orderBy("image")
        .collectAsList();
  }

  @Test
  void aReductionThatDoesNotFitIsToldBeforeAnyWork() throws IOException {
    Called outcome =
        audit(
            """
            networks = ["%s", "bundled:deepcheck"]
            datasets = [{ images = "bundled:digits", select = "0" }]
            questions = [
              accuracy
              { ask = distance, reduce = "bundled:deepcheck" }
            ]
            """
                .formatted(ofLogits()));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("2 things are wrong with")
        .containsPattern("plan.conf:2: datasets\\[0\\].images: .*logits.nnet takes .*10 values")
        .containsPattern(
            "plan.conf:5: questions\\[1\\].reduce: .*takes 784 values, but .* gives 10");
    assertThat(out().resolve("runs")).doesNotExist();
  }

  @Tag("long")
  @Test
  void enginesOfAPlanAreThoseOfTheCommands() throws IOException {
    SmallClassifier small = new SmallClassifier(folder);
    Path property = folder.resolve("p.vnnlib");
    StringBuilder text = new StringBuilder("(declare-const Y_0 Real)(declare-const Y_1 Real)");
    for (int i = 0; i < 4; i++) {
      text.append("(declare-const X_%d Real)(assert (<= 0 X_%d 1))\n".formatted(i, i));
    }
    Files.writeString(property, text + "(assert (>= Y_0 Y_1))");
    Called outcome =
        audit(
            """
            networks = ["%s"]
            datasets = [{ images = "%s", select = "0..3" }]
            questions = [
              { ask = robustness, radius = [0.1], engine = bounds }
              { ask = robustness, radius = [0.1], engine = smt, sort = "fp:3,4" }
              { ask = verify, property = "%s", engine = smt }
              { ask = verify, property = "%s", engine = smt, sort = "fp:3,4" }
            ]
            """
                .formatted(small.network(), small.images(), property, property));
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(Tables.RUNS.read(SharedSession.get(), out().toString()).collectAsList())
        .extracting(r -> r.command() + " " + r.engine() + " " + r.arithmetic())
        .containsExactlyInAnyOrder(
            "robustness bounds EXACT",
            "robustness smt fp:3,4",
            "verify smt EXACT",
            "verify smt fp:3,4",
            "audit null null");
    assertThat(Tables.VERIFY.read(SharedSession.get(), out().toString()).collectAsList())
        .extracting(r -> r.method() + " " + r.arithmetic())
        .containsExactlyInAnyOrder("SMT EXACT", "SMT fp:3,4");
  }

  @Test
  void aBreachedGateIsToldWithItsFigureAndBound() throws IOException {
    Called outcome =
        audit(
            """
            networks = ["bundled:deepcheck"]
            datasets = [
              { images = "bundled:digits", select = "0..9" }
              { images = "bundled:digits", select = "10..29", transpose = true }
            ]
            questions = [accuracy]
            gates = ["accuracy > 100%", "accuracy >= 80%"]
            report = false
            """);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern("BREACHED +accuracy > 100% +\\d+ of 10, [\\d.]+ % .*, 0\\.\\.9")
        .containsPattern("holds +accuracy >= 80% +\\d+ of 10, [\\d.]+ % .*, 0\\.\\.9")
        .containsPattern(
            "BREACHED +accuracy >= 80% +\\d+ of 20, [\\d.]+ % .*columns first, 10\\.\\.29");
    assertThat(Files.readString(out().resolve("status.json")))
        .contains("\"exit_code\" : 1", "\"state\" : \"done\"", "gate breached: accuracy > 100%");
    assertThat(out().resolve("report.html")).doesNotExist();
  }

  @Test
  void whatDoesNotGoTogetherIsToldBeforeAnyWork() throws IOException {
    Called outcome =
        audit(
            """
            networks = ["bundled:deepcheck"]
            datasets = [
              { images = "bundled:digits", select = "999..1000" }
              { images = "bundled:digits", select = "0" }
            ]
            questions = [
              accuracy
              { ask = pixels, count = 2, scope = pattern, pairs = "top:785" }
              { ask = pixels, scope = pattern, channel = 1 }
            ]
            """);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("3 things are wrong with")
        .contains("plan.conf:3: datasets[0].images: position 999..1000 lies outside the data set")
        .contains("plan.conf:8: questions[1]: pairs: top 785")
        .contains("plan.conf:9: questions[2]: channel 1");
    assertThat(out().resolve("runs")).doesNotExist();
    assertThat(Files.readString(out().resolve("status.json"))).contains("\"exit_code\" : 2");
  }

  @Test
  void aFailedRunComesBeforeABreachedGate() {
    assertThat(AuditCommand.exitCode(IntStream.of(0, 3, 0), true)).isEqualTo(3);
    assertThat(AuditCommand.exitCode(IntStream.of(0, 3), false)).isEqualTo(3);
    assertThat(AuditCommand.exitCode(IntStream.of(0, 0), true)).isEqualTo(1);
    assertThat(AuditCommand.exitCode(IntStream.of(0, 0), false)).isZero();
  }
}
