package org.assay.jobs.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One audit of twenty bundled digits with every question in process, on a standalone cluster in
 * both deploy modes, and from and to HDFS: the same rows everywhere. DuckDB reads and compares
 * them.
 */
final class PixelAuditIT {

  private static final int FIRST = 80;
  private static final int IMAGES = 20;
  private static final int PIXELS = 784;
  private static final int QUESTIONS = 14;

  private static Path folder = Path.of("");
  private static Path inProcess = Path.of("");

  @BeforeAll
  static void auditInProcess(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    inProcess = folder.resolve("in-process");
    Files.writeString(property(), darkImagesAreNoStrongZero());
    Path plan =
        Files.writeString(folder.resolve("plan.conf"), plan("bundled:deepcheck", "bundled:digits"));
    Command.assay(Map.of()).run(audit(plan.toString(), "local[2]", inProcess.toString()));
  }

  @Test
  void duckDbReadsEveryTableAsThePageOfSchemasSays()
      throws SQLException, IOException, InterruptedException {
    try (StoredTables tables = StoredTables.open(inProcess)) {
      for (Path out : notPlanned()) {
        tables.attachMissing(out);
      }
      tables.attachMissing(forged());
      SchemaPage page = SchemaPage.read(Command.top().resolve("jobs/SCHEMAS.md"));
      assertThat(tables.names()).isEqualTo(page.tables());
      for (String table : tables.names()) {
        assertThat(tables.columns(table)).as(table).isEqualTo(page.columns(table));
      }
    }
  }

  @Test
  void tablesHoldEveryImageAndPixel() throws SQLException, IOException {
    try (StoredTables tables = StoredTables.open(inProcess)) {
      assertThat(tables.number("SELECT count(*) FROM runs")).isEqualTo(QUESTIONS);
      assertThat(tables.number("SELECT count(DISTINCT image) FROM images")).isEqualTo(IMAGES);
      assertThat(tables.number("SELECT count(*) FROM importance")).isEqualTo(IMAGES * PIXELS);
      assertThat(tables.number("SELECT count(DISTINCT (image, pixel)) FROM pixel_attacks"))
          .isEqualTo(IMAGES * PIXELS);
      assertThat(tables.number("SELECT count(*) FROM pixel_summary")).isEqualTo(3 * IMAGES);
      assertThat(tables.number("SELECT count(*) FROM pixel_pairs WHERE verdict = 'Violated'"))
          .isPositive()
          .isEqualTo(tables.number("SELECT sum(attackable) FROM pixel_summary WHERE count = 2"));
    }
  }

  @Test
  void tablesJoin() throws SQLException, IOException {
    try (StoredTables tables = StoredTables.open(inProcess)) {
      assertThat(
              tables.number(
                  "SELECT count(*) FROM pixel_attacks a JOIN images i USING (run, image)"
                      + " WHERE a.predicted = i.predicted AND i.status = 'AUDITED'"))
          .isEqualTo(tables.number("SELECT count(*) FROM pixel_attacks"));
      assertThat(
              tables.number(
                  "SELECT count(*) FROM pixel_summary s WHERE count = 1 AND attackable ="
                      + " (SELECT count(DISTINCT pixel) FROM pixel_attacks a"
                      + " WHERE a.run = s.run AND a.image = s.image"
                      + " AND a.verdict = 'Violated')"))
          .isEqualTo(2 * IMAGES);
    }
  }

  @Test
  void standaloneClusterGivesTheSameRows() throws SQLException, IOException, InterruptedException {
    Path client = folder.resolve("client");
    Path deployed = folder.resolve("deployed");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"))) {
      String master = cluster.master();
      assertThat(cluster.startAgain()).contains("runs already: " + master);
      assertThat(cluster.status().exitCode()).isZero();
      String plan = folder.resolve("plan.conf").toString();
      cluster.assay().run(audit(plan, master, client.toString()));
      assertSameRows(client, StoredTables.names(inProcess));
      cluster.assay().run(accuracyOnCluster(master, deployed.toString()));
      assertThat(RunStatus.await(deployed)).contains("\"exit_code\" : 0");
      assertSameRows(deployed, Set.of("accuracy"));
    }
  }

  @Test
  void hdfsHoldsPlanNetworkImagesAndTables()
      throws SQLException, IOException, InterruptedException {
    try (MiniHdfs hdfs = MiniHdfs.start(folder.resolve("hdfs"))) {
      String root = hdfs.url();
      try (StoredTables tables = StoredTables.open(inProcess)) {
        hdfs.write("/images/t10k-images-idx3-ubyte", IdxFiles.images(tables));
        hdfs.write("/images/t10k-labels-idx1-ubyte", IdxFiles.labels(tables));
        byte[] network = (byte[]) tables.rows("SELECT network_file FROM runs").get(0)[0];
        hdfs.write("/network.onnx", network);
        hdfs.write("/plan.conf", plan(root + "/network.onnx", root + "/images").getBytes(UTF_8));
      }
      Command.assay(Map.of()).run(audit(root + "/plan.conf", "local[2]", root + "/audit"));
      Path copy = folder.resolve("from-hdfs");
      hdfs.copy("/audit", copy);
      assertSameRows(copy, StoredTables.names(inProcess));
    }
  }

  private static String plan(String network, String images) {
    return """
    networks = ["%s"]
    datasets = [{ images = "%s", select = "%d..%d" }]
    questions = [
      accuracy
      importance
      { ask = pixels, count = 1, scope = pattern }
      { ask = pixels, count = 2, scope = pattern, pairs = "top:5%%" }
      { ask = pixels, count = 1, scope = full, inputs = grid }
      scan-triggers
      { ask = robustness, radius = [0.01] }
      distance
      { ask = round, bits = "8,23" }
      lanes
      { ask = noise, epsilon = [1e-3, 1e-9], samples = 2 }
      { ask = attack, radius = [0.01] }
      scan-numerics
      { ask = verify, property = "%s" }
    ]
    """
        .formatted(network, images, FIRST, FIRST + IMAGES - 1, property());
  }

  /** What no plan asks: the folders of commands' tables. */
  private static List<Path> notPlanned() throws IOException, InterruptedException {
    String ask = " --network bundled:deepcheck --images bundled:digits --bound 1 --precision 1";
    List<String> lines =
        List.of(
            "patch" + ask + " --keep 81 --change 80=7 --accuracy --accuracy-select 0..9",
            "implant" + ask + " --select 80 --to 7",
            "repair" + ask + " --fix-wrong 1 --held-out 900..999");
    List<Path> folders = new ArrayList<>();
    for (String line : lines) {
      Path out = folder.resolve(line.substring(0, line.indexOf(' ')));
      String all = line + " --master local[2] --quiet --out " + out;
      Command.assay(Map.of()).run(all.split(" "));
      folders.add(out);
    }
    return folders;
  }

  /** Forged networks, and what is answered about them. */
  private static Path forged() throws IOException, InterruptedException {
    Path out = folder.resolve("forged");
    String suite = "forge suite --slopes 1 --layers 0,20 --master local[2] --quiet --out ";
    Command.assay(Map.of()).run((suite + out).split(" "));
    String check = "forge check --master local[2] --quiet --suite %s --out %s";
    Command.assay(Map.of()).run(check.formatted(out, out).split(" "));
    String noise = "noise --places 0,17 --master local[2] --quiet --suite %s --out %s";
    Command.assay(Map.of()).run(noise.formatted(out, out).split(" "));
    return out;
  }

  private static Path property() {
    return folder.resolve("property.vnnlib");
  }

  private static String darkImagesAreNoStrongZero() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PIXELS; i++) {
      text.append("(declare-const X_%d Real)%n".formatted(i));
      text.append("(assert (>= X_%d 0))%n(assert (<= X_%d 0.01))%n".formatted(i, i));
    }
    for (int i = 0; i < 10; i++) {
      text.append("(declare-const Y_%d Real)%n".formatted(i));
    }
    return text.append("(assert (>= Y_0 1000))%n".formatted()).toString();
  }

  private static String[] audit(String plan, String master, String out) {
    return new String[] {"audit", plan, "--master", master, "--out", out, "--quiet"};
  }

  private static String[] accuracyOnCluster(String master, String out) {
    String line =
        "accuracy --network bundled:deepcheck --images bundled:digits --select %d..%d"
            + " --master %s --deploy-mode cluster --out %s --quiet";
    return line.formatted(FIRST, FIRST + IMAGES - 1, master, out).split(" ");
  }

  private static void assertSameRows(Path out, Set<String> names) throws SQLException, IOException {
    assertThat(Files.exists(out.resolve("status.json"))).isTrue();
    try (StoredTables tables = StoredTables.open(inProcess)) {
      tables.attach("other_", out);
      for (String name : names) {
        String other = "other_" + name;
        if (name.equals("runs")) {
          assertThat(tables.number("SELECT count(*) FROM " + other)).isEqualTo(QUESTIONS);
        } else {
          assertThat(tables.rowsMissing(name, other)).as("%s not there", name).isZero();
          assertThat(tables.rowsMissing(other, name)).as("%s only there", name).isZero();
        }
      }
    }
  }
}
