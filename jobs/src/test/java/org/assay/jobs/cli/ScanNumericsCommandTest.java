package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.NumericsRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums that rounding decides, from end to end. */
class ScanNumericsCommandTest {

  private static final String SUBJECT = " --network bundled:deepcheck --images bundled:digits";

  /** Units of the bundled network. */
  private static final int UNITS = 40;

  @TempDir private Path folder = Path.of("");

  private static Called done(String line) {
    Called called = Called.assay(line.split(" "));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static List<NumericsRow> rows(String out) {
    return Tables.NUMERICS.read(SharedSession.get(), out).orderBy("rank").collectAsList();
  }

  @Test
  void aCleanNetworkRaisesNothing() throws IOException {
    String out = path("out");
    Called called = done("scan-numerics" + SUBJECT + " --select 0..39 --partitions 3 --out " + out);
    assertThat(called.out()).contains("Nothing found: at none of 40 sums", "40 images");
    List<NumericsRow> rows = rows(out);
    assertThat(rows)
        .extracting(NumericsRow::rank)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, UNITS).boxed().toList());
    assertThat(rows).allMatch(row -> row.findings().isEmpty() && row.score() < 1);
    assertThat(rows).allMatch(row -> row.images() == 40 && row.labelImage() == null);
    String whole = path("whole");
    done("scan-numerics" + SUBJECT + " --select 0..39 --partitions 1 --out " + whole);
    assertThat(rows(whole)).isEqualTo(rows);
    assertThat(done("show numerics --limit 3 --out " + out).out()).contains("box_cancellation");
    done("report --out " + out);
    assertThat(Files.readString(Path.of(out, "report.html")))
        .contains("Sums that rounding decides", "of 40 sums");
  }

  @Test
  void switchesStandFirstWithoutImages() {
    for (String kind : List.of("", " --layers 20", " --layers 20 --exact-products --garbage 2")) {
      String file = path("switch" + kind.length() + ".onnx");
      done("forge switch --sigma -3" + kind + " --out " + file);
      String out = path("out" + kind.length());
      Called called = done("scan-numerics --network " + file + " --out " + out);
      assertThat(called.out()).contains("FOUND: rounding decides", "over inputs from 0 to 1");
      List<NumericsRow> rows = rows(out);
      NumericsRow first = rows.get(0);
      assertThat(first.findings()).contains("BOX");
      assertThat(first.layer())
          .isEqualTo(rows.stream().mapToInt(NumericsRow::layer).max().orElse(0) - 2);
      assertThat(first.images()).isZero();
      assertThat(first.rounding()).isNull();
      done("report --out " + out);
    }
  }

  @Test
  void theSwitchOfABackdoorStandsFirst() {
    String file = path("bad.onnx");
    done("forge backdoor --network bundled:deepcheck --out " + file);
    String out = path("out");
    String images = " --images bundled:digits --select 0..19 --out " + out;
    Called called = done("scan-numerics --network " + file + images);
    assertThat(called.out()).contains("FOUND: rounding decides");
    NumericsRow first = rows(out).get(0);
    assertThat(first.findings()).contains("BOX");
    assertThat(first.terms()).isEqualTo(2);
    assertThat(first.boxCancellation()).isGreaterThan(0x1p24);
    assertThat(first.images()).isEqualTo(20);
  }

  @Test
  void aPlanAsksIt() throws IOException {
    String out = path("out");
    Path plan = folder.resolve("plan.conf");
    Files.writeString(
        plan,
        """
        networks = ["bundled:deepcheck"]
        datasets = [{ images = "bundled:digits", select = "0..4" }]
        questions = [scan-numerics]
        out = "%s"
        """
            .formatted(out));
    done("audit " + plan);
    assertThat(rows(out)).hasSize(UNITS).allMatch(row -> row.images() == 5);
  }

  @Test
  void aSelectionNeedsImages() {
    Called called =
        Called.assay(
            ("scan-numerics --network bundled:deepcheck --select 0..4 --out " + path("out"))
                .split(" "));
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("--images");
  }
}
