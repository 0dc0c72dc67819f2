package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PatchAccuracyRow;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RoundingRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored patches and counts are judged again; every value that was tampered with is found. */
class CheckPatchTest {

  private static final String BUNDLED =
      " --network bundled:deepcheck --images bundled:digits --quiet --out ";

  @TempDir private Path out = Path.of("");

  private void done(String line) {
    Called called = Called.assay((line + BUNDLED + out).split(" "));
    assertThat(called.exitCode()).as(called.err()).isZero();
  }

  private Called check(int sample) {
    return Called.assay("check", "--out", out.toString(), "--sample", Integer.toString(sample));
  }

  /** The check of a table whose first row is changed, which names that row. */
  private <R extends Record> void found(
      Table<R> table, List<R> rows, Map<String, Object> change, String message) {
    List<R> tampered = new ArrayList<>(rows);
    tampered.set(0, StoredRows.with(rows.get(0), change));
    new StoredRows(out).replace(table, tampered);
    Called check = check(0);
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(3);
    assertThat(check.out()).contains(message);
    new StoredRows(out).replace(table, rows);
  }

  private void found(List<PatchRow> rows, Map<String, Object> change, String message) {
    found(Tables.PATCHES, rows, change, "patches, question 1: " + message);
  }

  private static <T> List<T> with(List<T> list, int place, T value) {
    List<T> changed = new ArrayList<>(list);
    changed.set(place, value);
    return changed;
  }

  @Tag("long")
  @Test
  void everyTamperedValueOfAPatchIsFound() {
    done("patch --keep 0,1,2 --change 12=1 --bound 4 --precision 0.05");
    List<PatchRow> rows = new StoredRows(out).of(Tables.PATCHES);
    PatchRow row = rows.get(0);
    Called right = check(10);
    assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
    assertThat(right.out()).contains("patches, all", "low ends, sampled", "Nothing is wrong.");
    Rational high = Rational.parse(Objects.requireNonNull(row.high()));
    Rational low = Rational.parse(Objects.requireNonNull(row.low()));
    Rational less = low.plus(high).times(Rational.of(1, 2));
    found(
        rows,
        Map.of("high", less.toString(), "highDouble", less.ceilingDouble()),
        "the patch has size");
    found(rows, Map.of("highDouble", high.ceilingDouble() / 2), "high_double is not");
    found(rows, Map.of("lowDouble", low.floorDouble() / 2), "low_double is not");
    found(
        rows, Map.of("low", high.toString(), "lowDouble", high.floorDouble()), "low is not below");
    found(rows, Map.of("precision", "1/1000000000"), "the ends are further apart");
    found(rows, Map.of("bound", "1/1000"), "a bias may change by 4, above the bound");
    found(
        rows,
        Map.of("freeBounds", with(row.freeBounds(), place(row), "0")),
        "the patch changes Bias");
    found(rows, Map.of("changes", with(row.changes(), 0, "5")), "the patch changes Bias");
    found(rows, Map.of("biases", with(row.biases(), 0, 99.0)), "Bias");
    found(rows, Map.of("keepLabels", with(row.keepLabels(), 0, 8)), "with the patch image 0 has");
    found(rows, Map.of("changeTo", List.of(5)), "with the patch image 12 has not label 5");
    found(rows, Map.of("changeFrom", List.of(row.changeFrom().get(0) + 1)), "image 12 had label");
    found(rows, Map.of("verdict", "Impossible"), "the verdict cannot be Impossible");
    found(rows, Map.of("reduction", "other"), "the reduction is null, not other");
    found(
        rows,
        Map.of("writtenBiases", with(row.writtenBiases(), 0, 0.5)),
        "the written biases give the network");
    found(rows, Map.of("writtenBits", 4), Double.toString(row.writtenBiases().get(0)));
    found(rows, Map.of("writtenHash", "0"), "the written biases give the network");
    found(rows, Map.of("writtenOrdered", 2), "not all 4 images");
    found(rows, Map.of("writtenSizeDouble", 0.0), "written_size_double is not");
    found(rows, Map.of("keepImages", List.of(0, 1, 999)), "cannot be read: table images");
    List<ImageRow> images = new StoredRows(out).of(Tables.IMAGES);
    assertThat(images).hasSize(4);
  }

  private static int place(PatchRow row) {
    for (int i = 0; i < row.freeLayers().size(); i++) {
      if (row.freeLayers().get(i).equals(row.layers().get(0))
          && row.freeIndices().get(i).equals(row.indices().get(0))) {
        return i;
      }
    }
    throw new AssertionError("the first changed bias is not free");
  }

  @Test
  void aLowEndThatIsTooHighIsRefuted() {
    done("patch --keep 0,1,2 --change 12=1 --bound 4 --precision 0.05");
    PatchRow row = new StoredRows(out).of(Tables.PATCHES).get(0);
    Rational above = Rational.parse(Objects.requireNonNull(row.high())).times(Rational.of(3, 2));
    Map<String, Object> change = new HashMap<>();
    change.put("verdict", "Impossible");
    change.put("bound", above.toString());
    change.put("low", above.toString());
    change.put("lowDouble", above.floorDouble());
    change.put("freeBounds", row.freeBounds().stream().map(b -> above.toString()).toList());
    for (String none : List.of("layers", "indices", "biases", "changes")) {
      change.put(none, List.of());
    }
    for (String none : List.of("writtenLayers", "writtenIndices", "writtenBiases")) {
      change.put(none, List.of());
    }
    for (String none : List.of("high", "highDouble", "writtenHash", "writtenSize")) {
      change.put(none, Optional.empty());
    }
    change.put("writtenSizeDouble", Optional.empty());
    new StoredRows(out).replace(Tables.PATCHES, List.of(StoredRows.with(row, change)));
    Called check = check(10);
    assertThat(check.exitCode()).as(check.out()).isEqualTo(3);
    assertThat(check.out()).contains("question 1: no patch up to", "is said to do it, one of");
  }

  @Test
  void accuracyOfPatchedAndQuantisedNetworksAddsUp() {
    done(
        "patch --sets 2 --from 1 --to 7 --bound 4 --precision 0.1 --accuracy --accuracy-select 0..199"
            + " --quantise 10");
    List<PatchRow> patches = new StoredRows(out).of(Tables.PATCHES);
    assertThat(patches).extracting(PatchRow::quantised).containsOnly(null, 10).hasSize(4);
    List<PatchAccuracyRow> rows = new StoredRows(out).of(Tables.PATCH_ACCURACY);
    assertThat(rows)
        .extracting(PatchAccuracyRow::variant)
        .contains("ORIGINAL", "PATCHED", "QUANTISED", "QUANTISED_PATCHED");
    assertThat(rows).filteredOn(r -> r.label() == null).allMatch(r -> r.images() == 200);
    Called right = check(10);
    assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
    PatchAccuracyRow first = rows.get(0);
    found(
        Tables.PATCH_ACCURACY,
        rows,
        Map.of("correct", first.correct() - 1),
        "patch_accuracy, no patch: ");
    found(Tables.PATCH_ACCURACY, rows, Map.of("networkHash", "0"), "is the network ");
    Called report = Called.assay("report", "--out", out.toString());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out()).contains("Lantern's Table 1", "quantised, patched");
  }

  @Test
  void bitsAndTheirPatchesAreJudged() {
    done(
        "round --bits 1,8 --select 0..99 --patch-from 1 --patch-to 7 --patch-bound 4"
            + " --patch-precision 0.1 --patch-timeout 20s");
    List<RoundingRow> rows = new StoredRows(out).of(Tables.ROUNDING);
    assertThat(rows).hasSize(3).allMatch(row -> row.patchVerdict() != null);
    assertThat(rows).noneMatch(row -> "CRASHED".equals(row.patchReason()));
    Called right = check(10);
    assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
    found(Tables.ROUNDING, rows, Map.of("networkHash", "0"), "rounding, all bits: the network of");
    found(Tables.ROUNDING, rows, Map.of("patchVerdict", "Never"), "table patches has another");
    found(Tables.ROUNDING, rows, Map.of("correct", 1000L), "are no share of");
  }
}
