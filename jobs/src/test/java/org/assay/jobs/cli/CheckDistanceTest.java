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
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored smallest changes are judged again; every value that was tampered with is found. */
class CheckDistanceTest {

  @TempDir private Path out = Path.of("");

  private void distance(String... options) {
    List<String> arguments = new ArrayList<>(List.of("distance", "--out", out.toString()));
    arguments.addAll(List.of(options));
    Called called = Called.assay(arguments.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
  }

  private Called check() {
    return Called.assay("check", "--out", out.toString(), "--timeout", "1s");
  }

  private Called checkWitnesses() {
    return Called.assay("check", "--out", out.toString(), "--sample", "0");
  }

  private List<DistanceRow> rows() {
    return new StoredRows(out).of(Tables.DISTANCE);
  }

  /** The check of the stored rows with the first one changed, which names that row. */
  private void found(List<DistanceRow> rows, Map<String, Object> change, String message) {
    List<DistanceRow> tampered = new ArrayList<>(rows);
    tampered.set(0, StoredRows.with(rows.get(0), change));
    new StoredRows(out).replace(Tables.DISTANCE, tampered);
    Called check = checkWitnesses();
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(3);
    assertThat(check.out())
        .contains("distance, image " + rows.get(0).image() + ": ", message)
        .doesNotContain("distance, image " + rows.get(1).image() + ": ");
  }

  private static List<Float> moved(List<Float> values, float by) {
    List<Float> moved = new ArrayList<>(values);
    moved.set(7, values.get(7) + by);
    return moved;
  }

  private static Rational exact(@Nullable String number) {
    return Rational.parse(Objects.requireNonNull(number));
  }

  @Test
  void whatIsStoredIsRight() {
    distance("--network", "bundled:deepcheck", "--images", "bundled:digits", "--select", "0..4");
    Called check = check();
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    assertThat(check.out())
        .contains("distance", "witnesses, all", "low ends, sampled", "Nothing is wrong.");
  }

  @Tag("long")
  @Test
  void everyTamperedValueIsFound() {
    distance("--network", "bundled:deepcheck", "--images", "bundled:digits", "--select", "0..1");
    List<DistanceRow> rows = rows();
    DistanceRow first = rows.get(0);
    int label = Objects.requireNonNull(first.witnessLabel());
    found(rows, Map.of("witness", moved(first.witness(), 0.5f)), "the witness changes something");
    found(rows, Map.of("witness", moved(first.witness(), -2f)), "the witness changes something");
    found(rows, Map.of("pixels", moved(first.pixels(), 0.25f)), "not the hash of image");
    Rational low = exact(first.low());
    Rational high = exact(first.high());
    Rational narrow = low.plus(high).times(Rational.of(1, 2));
    found(
        rows,
        Map.of("high", narrow.toString(), "highDouble", narrow.ceilingDouble()),
        "the witness changes something by");
    found(rows, Map.of("highDouble", high.ceilingDouble() / 2), "high_double");
    Rational wide = low.plus(low);
    found(
        rows, Map.of("low", wide.toString(), "lowDouble", wide.floorDouble()), "is not below high");
    found(rows, Map.of("witnessLabel", (label + 1) % 10), "the label at the witness is " + label);
    found(
        rows,
        Map.of(
            "witnessOrderedLabel", (Objects.requireNonNull(first.witnessOrderedLabel()) + 1) % 10),
        "ORDERED gives label");
    found(rows, Map.of("predicted", (first.predicted() + 1) % 10), "the predicted label is");
    found(rows, Map.of("outcome", "Never"), "the outcome cannot be Never");
    found(rows, Map.of("target", 3), "goal ANY cannot be target 3");
    found(rows, Map.of("domain", "-1:1"), "the domain is 0:1, not -1:1");
  }

  /** Without its witness a low end that is too high can only be refuted by looking for one. */
  private static DistanceRow raised(DistanceRow row) {
    Rational low = exact(row.high()).plus(Rational.of(1, 50));
    Map<String, Object> change = new HashMap<>();
    change.put("low", low.toString());
    change.put("lowDouble", low.floorDouble());
    change.put("outcome", "Open");
    change.put("reason", "TIMEOUT");
    change.put("witness", List.of());
    for (String gone : List.of("high", "highDouble", "witnessExact", "witnessKind")) {
      change.put(gone, Optional.empty());
    }
    change.put("witnessLabel", Optional.empty());
    change.put("witnessOrderedLabel", Optional.empty());
    return StoredRows.with(row, change);
  }

  @Test
  void aLowEndThatIsTooHighIsAttacked() throws Exception {
    SmallClassifier small = new SmallClassifier(out);
    distance("--network", small.network(), "--images", small.images());
    Called right = check();
    assertThat(right.exitCode()).as(right.out()).isZero();
    assertThat(right.out()).doesNotContain("OPEN");
    List<DistanceRow> rows =
        rows().stream().map(row -> row.image() < 5 ? raised(row) : row).toList();
    new StoredRows(out).replace(Tables.DISTANCE, rows);
    Called check = check();
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out().split("is said to do it, ", -1)).hasSize(6);
    assertThat(check.out()).contains("is said to do it, an attack has a witness");
  }

  @Test
  void rowsOfAGivenLabelAreJudgedToo() {
    distance(
        "--network",
        "bundled:deepcheck",
        "--images",
        "bundled:digits",
        "--select",
        "20..24",
        "--to",
        "true",
        "--precision",
        "0.01");
    List<DistanceRow> rows = rows();
    assertThat(checkWitnesses().exitCode()).isZero();
    DistanceRow already =
        rows.stream().filter(r -> r.outcome().equals("Already")).findFirst().orElseThrow();
    List<DistanceRow> tampered = new ArrayList<>(rows);
    tampered.set(
        rows.indexOf(already),
        StoredRows.with(already, Map.of("label", already.label() == 0 ? 1 : 0)));
    new StoredRows(out).replace(Tables.DISTANCE, tampered);
    Called check = checkWitnesses();
    assertThat(check.exitCode()).as(check.out()).isEqualTo(3);
    assertThat(check.out()).contains("image " + already.image() + ": goal TRUE cannot be target");
  }
}
