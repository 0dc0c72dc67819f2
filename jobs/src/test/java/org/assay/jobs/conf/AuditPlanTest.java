package org.assay.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assay.importance.Metric;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.pixels.Engine;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditPlanTest {

  @TempDir private Path folder = Path.of("");

  private AuditPlan read(String text) throws IOException {
    return AuditPlan.read(new FileStore(new Configuration()), written(text));
  }

  private String written(String text) throws IOException {
    return Files.writeString(folder.resolve("plan.conf"), text).toString();
  }

  @Test
  void whatIsLeftOutIsTheDefault() throws IOException {
    AuditPlan plan =
        read(
            """
            networks = ["bundled:deepcheck"]
            datasets = ["bundled:digits"]
            questions = [accuracy, importance, { ask = pixels, scope = pattern }]
            """);
    assertThat(plan.out()).isEqualTo("assay-out");
    assertThat(plan.seed()).isEqualTo(1);
    assertThat(plan.report()).isTrue();
    assertThat(plan.gates()).isEmpty();
    assertThat(plan.networks())
        .singleElement()
        .satisfies(
            n -> assertThat(n.source()).isEqualTo(new NetworkSource("bundled:deepcheck", null)));
    AuditPlan.PlannedImages images = plan.datasets().get(0);
    assertThat(images.source()).isEqualTo(new ImageSource("bundled:digits", false, false));
    assertThat(images.selection()).isEqualTo(Selection.ALL);
    assertThat(images.domain()).isEqualTo(PixelDomain.UNIT);
    assertThat(plan.questions()).hasSize(3);
    assertThat(plan.questions().get(0)).isInstanceOf(Question.Accuracy.class);
    assertThat(plan.questions().get(1))
        .isInstanceOfSatisfying(
            Question.Importance.class,
            i -> {
              assertThat(i.metrics()).containsExactlyInAnyOrder(Metric.values());
              assertThat(i.exact()).isFalse();
            });
    assertThat(asked(plan.questions().get(2)))
        .isEqualTo(
            new PixelsQuestion(
                1,
                Scope.PATTERN,
                Inputs.REAL,
                null,
                Metric.COI,
                Engine.AUTO,
                false,
                null,
                Duration.ofSeconds(10)));
  }

  private static PixelsQuestion asked(Question question) {
    return ((Question.Pixels) question).asked();
  }

  @Test
  void everyKeyIsRead() throws IOException {
    AuditPlan plan =
        read(
            """
            out = "there"
            seed = 7
            networks = [{ file = "bundled:deepcheck", normalise = "0.1:0.3" }]
            datasets = [{ images = "bundled:digits", split = train, transpose = true,
                          select = "3,7,20..29", domain = "0:0.5" }]
            questions = [
              { ask = importance, metric = coi, exact = true }
              { ask = pixels, count = 2, scope = full, inputs = grid, pairs = all, metric = abs, engine = smt,
                store = attackable, channel = 0, timeout = 500ms }
            ]
            gates = ["attackable-2 <= 10%"]
            report = false
            """);
    assertThat(plan.out()).isEqualTo("there");
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.report()).isFalse();
    assertThat(plan.networks().get(0).source().normalise()).isEqualTo("0.1:0.3");
    assertThat(plan.datasets().get(0).source())
        .isEqualTo(new ImageSource("bundled:digits", true, true));
    assertThat(plan.datasets().get(0).selection()).isEqualTo(Selection.parse("3,7,20..29"));
    assertThat(plan.datasets().get(0).domain()).isEqualTo(PixelDomain.parse("0:0.5"));
    assertThat(plan.questions().get(0))
        .isInstanceOfSatisfying(
            Question.Importance.class,
            i -> {
              assertThat(i.metrics()).containsExactly(Metric.COI);
              assertThat(i.exact()).isTrue();
            });
    assertThat(asked(plan.questions().get(1)))
        .isEqualTo(
            new PixelsQuestion(
                2,
                Scope.FULL,
                Inputs.GRID,
                "all",
                Metric.ABS,
                Engine.SMT,
                true,
                0,
                Duration.ofMillis(500)));
    assertThat(plan.gates())
        .singleElement()
        .satisfies(g -> assertThat(g.figure()).isEqualTo(Gate.Figure.ATTACKABLE_2));
  }

  @Test
  void enginesAndReductionsAreRead() throws IOException {
    AuditPlan plan =
        read(
            """
            networks = ["bundled:deepcheck"]
            datasets = ["bundled:digits"]
            questions = [
              { ask = robustness, radius = [0.1], engine = smt, sort = "fp:5,11" }
              { ask = robustness, radius = ["1/4"], engine = bounds }
              robustness
              { ask = verify, property = "p.vnnlib", engine = smt }
              { ask = verify, property = "p.vnnlib", timeout = 5s }
              { ask = distance, reduce = "bundled:deepcheck", reduced-domain = "-1:1", to = 7 }
              distance
            ]
            """);
    assertThat(plan.questions().stream().map(Question::title))
        .containsExactly(
            "robustness, engine smt, sort fp:5,11",
            "robustness, engine bounds",
            "robustness",
            "verify p.vnnlib, engine smt",
            "verify p.vnnlib",
            "distance, reduced by bundled:deepcheck",
            "distance");
    assertThat(((Question.Robustness) plan.questions().get(0)).asked().by())
        .isEqualTo(
            new Decider(
                org.assay.verify.Engine.SMT, org.assay.encoding.NumberSort.parse("fp:5,11")));
    assertThat(((Question.Robustness) plan.questions().get(2)).asked().by())
        .isEqualTo(Decider.AUTO);
    assertThat(((Question.Verify) plan.questions().get(4)).by()).isEqualTo(Decider.AUTO);
    Question.Distance distance = (Question.Distance) plan.questions().get(5);
    assertThat(distance.asked().reducedDomain()).isEqualTo(PixelDomain.parse("-1:1"));
    assertThat(plan.questions().get(5).reduction())
        .extracting(AuditPlan.PlannedNetwork::source)
        .isEqualTo(new NetworkSource("bundled:deepcheck", null));
    assertThat(plan.questions().get(6).reduction()).isNull();
  }

  @Test
  void roundedNetworksAndSuchBehindOthersAreRead() throws IOException {
    AuditPlan plan =
        read(
            """
            networks = ["bundled:deepcheck"]
            datasets = ["bundled:digits"]
            questions = [round, { ask = round, bits = "4,8,21..23" }]
            """);
    assertThat(plan.questions().stream().map(Question::title))
        .containsExactly(
            "round to 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23 bits",
            "round to 4,8,21,22,23 bits");
    String path =
        written(
            """
            networks = [{ file = "bundled:deepcheck", pre = "bundled:deepcheck" }]
            datasets = ["bundled:digits"]
            questions = [{ ask = round, bits = few }]
            """);
    assertThatThrownBy(() -> AuditPlan.read(new FileStore(new Configuration()), path))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("networks[0].file: bundled:deepcheck: takes 784 values, but")
        .hasMessageContaining("questions[0].bits: few: 'few' is neither a number of bits nor");
  }

  @Test
  void whatDoesNotGoWithAnEngineOrAReductionIsToldAtOnce() throws IOException {
    String path =
        written(
            """
            networks = ["bundled:deepcheck"]
            datasets = ["bundled:digits"]
            questions = [
              { ask = robustness, radius = [0.1], sort = "fp:8,24" }
              { ask = robustness, radius = [far], engine = smt, inputs = grid, sort = "fp:8" }
              { ask = robustness, radius = [0.1], engine = smt, inputs = float }
              { ask = verify, engine = geometry, sort = "fp:1,1" }
              { ask = verify, property = "p.vnnlib", engine = bounds, sort = "fp:8,24" }
              { ask = distance, reduced-domain = "0:1" }
              { ask = distance, reduce = "absent.onnx", reduced-domain = "1:0", to = seven, precision = fine }
            ]
            """);
    assertThatThrownBy(() -> AuditPlan.read(new FileStore(new Configuration()), path))
        .isInstanceOf(BadInput.class)
        .extracting(e -> String.valueOf(e.getMessage()).replace(path, "P").lines().toList())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactly(
            "14 things are wrong with P:",
            "P:4: questions[0].sort: sort fp:8,24 goes with engine smt; bounds are about real"
                + " numbers",
            "P:5: questions[1]: engine smt takes its inputs from its sort, such as sort fp:8,24,"
                + " not GRID",
            "P:5: questions[1].radius[0]: far: radius must be a decimal or a quotient, such as"
                + " 0.1, not far",
            "P:5: questions[1].sort: fp:8: sort must be real or fp:E,S, such as fp:8,24 for"
                + " float32, not fp:8",
            "P:6: questions[2]: engine smt takes its inputs from its sort, such as sort fp:8,24,"
                + " not FLOAT",
            "P:7: questions[3]: property is missing; write for example property ="
                + " \"property.vnnlib\"",
            "P:7: questions[3].engine: geometry: 'geometry' is not known; write one of auto,"
                + " bounds, smt",
            "P:7: questions[3].sort: fp:1,1: float format 1,1: the exponent takes 2 to 15 bits,"
                + " the significand 3 to 113",
            "P:8: questions[4].sort: sort fp:8,24 goes with engine smt; bounds are about real"
                + " numbers",
            "P:9: questions[5].reduced-domain: goes with reduce; use domain of the images for"
                + " pixels",
            "P:10: questions[6].precision: fine: precision must be a decimal or a quotient, such"
                + " as 0.001, not fine",
            "P:10: questions[6].reduce: absent.onnx: no such file; check the path",
            "P:10: questions[6].reduced-domain: 1:0: pixel domain: 1 is not below 0",
            "P:10: questions[6].to: seven: to must be any, true or a label such as 7, not seven");
  }

  @Test
  void everythingWrongIsToldAtOnceWithItsLine() throws IOException {
    String path =
        written(
            """
            sead = 3
            networks = [
              "nothing.onnx"
              { file = "bundled:deepcheck", normalize = "0:1" }
              { normalise = "0:1" }
            ]
            datasets = [{ images = "/no/where", select = "9..3", domain = "0-1" }]
            questions = [
              accurracy
              { ask = pixels, count = 3 }
              { ask = pixels, count = 2, scope = pattern }
              { ask = importance, metric = [abs, foo] }
              7
              { ask = pixels, scope = pattern, inputs = grid }
              { ask = pixels, scope = whole, inputs = float, timeout = soon }
            ]
            gates = ["accuracy > = 3", "accuracy >= 90%", "undecided-2 <= 0"]
            report = maybe
            """);
    assertThatThrownBy(() -> AuditPlan.read(new FileStore(new Configuration()), path))
        .isInstanceOf(BadInput.class)
        .extracting(e -> String.valueOf(e.getMessage()).replace(path, "P").lines().toList())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactly(
            "20 things are wrong with P:",
            "P:1: sead: is not known here; known are datasets, gates, networks, out, questions,"
                + " report, seed",
            "P:3: networks[0].file: nothing.onnx: no such file; check the path",
            "P:4: networks[1].normalize: is not known here; known are file, normalise,"
                + " pre, round-bits",
            "P:5: networks[2]: file is missing; write for example file = \"bundled:deepcheck\"",
            "P:7: datasets[0].domain: 0-1: pixel domain must be lo:hi, such as 0:1, not 0-1",
            "P:7: datasets[0].images: /no/where: no such file or folder; check the path",
            "P:7: datasets[0].select: 9..3: range 9..3 ends before it begins; write the smaller end"
                + " first",
            "P:9: questions[0].ask: accurracy: 'accurracy' is not known; write one of accuracy,"
                + " importance, pixels, scan-triggers, robustness, verify, distance,"
                + " round, patch, implant, repair, lanes, noise, attack,"
                + " scan-numerics",
            "P:10: questions[1]: scope is missing; write for example scope = \"pattern\"",
            "P:10: questions[1].count: 3: write 1 or 2",
            "P:11: questions[2]: with count 2 say which pairs: top:5%, top:39 or all",
            "P:12: questions[3].metric[1]: foo: 'foo' is not known; write one of abs, co, coi",
            "P:13: questions[4]: write a text or an object { ask = ... }",
            "P:14: questions[5]: grid inputs go with scope full; within a pattern only real inputs"
                + " can be asked about",
            "P:15: questions[6]: inputs must be real or grid, not float",
            "P:15: questions[6].scope: whole: 'whole' is not known; write one of pattern, full",
            "P:15: questions[6].timeout: soon: 'soon' is no time; write a number and ms, s, m or h,"
                + " such as 10s",
            "P:17: gates[0]: accuracy > = 3: write FIGURE COMPARATOR BOUND, such as accuracy >="
                + " 0.925, undecided-1 <= 0 or robust-accuracy(radius = 0.1) >= 90%, or a sentence:"
                + " no new trigger; no image that was robust in the last run is violated now",
            "P:17: gates[2]: undecided-2 <= 0: no question of the plan gives this figure; add the"
                + " question or leave the gate out",
            "P:18: report: maybe: write true or false");
  }

  @Test
  void aGateAtARadiusThatIsNotAskedIsTold() throws IOException {
    String plan =
        """
        networks = ["bundled:deepcheck"]
        datasets = ["bundled:digits"]
        questions = [{ ask = robustness, radius = ["1/10", 0.2] }]
        gates = ["robust-accuracy(radius = %s) >= 0.9", "no new trigger"]
        """;
    assertThatThrownBy(() -> read(plan.formatted("0.3")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("2 things are wrong")
        .hasMessageContaining("no question about robustness has this radius")
        .hasMessageContaining("no new trigger: no question of the plan gives this figure");
    assertThatThrownBy(() -> read(plan.formatted("0.1")))
        .isInstanceOf(BadInput.class)
        .hasMessageNotContaining("radius = ");
  }

  @Test
  void anEmptyPlanIsToldWhatItNeeds() throws IOException {
    String path = written("# nothing\n");
    assertThatThrownBy(() -> AuditPlan.read(new FileStore(new Configuration()), path))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("3 things are wrong")
        .hasMessageContaining("networks is missing")
        .hasMessageContaining("datasets is missing")
        .hasMessageContaining("questions is missing");
  }

  @Test
  void whatIsNoPlanIsTold() throws IOException {
    assertThatThrownBy(() -> read("networks = [")).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> read("networks = ${nowhere}"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> read("include \"other.conf\""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("include");
    assertThatThrownBy(
            () -> AuditPlan.read(new FileStore(new Configuration()), folder + "/absent.conf"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void nothingIsIncluded() {
    for (String what :
        List.of("file(\"/etc/hostname\")", "url(\"http://127.0.0.1:9/x\")", "classpath(\"a\")")) {
      assertThatThrownBy(() -> read("include " + what))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("a plan is one file");
    }
  }

  @Test
  void plansThatGrowBeyondTheirLengthAreRefused() {
    for (String open : List.of("[", "a{")) {
      assertThatThrownBy(() -> read((open + "\n").repeat(100_000)))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("nests more than");
    }
    assertThatThrownBy(() -> read("a.".repeat(50_000) + "a = 1"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a line of a plan has at most 4000 characters");
    StringBuilder doubling = new StringBuilder("a0 = xxxxxxxxxxxxxxxx\n");
    for (int i = 1; i < 40; i++) {
      doubling.append("a%d = ${a%d}${a%d}\n".formatted(i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> read(doubling.toString())).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> read("a = x\nb = \"" + "${a}".repeat(200_000)))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> read("a = x\n" + ("b = " + "${a}".repeat(500) + "\n").repeat(400)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("substitutions are too many");
  }

  @Test
  void substitutionsStandForPlainValues() {
    assertThat(
            AuditPlan.parse("p", "top { seed = 7 }\nseed = ${top.seed}").toConfig().getInt("seed"))
        .isEqualTo(7);
  }

  @Test
  void theBundledPlanAsksEverything() {
    AuditPlan plan = AuditPlan.read(new FileStore(new Configuration()), AuditPlan.QUICKSTART);
    assertThat(plan.questions().stream().map(Question::title))
        .containsExactly(
            "accuracy",
            "importance",
            "single pixels, pattern scope",
            "pairs of pixels, top:5%, pattern scope");
    assertThat(plan.with("elsewhere", 5L))
        .satisfies(p -> assertThat(p.out()).isEqualTo("elsewhere"))
        .satisfies(p -> assertThat(p.seed()).isEqualTo(5))
        .satisfies(p -> assertThat(p.questions()).isEqualTo(plan.questions()));
  }
}
