package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.assay.importance.Metric;
import org.assay.jobs.report.ClassStatistics.Quantity;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings of written tables, held against what was written. */
class ReportTest {

  private static Path out = Path.of("");
  private static @Nullable Report report;

  private static final SparkSession SPARK = SharedSession.get();

  /** Images 0 to 14: labels 0 to 9, then 5 more; image 12 is labelled wrong. */
  @BeforeAll
  static void write(@TempDir Path folder) {
    out = folder;
    List<Specimen> specimens = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      specimens.add(Samples.specimen(i, i % 10, i % 4));
    }
    List<ImageRow> images = new ArrayList<>(specimens.stream().map(Specimen::image).toList());
    images.set(12, Samples.image(12, 2, 7));
    // An earlier run answered images 0 and 1 otherwise: three attackable pixels each.
    write("a", Samples.startedAt("pixels", 1, 2, "2026-01-01T00:00:00Z"), images.subList(0, 2));
    writeSingles("a", List.of(Samples.specimen(0, 0, 3), Samples.specimen(1, 1, 3)), images);
    write("b", Samples.startedAt("pixels", 1, 15, "2026-01-02T00:00:00Z"), images);
    writeSingles("b", specimens, images);
    write("c", Samples.startedAt("pixels", 2, 15, "2026-01-03T00:00:00Z"), images);
    write(Tables.PIXEL_SUMMARY, "c", images.stream().map(Samples::pairs).toList());
    write(
        Tables.PIXEL_PAIRS,
        "c",
        images.stream().flatMap(i -> Samples.pairRows(i).stream()).toList());
    // In full scope the first ten images were asked about too, and have one attackable pixel more.
    RunRow full = Samples.startedAt("pixels", 1, 10, "2026-01-04T00:00:00Z");
    write("d", Samples.inFullScope(full, RunRow.class), images.subList(0, 10));
    List<Specimen> wider = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      wider.add(Samples.specimen(i, i, i % 4 + 1));
    }
    writeSinglesInFullScope("d", wider);
    report = Report.of(SPARK, out.toString());
  }

  private static void write(String run, RunRow row, List<ImageRow> images) {
    write(Tables.RUNS, run, List.of(row));
    write(Tables.IMAGES, run, images);
  }

  private static void writeSingles(String run, List<Specimen> specimens, List<ImageRow> images) {
    List<PixelAttackRow> attacks = new ArrayList<>();
    List<PixelSummaryRow> summaries = new ArrayList<>();
    for (Specimen s : specimens) {
      attacks.addAll(s.attacks());
      for (Specimen.Ranks r : s.ranks()) {
        if (!s.attackable().contains(r.pixel())) {
          attacks.add(Samples.robust(images.get(s.image().image()), r));
        }
      }
      summaries.add(Samples.single(s.image(), s.attacks()));
    }
    write(Tables.PIXEL_ATTACKS, run, attacks);
    write(Tables.PIXEL_SUMMARY, run, summaries);
  }

  private static void writeSinglesInFullScope(String run, List<Specimen> specimens) {
    write(
        Tables.PIXEL_ATTACKS,
        run,
        specimens.stream()
            .flatMap(s -> s.attacks().stream())
            .map(row -> Samples.inFullScope(row, PixelAttackRow.class))
            .toList());
    write(
        Tables.PIXEL_SUMMARY,
        run,
        specimens.stream()
            .map(s -> Samples.single(s.image(), s.attacks()))
            .map(row -> Samples.inFullScope(row, PixelSummaryRow.class))
            .toList());
  }

  private static <R extends Record> void write(Table<R> table, String run, List<R> rows) {
    table.write(
        SPARK.createDataset(rows, table.encoder()).coalesce(1),
        run,
        table.folder(out.toString(), run));
  }

  private static Report report() {
    return Objects.requireNonNull(report);
  }

  private static Findings findings() {
    return report().findings().get(0);
  }

  @Test
  void runsOfOneNetworkAndDataSetBelongTogether() {
    assertThat(report().findings()).hasSize(1);
    assertThat(findings().runs()).hasSize(4);
  }

  @Test
  void everyStatisticIsThatOfTheLatestAnswers() {
    Findings findings = findings();
    assertThat(findings.images()).isEqualTo(15);
    assertThat(findings.correct()).isEqualTo(14);
    assertThat(findings.confusion().get(2)).containsExactly(0L, 0L, 1L, 0L, 0L, 0L, 0L, 1L, 0L, 0L);
    ClassStatistics single = findings.statistics().get(0);
    assertThat(single.total(Quantity.ATTACKABLE).counts())
        .containsEntry(0L, 4L)
        .containsEntry(1L, 4L)
        .containsEntry(2L, 4L)
        .containsEntry(3L, 3L);
    assertThat(single.attackableImages()).isEqualTo(11);
    ClassStatistics pairs = findings.statistics().get(2);
    assertThat(pairs.total(Quantity.NEW_ATTACKS).sum()).isEqualTo(15);
    assertThat(findings.evidence())
        .contains(
            new Evidence(Samples.question(1), "Violated", "FLOAT", "GEOMETRY", false, true, 21),
            new Evidence(
                Samples.question(1), "Robust", "GEOMETRY", "GEOMETRY", false, null, 15 * 784 - 21),
            new Evidence(Samples.question(2), "Violated", "RATIONAL", "GEOMETRY", false, null, 45),
            new Evidence(Samples.question(2), "Robust", "counted", "-", false, null, 15 * 738));
  }

  @Test
  void scopesAreNotMixed() {
    assertThat(findings().statistics().stream().map(s -> s.question().title()))
        .containsExactly(
            "one pixel in pattern scope",
            "one pixel in full scope",
            "two of the best 5 % pixels by coi in pattern scope");
    assertThat(findings().statistics().get(1).total(Quantity.ATTACKABLE).sum()).isEqualTo(23);
    assertThat(findings().statistics().get(1).images()).isEqualTo(10);
  }

  @Test
  void whatThePatternMissesIsCountedOverImagesOfBothScopes() {
    PatternMisses misses = findings().misses().get(0);
    assertThat(findings().misses()).hasSize(1);
    assertThat(misses.byLabel()).hasSize(10);
    assertThat(misses.byLabel().get(0)).isEqualTo(new PatternMisses.ByLabel(0, 1, 0, 1, 0, 1));
    assertThat(misses.byLabel().get(3)).isEqualTo(new PatternMisses.ByLabel(3, 1, 1, 1, 3, 4));
    assertThat(report().summary())
        .contains("What the pattern misses: one pixel")
        .contains("in full scope: 10 of 10 images");
  }

  @Test
  void attackablePixelsAreCountedAmongTheBest() {
    ClassStatistics single = findings().statistics().get(0);
    long[] best = new long[10];
    for (int i = 0; i < 15; i++) {
      Specimen s = Samples.specimen(i, i % 10, i % 4);
      best[0] += s.attackable().size();
      int place = 1;
      for (int share : PaperTables.SHARES) {
        for (Metric metric : Metric.values()) {
          best[place++] += PaperTables.attackableAmongBest(s, metric, share);
        }
      }
    }
    long[] counted = new long[10];
    single.among().values().forEach(c -> Arrays.setAll(counted, k -> counted[k] + c.get(k)));
    assertThat(counted).containsExactly(best);
  }

  @Test
  void specimensAreTheFirstCorrectOfEachLabel() {
    List<Specimen> specimens = findings().specimens();
    assertThat(specimens.stream().map(s -> s.image().image()))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(specimens.get(3)).isEqualTo(Samples.specimen(3, 3, 3));
  }

  @Test
  void attackableImagesAreTheFirstCorrectOnesThatHaveAnAttack() {
    // Every image has attackable pairs; those with attackable pixels too go first.
    assertThat(findings().attacked().stream().map(s -> s.image().image()))
        .containsExactly(10, 1, 2, 3, 14, 5, 6, 7, 8, 9);
  }

  @Test
  void theGalleryShowsTheSmallestChangesAndImagesThatNeedTwoPixels() {
    assertThat(findings().gallery().range()).isEqualTo("pattern scope");
    List<Attack> gallery = findings().gallery().attacks();
    List<Attack> single = gallery.stream().filter(a -> a.changes().size() == 1).toList();
    assertThat(single).hasSize(11).isSortedAccordingTo(Comparator.comparing(Attack::size));
    assertThat(gallery.stream().filter(a -> a.changes().size() == 2).map(a -> a.image().image()))
        .containsExactly(0, 4, 8);
  }

  @Test
  void theSummaryHasThePapersTables() {
    assertThat(report().summary())
        .contains("Labelled right: 14 of 15 (93.3 %)")
        .contains("Table II. ", "Table III. ", "Table IV. ", "Table V. ", "Table VI. ");
  }

  @Test
  void thePageSaysHowManyRowsEachTableHas() {
    assertThat(report().sizes())
        .extracting(ReportPage.TableSize::name, ReportPage.TableSize::rows)
        .contains(tuple("runs", 4L), tuple("images", 42L), tuple("pixel_pairs", 45L));
    assertThat(report().html().contains("<td class=\"number\">42</td>")).isTrue();
  }

  @Test
  void aFolderWithoutRunsSaysSo(@TempDir Path empty) {
    Report none = Report.of(SPARK, empty.toString());
    assertThat(none.summary()).startsWith("No finished run in ");
    assertThat(none.html()).contains("no finished run");
  }
}
