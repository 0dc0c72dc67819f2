package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.eval.OrderedSemantics;
import org.assay.forge.Suite;
import org.assay.forge.Switch;
import org.assay.forge.Truths;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.NoiseRow;
import org.assay.jobs.table.NoiseSwitchRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.noise.Noise;
import org.assay.query.PixelDomain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The defence by noise, from end to end. */
class NoiseCommandTest {

  private static final int IMAGES = 60;
  private static final String SUBJECT =
      "noise --network bundled:deepcheck --images bundled:digits --select 0..%d --out %s ";

  @TempDir private Path folder = Path.of("");

  private SparkSession spark() {
    return SharedSession.get();
  }

  private Network deepcheck() {
    return new NetworkSource(NetworkSource.DEEPCHECK, null).read(Sessions.files(spark())).network();
  }

  private static Called done(String line) {
    Called called = Called.assay(line.strip().split(" +"));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  @Test
  void theTableTellsHowEachCopyPredicts() {
    Called called =
        done(
            SUBJECT.formatted(IMAGES - 1, out())
                + "--epsilon 0.5,1e-3,1e-8 --samples 3 --partitions 3 --seed 7");
    List<NoiseRow> rows = Tables.NOISE.read(spark(), out()).collectAsList();
    assertThat(rows).hasSize(10);
    for (NoiseRow row : rows) {
      assertThat(row).isEqualTo(expected(row.epsilon(), row.sample()));
    }
    assertThat(rows.stream().map(NoiseRow::networkHash)).doesNotHaveDuplicates();
    assertThat(rows).filteredOn(r -> r.epsilon() == 0.5).anyMatch(r -> r.changed() > 0);
    assertThat(rows).filteredOn(r -> r.epsilon() == 0).allMatch(r -> r.moved() == 0);
    assertThat(rows)
        .filteredOn(r -> r.epsilon() == 1e-8)
        .allMatch(r -> r.movedInFloat32() == 0 && r.moved() > 0);
    assertThat(called.out()).contains("epsilon", "1e-8", "95 % interval of the mean");
    assertThat(done("report --out " + out()).exitCode()).isZero();
    assertThat(Path.of(out(), "report.html")).content().contains("Accuracy against the noise");
    assertThat(done("show noise --out " + out()).out()).contains("moved_in_float32");
  }

  /** One image after the other, by the plain fold of the copy. */
  private NoiseRow expected(double epsilon, long sample) {
    Network network = deepcheck();
    Network copy = new Noise(7, sample, epsilon).of(network);
    SharedImages images =
        SharedImages.of(
            new ImageSource(ImageSource.DIGITS, false, false)
                .read(spark(), Sessions.files(spark())),
            Selection.parse("0.." + (IMAGES - 1)),
            copy.input());
    long correct = 0;
    long changed = 0;
    for (int place = 0; place < IMAGES; place++) {
      var image = images.example(place).image();
      int label = OrderedSemantics.label(OrderedSemantics.logits(copy, image));
      correct += label == images.label(place) ? 1 : 0;
      changed += label == OrderedSemantics.label(OrderedSemantics.logits(network, image)) ? 0 : 1;
    }
    return new NoiseRow(
        epsilon,
        sample,
        copy.contentHash(),
        network.parameters(),
        Noise.moved(network, copy, org.assay.network.ElementType.FLOAT64),
        Noise.moved(network, copy, org.assay.network.ElementType.FLOAT32),
        IMAGES,
        correct,
        (double) correct / IMAGES,
        changed,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void robustnessIsThatOfTheCopies() {
    Called called =
        done(SUBJECT.formatted(9, out()) + "--epsilon 1e-6 --samples 2 --radius 0.01 --quiet");
    List<NoiseRow> rows = Tables.NOISE.read(spark(), out()).collectAsList();
    assertThat(rows).hasSize(3).allMatch(r -> Long.valueOf(10).equals(r.asked()));
    for (NoiseRow row : rows) {
      String run = String.valueOf(row.robustnessRun());
      assertThat(Tables.RUNS.read(spark(), out(), run).head().networkHash())
          .isEqualTo(row.networkHash());
      List<RobustnessRow> answers = Tables.ROBUSTNESS.read(spark(), out(), run).collectAsList();
      assertThat(answers.stream().filter(a -> a.verdict().equals("Violated")).count())
          .isEqualTo(row.violated());
    }
    assertThat(called.out()).contains("adversarial error %, mean");
    // Each run holds its copy, so that all is judged again from the tables.
    assertThat(done("check --out " + out()).out()).doesNotContain("WRONG");
  }

  @Test
  void aCopyIsWrittenAsAFileThatOtherCommandsTake() throws IOException {
    String file = folder.resolve("copy.onnx").toString();
    Called called =
        done("noise --network bundled:deepcheck --epsilon 1e-6 --write-sample 3 --out " + file);
    Network written = OnnxReader.read("copy", Files.readAllBytes(Path.of(file))).network();
    String hash = new Noise(1, 3, 1e-6).of(deepcheck()).contentHash();
    assertThat(written.contentHash()).isEqualTo(hash);
    assertThat(called.out()).contains(hash, file, "float64");
    done(
        "accuracy --network %s --images bundled:digits --select 0..9 --onnxruntime --out %s"
            .formatted(file, out()));
    assertThat(Tables.IMAGES.read(spark(), out()).collectAsList())
        .allMatch(i -> Integer.valueOf(i.predicted()).equals(i.onnxruntimeLabel()));
  }

  @Tag("long")
  @Test
  void switchesAreOffOrRevealed() throws IOException {
    done("forge suite --slopes 4 --layers 0,20 --quiet --out " + out());
    Called called =
        done(
            "noise --suite %s --places 0..9,68..77 --samples 5 --detect 0.999 --quiet --out %s"
                    .formatted(out(), out())
                + " --files "
                + folder.resolve("copies"));
    List<NoiseSwitchRow> rows = Tables.NOISE_SWITCHES.read(spark(), out()).collectAsList();
    assertThat(rows).hasSize(20 * 3 * 5);
    Suite suite = new Suite(1, 4, List.of(0, 20));
    for (NoiseSwitchRow row : rows) {
      Switch of = suite.at(row.place());
      Network copy = new Noise(1, row.sample(), row.epsilon()).of(of.network());
      assertThat(row.networkHash()).isEqualTo(copy.contentHash());
      // Noise keeps signs: C is still greatest wherever A is zero, as it is up to a quarter.
      Truths truths = of.truths(copy, PixelDomain.parse("0:0.25"));
      assertThat(List.of(row.exact(), row.biasLast(), row.biasFirst()))
          .as("place %d sample %d", row.place(), row.sample())
          .isEqualTo(
              List.of(word(truths.exact()), word(truths.biasLast()), word(truths.biasFirst())));
    }
    assertThat(rows.stream().map(NoiseSwitchRow::outcome).distinct())
        .containsExactlyInAnyOrder("OFF", "REVEALED");
    assertThat(rows.stream().map(NoiseSwitchRow::sample).distinct()).hasSize(100);
    assertThat(called.out()).contains("still hidden %", "99.9 % detection", "20 layers");
    done("report --out " + out());
    assertThat(Path.of(out(), "report.html")).content().contains("Noise on forged switches");
    holdsFiles(rows);
  }

  /** Every copy lies there as a file, and verify answers as the table has it. */
  private void holdsFiles(List<NoiseSwitchRow> rows) throws IOException {
    Path copies = folder.resolve("copies");
    List<String> answers = Files.readAllLines(copies.resolve("answers.csv"));
    assertThat(answers).hasSize(rows.size() + 1);
    for (String line : answers.subList(1, answers.size())) {
      String[] cells = line.split(",");
      String file = copies.resolve(cells[0]).toString();
      String hash =
          OnnxReader.read("copy", Files.readAllBytes(Path.of(file))).network().contentHash();
      assertThat(rows)
          .filteredOn(row -> row.networkHash().equals(hash))
          .singleElement()
          .satisfies(
              row ->
                  assertThat(List.of(cells).subList(3, 7))
                      .containsExactly(
                          row.exact(), row.biasLast(), row.biasFirst(), row.outcome()));
    }
    String verified = folder.resolve("verified").toString();
    done("verify --property %s/instances.csv --quiet --out %s".formatted(copies, verified));
    assertThat(
            Tables.VERIFY.read(spark(), verified).collectAsList().stream()
                .map(row -> String.valueOf(row.verdict()))
                .sorted())
        .isEqualTo(rows.stream().map(NoiseSwitchRow::exact).sorted().toList());
  }

  private static String word(boolean sat) {
    return sat ? "Violated" : "Holds";
  }
}
