package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.AttackRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heuristic attacks from end to end. */
class AttackCommandTest {

  private static final String SUBJECT =
      " --network bundled:deepcheck --images bundled:digits --select 0..39";

  @TempDir private Path folder = Path.of("");

  private SparkSession spark() {
    return SharedSession.get();
  }

  private static Called done(String line) {
    Called called = Called.assay(line.split(" "));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private List<AttackRow> rows(String out) {
    return Tables.ATTACKS.read(spark(), out).collectAsList().stream()
        .sorted(
            Comparator.comparing(AttackRow::method)
                .thenComparing(AttackRow::image)
                .thenComparing(AttackRow::radiusDouble))
        .toList();
  }

  @Tag("long")
  @Test
  void whatIsFoundIsThere() {
    String out = folder.resolve("out").toString();
    Called pgd = done("attack" + SUBJECT + " --radius 0.01,0.05 --partitions 3 --out " + out);
    assertThat(pgd.out()).contains("PGD", "not found", "proves nothing");
    assertThat(pgd.out()).doesNotContain("Robust");
    done("attack" + SUBJECT + " --radius 0.05 --method bb --steps 40 --out " + out);
    List<AttackRow> rows = rows(out);
    assertThat(rows).hasSize(120);
    assertThat(rows.stream().map(AttackRow::outcome)).contains("FOUND", "NOT_FOUND");
    Network network =
        new NetworkSource(NetworkSource.DEEPCHECK, null).read(Sessions.files(spark())).network();
    SharedImages images =
        SharedImages.of(
            new ImageSource(ImageSource.DIGITS, false, false)
                .read(spark(), Sessions.files(spark())),
            Selection.parse("0..39"),
            network.input());
    for (AttackRow row : rows) {
      hold(network, images.ofId(row.image()).image(), row);
    }
    done(
        "robustness"
            + SUBJECT
            + " --radius 0.05 --arithmetic any-order --engine bounds --out "
            + out);
    List<Integer> robust =
        Tables.ROBUSTNESS.read(spark(), out).collectAsList().stream()
            .filter(row -> row.verdict().equals("Robust"))
            .map(RobustnessRow::image)
            .toList();
    assertThat(robust).isNotEmpty();
    assertThat(rows).filteredOn(row -> robust.contains(row.image())).noneMatch(AttackRow::success);
    assertThat(done("show attacks --out " + out).out()).contains("NOT_FOUND");
    assertThat(done("report --out " + out).exitCode()).isZero();
    assertThat(folder.resolve("out/report.html"))
        .content()
        .contains("What heuristic attacks found");
  }

  private static void hold(Network network, Tensor image, AttackRow row) {
    assertThat(row.success()).isEqualTo(row.outcome().equals("FOUND"));
    if (row.label() != row.predicted()) {
      assertThat(row.steps()).isZero();
      assertThat(row.distance()).isZero();
    }
    if (!row.success()) {
      // Where no noise has another label, BB does not begin.
      assertThat(row.steps())
          .isIn(row.witness().isEmpty() ? 0 : row.stepsAsked(), row.stepsAsked());
      assertThat(row.lastSuccess()).isFalse();
    }
    if (row.witness().isEmpty()) {
      assertThat(row.success()).isFalse();
      return;
    }
    Tensor witness =
        Tensor.of(
            network.input(), row.witness().stream().mapToDouble(Float::doubleValue).toArray());
    assertThat(row.witnessLabel())
        .isEqualTo(OrderedSemantics.label(OrderedSemantics.logits(network, witness)))
        .isNotEqualTo(row.label());
    assertThat(row.witnessExactLabel())
        .isEqualTo(ExactSemantics.label(ExactSemantics.logits(network, witness)));
    for (int i = 0; row.success() && i < witness.size(); i++) {
      assertThat(Rational.of(witness.at(i)).minus(Rational.of(image.at(i))).abs())
          .isLessThanOrEqualTo(Rational.parse(row.radius()));
    }
  }

  @Test
  void equalQuestionsGiveEqualRowsHoweverTheyAreCut() {
    String one = folder.resolve("one").toString();
    String seven = folder.resolve("seven").toString();
    for (String method : List.of("pgd", "bb --steps 15")) {
      String asked = "attack" + SUBJECT + " --radius 0.03 --seed 5 --method " + method;
      done(asked + " --partitions 1 --out " + one);
      done(asked + " --partitions 7 --out " + seven);
    }
    assertThat(rows(one)).hasSize(80).isEqualTo(rows(seven));
  }

  @Test
  void imagesOutsideTheDomainAreNotAttacked() {
    String out = folder.resolve("out").toString();
    Called called =
        done("attack" + SUBJECT + " --radius 0.03 --domain 0:0.5 --partitions 2 --out " + out);
    assertThat(rows(out))
        .hasSize(40)
        .allMatch(row -> row.outcome().equals("NOT_ATTACKED"))
        .allMatch(row -> "OUT_OF_DOMAIN".equals(row.reason()));
    assertThat(called.out()).contains("not attacked");
  }
}
