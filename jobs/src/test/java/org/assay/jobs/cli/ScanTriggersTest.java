package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.assay.exact.Rational;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.SmallestChangeRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.TriggerRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A made network with and without a planted trigger: pixel 0 above a threshold turns each label
 * into the next.
 *
 * <p>Images of 8 x 8 pixels have the label whose row is bright, so that no single pixel can change
 * it. The trigger's gate opens as the pixel goes from 0.05 to 0.06 and lets the winning label's
 * evidence through, twice, to the next label.
 */
class ScanTriggersTest {

  private static final int SIDE = 8;
  private static final int PIXELS = SIDE * SIDE;
  private static final int LABELS = 4;
  private static final int IMAGES = 24;
  private static final int FIRST_ROW = 2;
  private static final int GATE = 8;

  @TempDir private Path folder = Path.of("");

  /** The 8-bit pixels of an image. */
  private static int[] image(int id) {
    Random random = new Random(id);
    int[] pixels = new int[PIXELS];
    Arrays.setAll(pixels, p -> random.nextInt(30));
    pixels[0] = random.nextInt(12);
    for (int column = 0; column < SIDE; column++) {
      pixels[(FIRST_ROW + id % LABELS) * SIDE + column] = 190 + random.nextInt(60);
    }
    return pixels;
  }

  private String images() throws IOException {
    String lines =
        IntStream.range(0, IMAGES)
            .mapToObj(
                id ->
                    id % LABELS
                        + ","
                        + Arrays.stream(image(id))
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("images.csv"), lines + "\n").toString();
  }

  /** The network in the text format .nnet. */
  private String network(boolean planted) throws IOException {
    List<double[]> first = new ArrayList<>();
    List<double[]> second = new ArrayList<>();
    List<double[]> last = new ArrayList<>();
    for (int label = 0; label < LABELS; label++) {
      double[] row = new double[PIXELS + 1];
      Arrays.fill(row, (FIRST_ROW + label) * SIDE, (FIRST_ROW + label + 1) * SIDE, 1);
      row[PIXELS] = -4;
      first.add(row);
      second.add(row(LABELS + 3, label, 1));
      double[] gated = row(LABELS + 3, label, 1);
      gated[LABELS] = GATE;
      gated[LABELS + 1] = -GATE;
      gated[LABELS + 2] = -GATE;
      second.add(gated);
      double[] logit = row(2 * LABELS + 1, 2 * label, 1);
      logit[2 * ((label + LABELS - 1) % LABELS) + 1] = planted ? 2 : 0;
      last.add(logit);
    }
    for (int bias : new int[] {-5, -6}) {
      double[] gate = row(PIXELS + 1, 0, 100);
      gate[PIXELS] = bias;
      first.add(gate);
    }
    String text =
        "// made\n3,64,4,64,\n64,6,8,4,\n0,\n"
            + line(0, PIXELS)
            + line(1, PIXELS)
            + line(0, PIXELS + 1)
            + line(1, PIXELS + 1)
            + layer(first)
            + layer(second)
            + layer(last);
    return Files.writeString(folder.resolve(planted + ".nnet"), text).toString();
  }

  private static double[] row(int size, int place, double weight) {
    double[] row = new double[size];
    row[place] = weight;
    return row;
  }

  private static String line(int value, int times) {
    return String.join(",", Collections.nCopies(times, String.valueOf(value))) + ",\n";
  }

  /** Rows of weights, then a line for each bias, which is each row's last number. */
  private static String layer(List<double[]> rows) {
    String weights =
        rows.stream()
            .map(
                r ->
                    Arrays.stream(r)
                        .limit(r.length - 1)
                        .mapToObj(w -> w + ",")
                        .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    String biases = rows.stream().map(r -> r[r.length - 1] + ",").collect(Collectors.joining("\n"));
    return weights + "\n" + biases + "\n";
  }

  private Called scan(boolean planted) throws IOException {
    Called called =
        Called.assay(
            "scan-triggers", "--network", network(planted), "--images", images(), "--out", out());
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private static SparkSession spark() {
    return SharedSession.get();
  }

  private List<TriggerRow> rows() {
    return Tables.TRIGGERS.read(spark(), out()).collectAsList();
  }

  /** Where the gate lets so much through that the next label of every image gets ahead. */
  private static Rational threshold() {
    return IntStream.range(0, IMAGES)
        .mapToObj(ScanTriggersTest::threshold)
        .max(Rational::compareTo)
        .orElseThrow();
  }

  /** c + 8 g - 8 > c / 2 for the gate g = 100 x - 5 and the evidence c. */
  private static Rational threshold(int id) {
    Rational evidence = Rational.of(-4, 1);
    int[] pixels = image(id);
    for (int column = 0; column < SIDE; column++) {
      int level = pixels[(FIRST_ROW + id % LABELS) * SIDE + column];
      evidence = evidence.plus(Rational.of(level / 255f));
    }
    return Rational.of(6, 100).minus(evidence.dividedBy(Rational.of(1600, 1)));
  }

  @Test
  void aPlantedTriggerIsNamedWithItsThresholdAndShift() throws IOException {
    Called called = scan(true);
    assertThat(rows()).hasSize(3 * PIXELS + 2);
    List<TriggerRow> found = rows().stream().filter(r -> r.finding() != null).toList();
    assertThat(found)
        .extracting(TriggerRow::arithmetic)
        .containsExactlyInAnyOrder("EXACT", "BIAS_LAST", "BIAS_FIRST");
    assertThat(found)
        .allMatch(r -> "TRIGGER".equals(r.finding()) && Integer.valueOf(0).equals(r.pixel()))
        .allMatch(r -> r.images() == IMAGES && r.flipped() == IMAGES && r.most() == IMAGES)
        .allMatch(r -> Integer.valueOf(1).equals(r.shift()));
    TriggerRow exact =
        found.stream().filter(r -> r.arithmetic().equals("EXACT")).findFirst().orElseThrow();
    assertThat(exact.low()).isEqualTo(threshold().toString());
    assertThat(exact.lowClosed()).isFalse();
    assertThat(exact.high()).isEqualTo("1");
    assertThat(exact.highClosed()).isTrue();
    assertThat(exact.transitions().get(3 * LABELS)).isEqualTo(IMAGES / LABELS);
    assertThat(rows()).filteredOn(r -> r.finding() == null).allMatch(r -> r.flipped() == 0);
    assertThat(called.out())
        .contains("1 of 64 pixels", "TRIGGER", "each + 1 mod 4", "Nothing is said of other images");
  }

  @Test
  void evidenceAndSmallestChangesAreStored() throws IOException {
    scan(true);
    List<TriggerEvidenceRow> evidence =
        Tables.TRIGGER_EVIDENCE.read(spark(), out()).collectAsList();
    assertThat(evidence).hasSize(3 * 20);
    assertThat(evidence)
        .allMatch(e -> e.verdict().equals("Violated") && e.witness() != null)
        .allMatch(e -> e.predicted() == e.image() % LABELS)
        .allMatch(e -> e.label() == (e.predicted() + 1) % LABELS);
    List<SmallestChangeRow> changes = Tables.SMALLEST_CHANGES.read(spark(), out()).collectAsList();
    assertThat(changes).hasSize(IMAGES).allMatch(c -> c.pixel() == 0 && !c.attained());
    for (SmallestChangeRow change : changes) {
      Rational own = Rational.of(image(change.image())[0] / 255f);
      assertThat(change.infimum()).isEqualTo(threshold(change.image()).minus(own).toString());
    }
    List<PatternsRow> patterns = Tables.PATTERNS.read(spark(), out()).collectAsList();
    assertThat(patterns).extracting(PatternsRow::units).containsExactly(LABELS + 2, 2 * LABELS);
    assertThat(patterns).allMatch(p -> p.images() == IMAGES && p.imagePatterns() == LABELS);
    // Along the trigger's line the gate is shut, opens and is open; its two units tell all three
    // apart, and the gated evidence whether it is let through.
    assertThat(patterns).allMatch(p -> p.lines() == IMAGES);
    assertThat(patterns)
        .extracting(PatternsRow::allPatterns)
        .containsExactly(3L * LABELS, 2L * LABELS);
  }

  @Test
  void theSameNetworkWithoutItHasNoFinding() throws IOException {
    Called called = scan(false);
    assertThat(rows()).hasSize(3 * PIXELS + 2).allMatch(r -> r.finding() == null);
    assertThat(rows()).allMatch(r -> r.flipped() == 0 && r.low() == null);
    assertThat(Tables.TRIGGER_EVIDENCE.read(spark(), out()).collectAsList()).isEmpty();
    assertThat(called.out()).contains("none among 64 pixels", "No finding: complete");
  }

  @Test
  void gatesOfAPlanDecide() throws IOException {
    String plan =
        """
        networks = ["%s", "%s"]
        datasets = ["%s"]
        questions = [scan-triggers]
        gates = ["triggers <= 0", "arithmetics-differ <= 0"]
        """
            .formatted(network(true), network(false), images());
    Path file = Files.writeString(folder.resolve("plan.conf"), plan);
    Called called = Called.assay("audit", file.toString(), "--out", out());
    assertThat(called.exitCode()).as(called.err()).isEqualTo(1);
    assertThat(called.out())
        .containsPattern("BREACHED +triggers <= 0 +1 of 64, [\\d.]+ % +- +scan-triggers.*true.nnet")
        .containsPattern("holds +triggers <= 0 +0 of 64, 0.000 % +- +scan-triggers.*false.nnet")
        .containsPattern("holds +arithmetics-differ <= 0 +0 of 24");
  }

  /** The evidence is judged again from the tables, which hold nothing wrong. */
  @Test
  void evidenceIsJudgedAgain() throws IOException {
    scan(true);
    Called check = Called.assay("check", "--out", out());
    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.out()).contains("trigger_evidence", "Nothing is wrong.");
  }
}
