package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.FigureRow;
import org.assay.jobs.table.GateRow;
import org.assay.jobs.table.RunIds;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * Three nights of a plan: twice with the same network, then with another one of the same name that
 * labels by other weights.
 */
final class NightlyAuditTest {

  private static final String NO_WORSE = "no image that was robust in the last run is violated now";

  private static Path folder = Path.of("");
  private static Called first = new Called(0, "", "");
  private static Called second = new Called(0, "", "");
  private static Called third = new Called(0, "", "");

  @BeforeAll
  static void threeNights(@TempDir Path temporary) throws IOException {
    folder = temporary;
    SmallClassifier small = new SmallClassifier(folder);
    Path network = Path.of(small.network());
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            networks = ["%s"]
            datasets = ["%s"]
            questions = [
              accuracy
              { ask = robustness, radius = [0.01, 0.05], engine = bounds }
              { ask = pixels, scope = full, engine = geometry }
            ]
            gates = [
              "robust-accuracy(radius = 0.05) >= 1%%"
              "undecided <= 1%%"
              "%s"
            ]
            """
                .formatted(network, small.images(), NO_WORSE));
    first = audit(plan);
    second = audit(plan);
    String other = Files.readString(network).replace("1,-1,0.5,\n-0.75,1.25", "-1,1,0.5,\n0.75,-1");
    Files.writeString(network, other);
    third = audit(plan);
  }

  private static Called audit(Path plan) {
    return Called.assay("audit", plan.toString(), "--out", out());
  }

  private static String out() {
    return folder.resolve("out").toString();
  }

  private static <R extends Record> List<Tuple2<String, R>> rows(Table<R> table) {
    return table.readWithRun(SharedSession.get(), out()).collectAsList().stream()
        .sorted(Comparator.comparing(Tuple2::_1))
        .toList();
  }

  /** The commands' ids, night by night. */
  private static List<String> nights() {
    return rows(Tables.RUNS).stream().map(r -> RunIds.command(r._1())).distinct().toList();
  }

  @Test
  void theFirstNightHasNothingToBeHeldAgainst() {
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(first.out()).contains("no earlier run", "95 % interval", "Clopper-Pearson");
  }

  @Test
  void theSameNetworkIsNoWorse() {
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(second.out()).contains("none since run " + nights().get(0));
  }

  @Test
  void anotherNetworkIsHeldAgainstTheLastNight() {
    assertThat(third.exitCode()).as(third.out() + third.err()).isEqualTo(1);
    assertThat(third.out()).containsPattern("BREACHED +no image that was robust");
    assertThat(third.out()).contains("assay diff " + nights().get(1));
  }

  @Test
  void gatesAreStoredWithTheNumbersTheyRestOn() {
    String night = nights().get(2);
    List<GateRow> gates =
        rows(Tables.GATES).stream()
            .filter(r -> RunIds.command(r._1()).equals(night))
            .map(Tuple2::_2)
            .toList();
    // One radius; undecided at two radii and of pixels; no worse likewise.
    assertThat(gates).hasSize(7);
    GateRow robust =
        gates.stream().filter(g -> g.gate().startsWith("robust-")).findFirst().orElseThrow();
    assertThat(robust.question()).isEqualTo("robustness, engine bounds, radius 0.05");
    assertThat(robust.whole()).isEqualTo(SmallClassifier.IMAGES);
    assertThat(robust.low()).isNotNull().isLessThan(robust.value());
    assertThat(gates)
        .filteredOn(g -> g.gate().equals(NO_WORSE))
        .hasSize(3)
        .allSatisfy(
            g -> {
              assertThat(g.earlier()).startsWith(nights().get(1));
              assertThat(g.low()).isNull();
              assertThat(g.holds()).isEqualTo(g.part() == 0);
            });
    assertThat(rows(Tables.RUNS))
        .filteredOn(r -> r._2().command().equals("audit"))
        .extracting(r -> r._2().exitCode())
        .containsExactly(0, 0, 1);
  }

  @Test
  void figuresAreCountedEveryNight() {
    assertThat(rows(Tables.FIGURES).stream().map(Tuple2::_2))
        .filteredOn(f -> f.figure().equals("accuracy"))
        .hasSize(3)
        .extracting(FigureRow::whole)
        .containsOnly((long) SmallClassifier.IMAGES);
  }

  @Test
  void diffTellsWhichImagesChangedAndShowsTheirWitnesses() {
    Called same = Called.assay("diff", nights().get(0), nights().get(1), "--out", out());
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.out()).contains("No image has another verdict.").doesNotContain("What changed");
    Called changed =
        Called.assay("diff", nights().get(1), nights().get(2), "--out", out(), "--limit", "99");
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(changed.out())
        .contains("accuracy on", "robustness on", "pixels, 1 free pixel, full scope on")
        .containsPattern("radius 1/20 +Robust +Violated +\\d+")
        .containsPattern("\\d+ +robustness, radius 1/20 +Robust +Violated");
    long violated =
        rows(Tables.GATES).stream()
            .filter(r -> RunIds.command(r._1()).equals(nights().get(2)))
            .map(Tuple2::_2)
            .filter(g -> g.gate().equals(NO_WORSE) && g.question().endsWith("radius 0.05"))
            .mapToLong(GateRow::part)
            .sum();
    assertThat(changed.out()).containsPattern("radius 1/20 +Robust +Violated +" + violated + "\\n");
  }

  @Test
  void diffAsCsvShortensNothing() {
    Called csv =
        Called.assay(
            "diff", nights().get(1) + "-2", nights().get(2) + "-2", "--out", out(), "--format=csv");
    assertThat(csv.exitCode()).as(csv.err()).isZero();
    assertThat(csv.out().lines().findFirst())
        .hasValue(
            "number,question,before,after,label before,label after,witness before,witness after");
    assertThat(csv.out()).doesNotContain("...").contains("\"robustness, radius 1/20\",Robust");
  }

  @Test
  void diffRefusesWhatIsNotThereOrNotAlike() {
    Called unknown = Called.assay("diff", "20200101T000000-0000", "x", "--out", out());
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("has no run 20200101T000000-0000", "the last ones are");
    Called unlike =
        Called.assay("diff", nights().get(0) + "-2", nights().get(1) + "-3", "--out", out());
    assertThat(unlike.exitCode()).isEqualTo(2);
    assertThat(unlike.err()).contains("no question about the same images in common");
    Called plan = Called.assay("diff", nights().get(0) + "-4", nights().get(1), "--out", out());
    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err()).contains("is of audit, which says nothing image by image");
  }

  @Test
  void ciSystemsAreToldTheLastNight() throws IOException {
    Called junit = Called.assay("report", "--out", out(), "--format", "junit");
    assertThat(junit.exitCode()).as(junit.err()).isZero();
    String xml = Files.readString(folder.resolve("out/junit.xml"));
    assertThat(xml).contains("tests=\"7\"", "<failure ", NO_WORSE);
    Called json = Called.assay("report", "--out", out(), "--format", "json");
    assertThat(json.exitCode()).as(json.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/report.json")))
        .contains("\"gates_breached\"", nights().get(2));
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("<h2>Gates</h2>", "BREACHED");
  }

  @Test
  void historyHasEveryNightAsALineAndADot() throws IOException {
    Called history = Called.assay("history", "--out", out());
    assertThat(history.exitCode()).as(history.err()).isZero();
    assertThat(history.out().lines().filter(l -> l.startsWith("accuracy "))).hasSize(3);
    assertThat(history.out()).contains("Plan " + folder.resolve("plan.conf"), "Clopper-Pearson");
    String page = Files.readString(folder.resolve("out/history.html"));
    assertThat(page).contains("<svg", "another from here on (2 in all)");
    Called none = Called.assay("history", "--out", out(), "--plan", "other.conf");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("has no figures of other.conf; its plans are");
  }
}
