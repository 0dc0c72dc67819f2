package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.dataset.DrawnDigits;
import org.assay.dataset.ImageSet;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.format.OnnxRuntime;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smallest changes of biases from end to end. */
class PatchCommandTest {

  private static final String BUNDLED =
      "--network bundled:deepcheck --images bundled:digits --bound 4 ";

  @TempDir private Path folder = Path.of("");

  private Path out() {
    return folder.resolve("out");
  }

  private Called call(String line) {
    List<String> arguments = new ArrayList<>(List.of("patch", "--out", out().toString()));
    arguments.addAll(List.of(line.strip().split(" ")));
    return Called.assay(arguments.toArray(String[]::new));
  }

  private Called done(String line) {
    Called called = call(line);
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private void refused(String line, String... messages) {
    Called called = call(line);
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains(messages).doesNotContain("\tat ");
  }

  /** The rows of all runs, by question. */
  private List<PatchRow> rows() {
    return Tables.PATCHES.read(SharedSession.get(), out().toString()).collectAsList().stream()
        .sorted(Comparator.comparingInt(PatchRow::question))
        .toList();
  }

  private static Rational size(List<String> changes) {
    return changes.stream()
        .map(change -> Rational.parse(change).abs())
        .reduce(Rational.ZERO, Rational::max);
  }

  /** A bracket as narrow as was asked, with a patch that was written as it is. */
  static void holdClosed(PatchRow row) {
    assertThat(row.verdict()).as(row.toString()).isEqualTo("Bracket");
    assertThat(row.reason()).isNull();
    Rational low = Rational.parse(String.valueOf(row.low()));
    Rational high = Rational.parse(String.valueOf(row.high()));
    assertThat(high.minus(low)).isBetween(Rational.ZERO, Rational.parse(row.precision()));
    assertThat(size(row.changes())).isEqualTo(high).isLessThanOrEqualTo(Rational.of(4, 1));
    assertThat(row.layers()).hasSameSizeAs(row.changes()).hasSameSizeAs(row.indices());
    assertThat(row.writtenExact()).isEqualTo(row.keep() + row.change());
    assertThat(row.writtenOrdered()).isEqualTo(row.keep() + row.change());
    assertThat(Rational.parse(String.valueOf(row.writtenSize())))
        .isLessThanOrEqualTo(high.times(Rational.parse("1.11")));
  }

  static int largest(double[] outputs) {
    return IntStream.range(0, outputs.length)
        .boxed()
        .max(Comparator.comparingDouble(i -> outputs[i]))
        .orElseThrow();
  }

  @Test
  void eachChangeIsAQuestionOfItsOwn() throws IOException {
    Path change = Files.writeString(folder.resolve("two.csv"), "image,label\n13,2\n14,3\n");
    Called called =
        done(BUNDLED + "--keep 0,1,2 --precision 0.05 --change 12=1 --change " + change);
    List<PatchRow> rows = rows();
    assertThat(rows).extracting(PatchRow::question).containsExactly(1, 2);
    rows.forEach(PatchCommandTest::holdClosed);
    assertThat(rows.get(0).keepImages()).containsExactly(0, 1, 2);
    assertThat(rows.get(0).changeImages()).containsExactly(12);
    assertThat(rows.get(0).changeTo()).containsExactly(1);
    assertThat(rows.get(1).changeTo()).containsExactly(2, 3);
    assertThat(rows.get(0).free()).isEqualTo(40);
    assertThat(called.out()).contains("Bracket", "2 images", "image 12 from ", "4 of 4", "5 of 5");
    RunRow run = Tables.RUNS.read(SharedSession.get(), out().toString()).head();
    assertThat(run.command()).isEqualTo("patch");
    assertThat(run.units()).isEqualTo(2);
    assertThat(run.imageCount()).isEqualTo(6);
    assertThat(run.arithmetic()).isEqualTo("EXACT");
    Called shown = Called.assay("show", "patches", "--out", out().toString());
    assertThat(shown.out()).contains("Bracket", "written_hash");
    Called report = Called.assay("report", "--out", out().toString());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(Files.readString(out().resolve("report.html"))).contains("patches");
  }

  @Test
  void onnxruntimeRunsWhatIsWritten() throws Exception {
    Path file = folder.resolve("patched.onnx");
    Called called =
        done(BUNDLED + "--keep 0..5 --change 12=1 --precision 0.05 --write-network " + file);
    assertThat(called.out()).contains("Network " + file, "The largest changes");
    PatchRow row = rows().get(0);
    Network network = OnnxReader.read("patched", Files.readAllBytes(file)).network();
    assertThat(network.contentHash()).isEqualTo(row.writtenHash());
    ImageSet digits = DrawnDigits.draw(1_000, 1);
    try (OnnxRuntime runtime = OnnxRuntime.of(file)) {
      for (int i = 0; i < row.keep(); i++) {
        double[] image = digits.example(row.keepImages().get(i)).image().toDoubles();
        assertThat(largest(runtime.run(image))).isEqualTo(row.keepLabels().get(i));
      }
      assertThat(largest(runtime.run(digits.example(12).image().toDoubles()))).isEqualTo(1);
    }
    Called again = done(BUNDLED.replace("bundled:deepcheck", file.toString()) + "--change 12=1");
    assertThat(again.out()).contains("image 12 from 1 to 1");
    assertThat(rows())
        .filteredOn(r -> "NETWORK".equals(r.method()))
        .singleElement()
        .satisfies(
            same -> {
              assertThat(same.high()).isEqualTo("0");
              assertThat(same.low()).isNull();
              assertThat(same.writtenHash()).isEqualTo(row.writtenHash());
            });
  }

  @Test
  void onlyChosenBiasesMoveAndTheRestCanBeImpossible() {
    done(BUNDLED + "--change 12=1 --layers 4,6 --units 6:0..4 --layer-bound 4=0.25");
    PatchRow row = rows().get(0);
    holdClosed(row);
    assertThat(row.free()).isEqualTo(15);
    for (int i = 0; i < row.changes().size(); i++) {
      boolean last = row.layers().get(i) == 6;
      assertThat(row.layers().get(i)).isIn(4, 6);
      assertThat(row.indices().get(i)).isLessThan(last ? 5 : 10);
      assertThat(Rational.parse(row.changes().get(i)).abs())
          .isLessThanOrEqualTo(last ? Rational.of(4, 1) : Rational.parse("0.25"));
    }
    Path file = folder.resolve("none.onnx");
    Called none =
        done(
            BUNDLED.replace("--bound 4", "--bound 0.001")
                + "--change 12=1 --write-network "
                + file);
    assertThat(none.out()).contains("Impossible", "Network not written: there is no patch");
    assertThat(file).doesNotExist();
    assertThat(rows())
        .filteredOn(r -> r.verdict().equals("Impossible"))
        .singleElement()
        .satisfies(
            impossible -> {
              assertThat(impossible.low()).isEqualTo("1/1000");
              assertThat(impossible.high()).isNull();
              assertThat(impossible.writtenHash()).isNull();
              assertThat(impossible.changes()).isEmpty();
            });
  }

  @Test
  void othersCanCheckWhatIsImpossible() throws IOException {
    Path proofs = folder.resolve("proofs");
    String line =
        BUNDLED.replace("--bound 4", "--bound 0.05")
            + "--keep 0,1 --change 12=1 --change 13=8 --layers 2,4 --proof "
            + proofs;
    Called called = done(line);
    List<PatchRow> impossible =
        rows().stream().filter(row -> row.verdict().equals("Impossible")).toList();
    assertThat(impossible).isNotEmpty();
    for (PatchRow row : impossible) {
      assertThat(row.proof()).isEqualTo(proofs + "/" + row.question());
      assertThat(row.proofDecided()).isIn("BOUNDS", "Z3");
      assertThat(row.proofUnits()).isEqualTo(90);
      assertThat(row.proofRemoved()).isBetween(20, 90);
      assertThat(row.proofNote()).isNull();
      Path own = proofs.resolve(Integer.toString(row.question())).resolve("proof.txt");
      assertThat(Files.size(own)).isEqualTo(row.proofBytes());
    }
    assertThat(called.out())
        .contains("Question 1: proof in ", " of 90 units removed", "Z3's proof");
    Called judged =
        Called.assay("check-proof", proofs.toString(), "--network", "bundled:deepcheck");
    assertThat(judged.exitCode()).as(judged.out()).isZero();
    assertThat(judged.out()).contains("RIGHT   " + proofs + "/1", "units are removed rightly");
    refused(line, "--proof " + proofs, "name a new folder");
    corrupt(proofs.resolve("1"));
  }

  private void corrupt(Path artifact) throws IOException {
    Path units = artifact.resolve("units.txt");
    List<String> lines = new ArrayList<>(Files.readAllLines(units));
    String[] words = lines.get(0).split(" ", -1);
    words[4] = Rational.parse(words[4]).minus(Rational.of(1, 7)).toString();
    lines.set(0, String.join(" ", words));
    Files.write(units, lines);
    Called judged = Called.assay("check-proof", artifact.toString());
    assertThat(judged.exitCode()).isEqualTo(3);
    assertThat(judged.out()).contains("WRONG   ", "unit 0 1 0: its low end is listed as");
    Called other =
        Called.assay(
            "check-proof", folder.resolve("proofs").toString(), "--network", "bundled:deepcheck");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(Called.assay("check-proof", folder.resolve("none").toString()).exitCode())
        .isEqualTo(2);
    assertThat(Called.assay("check-proof", folder.toString()).err()).contains("manifest.txt");
  }

  @Test
  void whatHasAPatchGetsNoArtifact() {
    Path proofs = folder.resolve("proofs");
    done(BUNDLED + "--change 12=1 --precision 0.1 --proof " + proofs);
    PatchRow row = rows().get(0);
    assertThat(row.verdict()).isEqualTo("Bracket");
    assertThat(row.proof()).isNull();
    assertThat(row.proofDecided()).isNull();
    assertThat(proofs).doesNotExist();
  }

  @Test
  void outputsAreKeptAndBitsAreFew() {
    done(BUNDLED + "--keep 0,1 --hold outputs:3 --change 12=1 --precision 0.1 --bits 8");
    PatchRow row = rows().get(0);
    assertThat(row.hold()).isEqualTo("OUTPUTS");
    assertThat(row.within()).isEqualTo("3");
    assertThat(row.verdict()).isEqualTo("Bracket");
    assertThat(row.writtenBits()).isEqualTo(8);
    FloatFormat short8 = new FloatFormat(8, 9);
    assertThat(row.writtenBiases()).allMatch(bias -> short8.contains(Rational.of(bias)));
  }

  @Tag("long")
  @Test
  void setsAreDrawnBySeed() {
    String sets = BUNDLED + "--sets 2 --from 1 --to 7 --precision 0.05 --seed 5";
    done(sets);
    List<PatchRow> rows = rows();
    assertThat(rows).extracting(PatchRow::question).containsExactly(1, 2);
    for (PatchRow row : rows) {
      holdClosed(row);
      assertThat(row.keepLabels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(row.changeFrom()).containsExactly(1);
      assertThat(row.changeTo()).containsExactly(7);
      assertThat(row.secondsToPatch()).isPositive().isLessThanOrEqualTo(row.secondsToTenth());
      assertThat(row.secondsToTenth()).isLessThanOrEqualTo(row.seconds());
    }
    assertThat(rows.get(0).keepImages()).isNotEqualTo(rows.get(1).keepImages());
    done(sets.replace("--sets 2", "--sets 1") + " --keep-per-label 2");
    assertThat(rows())
        .filteredOn(row -> row.keep() == 20)
        .singleElement()
        .satisfies(
            more -> {
              assertThat(more.changeImages()).isEqualTo(rows.get(0).changeImages());
              assertThat(more.keepImages()).containsAll(rows.get(0).keepImages());
            });
  }

  @Test
  void whatSetsCannotGoWithIsRefused() {
    refused(BUNDLED, "nothing is to change: give --change, or --from and --to");
    refused(BUNDLED + "--from 1 --to 7 --change 12=1", "leave --keep and --change out");
    refused(BUNDLED + "--sets 3 --keep 1", "leave --keep and --change out");
    refused(BUNDLED + "--sets 3 --from 1", "need --from and --to");
    refused(BUNDLED + "--sets 0 --from 1 --to 7", "--sets must be at least 1, not 0");
    refused(BUNDLED + "--from 7 --to 7", "--from and --to are both 7");
    refused(BUNDLED + "--from 1 --to 10", "--to 10: the network tells only 10 labels apart (0..9)");
    refused(
        BUNDLED + "--from 1 --to 7 --keep-per-label 900", "images of label 0 that may be drawn");
    refused(
        BUNDLED + "--sets 2 --from 1 --to 7 --write-network " + folder.resolve("x.onnx"),
        "--write-network goes with one question; give --change once, or --sets 1");
  }

  @Test
  void thePlainEncodingSaysTheSame() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    String line =
        "--bound 1 --network %s --images %s --sets 6 --from 1 --to 0 "
            .formatted(small.network(), small.images());
    done(line);
    List<PatchRow> bounds = rows();
    done(line + "--engine smt");
    List<PatchRow> both = rows();
    List<PatchRow> plain = both.stream().filter(row -> "SMT".equals(row.method())).toList();
    assertThat(bounds).hasSize(6);
    assertThat(plain).hasSize(6);
    for (int set = 0; set < 6; set++) {
      PatchRow one = bounds.get(set);
      PatchRow other = plain.get(set);
      assertThat(other.arithmetic()).isEqualTo("EXACT");
      assertThat(other.verdict()).isEqualTo(one.verdict());
      assertThat(other.keepImages()).isEqualTo(one.keepImages());
      if (one.verdict().equals("Bracket")) {
        holdClosed(other);
        assertThat(other.lowDouble()).isLessThanOrEqualTo(one.highDouble());
        assertThat(one.lowDouble()).isLessThanOrEqualTo(other.highDouble());
      }
    }
    assertThat(bounds).extracting(PatchRow::verdict).contains("Bracket", "Impossible");
  }

  @Test
  void overFloatsNothingIsWrittenAndTheArithmeticIsTold() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    String line =
        "--bound 1 --network %s --images %s --change 8=0 --layers 2 --engine smt --sort "
            .formatted(small.network(), small.images());
    Called called = done(line + "fp:5,6");
    PatchRow row = rows().get(0);
    assertThat(row.arithmetic()).isEqualTo("fp:5,6");
    assertThat(row.method()).isEqualTo("SMT");
    assertThat(row.verdict()).isEqualTo("Bracket");
    assertThat(row.writtenBits()).isNull();
    assertThat(row.writtenHash()).isNull();
    assertThat(called.out()).contains("fp:5,6");
    FloatFormat floats = new FloatFormat(5, 6);
    for (int i = 0; i < row.changes().size(); i++) {
      Rational stored = Rational.of(row.biases().get(i));
      assertThat(floats.contains(stored)).isTrue();
      assertThat(floats.contains(stored.plus(Rational.parse(row.changes().get(i))))).isTrue();
    }
    RunRow run = Tables.RUNS.read(SharedSession.get(), out().toString()).head();
    assertThat(run.arithmetic()).isEqualTo("fp:5,6");
    assertThat(run.engine()).isEqualTo("smt");
    refused(line + "fp:5,6 --bits 4", "--bits goes with real numbers");
    refused(line + "fp:5,6 --write-network x.onnx", "--write-network goes with real numbers");
    refused(line + "fp:15,64", "take fp:11,53 at most");
    refused(line.replace("smt", "bounds") + "fp:5,6", "goes with engine smt");
    refused(
        BUNDLED + "--change 12=1 --engine smt --sort fp:2,3",
        "question 1: the run of image 12 leaves the range of fp:2,3; take a sort with more bits");
  }

  @Test
  void withoutTimeNothingIsClaimed() {
    Called called = done(BUNDLED + "--keep 0..5 --change 12=1 --timeout 1ms");
    PatchRow row = rows().get(0);
    assertThat(row.reason()).isEqualTo("TIMEOUT");
    assertThat(called.out()).contains("Question 1: TIMEOUT: ");
  }

  @Test
  void badExamplesAreToldByTheirRow() throws IOException {
    Path keep = Files.writeString(folder.resolve("keep.csv"), "3\n4,9\nfive\n");
    refused(BUNDLED + "--change 12=1 --keep " + keep, "keep.csv, line 3: 'five' is no example");
    Path change = Files.writeString(folder.resolve("change.csv"), "image,label\n12,1\n4,11\n");
    refused(BUNDLED + "--change " + change, "change.csv, line 3: image 4 is to have label 11");
    Path both = Files.writeString(folder.resolve("both.csv"), "12,1\n\n7,2\n");
    refused(BUNDLED + "--keep 5,7 --change " + both, "both.csv, line 3: image 7", "--keep 7 keeps");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "image,label\n");
    refused(BUNDLED + "--change " + empty, "empty.csv: no line with an image");
  }

  @Test
  void equalImagesAndOtherFilesAreRefused() throws IOException {
    String network = new SmallClassifier(folder).network();
    Path images =
        Files.writeString(folder.resolve("same.csv"), "0,1,2,3,4\n1,9,9,9,9\n0,1,2,3,4\n");
    String small = "--bound 1 --network " + network + " --images " + images + " --keep 0 ";
    refused(small + "--change 2=1", "question 1: row 0 of the change set is row 0 of the keep set");
    refused(
        small + "--change 1=1 --write-network " + folder.resolve("x.onnx"),
        "small.nnet: cannot be written with other biases");
    refused(
        BUNDLED.replace("bundled:digits", images.toString()) + "--change 1=1",
        "784 values an image",
        "4 values");
  }
}
