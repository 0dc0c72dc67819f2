package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One pixel audit of twenty bundled digits in process, on a standalone cluster in both deploy
 * modes, and on HDFS: the same rows everywhere.
 */
final class PixelAuditIT {

  private static final int IMAGES = 20;
  private static final int PIXELS = 784;
  private static final List<String> COMPARED = List.of("images", "pixel_attacks", "pixel_summary");

  private static Path folder = Path.of("");
  private static Path inProcess = Path.of("");

  @BeforeAll
  static void auditInProcess(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    inProcess = folder.resolve("in-process");
    Command.assay(Map.of())
        .run(audit("local[2]", "bundled:deepcheck", "bundled:digits", inProcess.toString()));
  }

  @Test
  void duckDbReadsTables() throws SQLException, IOException {
    try (StoredTables tables = StoredTables.open(inProcess)) {
      assertThat(tables.names()).containsAll(COMPARED).contains("runs");
      assertThat(tables.number("SELECT count(*) FROM runs")).isEqualTo(1);
      assertThat(tables.number("SELECT count(*) FROM images")).isEqualTo(IMAGES);
      assertThat(tables.number("SELECT count(DISTINCT (image, pixel)) FROM pixel_attacks"))
          .isEqualTo(IMAGES * PIXELS);
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
                  "SELECT count(*) FROM pixel_summary s WHERE attackable ="
                      + " (SELECT count(DISTINCT pixel) FROM pixel_attacks a"
                      + " WHERE a.image = s.image AND a.verdict = 'Violated')"))
          .isEqualTo(IMAGES);
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
      cluster.assay().run(audit(master, "bundled:deepcheck", "bundled:digits", client.toString()));
      assertSameRows(client);
      cluster
          .assay()
          .run(
              audit(
                  master,
                  "bundled:deepcheck",
                  "bundled:digits",
                  deployed.toString(),
                  "--deploy-mode",
                  "cluster"));
      assertThat(RunStatus.await(deployed)).contains("\"exit_code\" : 0");
      assertSameRows(deployed);
    }
  }

  @Test
  void hdfsHoldsNetworkImagesAndTables() throws SQLException, IOException, InterruptedException {
    try (MiniHdfs hdfs = MiniHdfs.start(folder.resolve("hdfs"))) {
      try (StoredTables tables = StoredTables.open(inProcess)) {
        hdfs.write("/images/t10k-images-idx3-ubyte", IdxFiles.images(tables));
        hdfs.write("/images/t10k-labels-idx1-ubyte", IdxFiles.labels(tables));
        byte[] network = (byte[]) tables.rows("SELECT network_file FROM runs").get(0)[0];
        hdfs.write("/network.onnx", network);
      }
      String root = hdfs.url();
      Command.assay(Map.of())
          .run(audit("local[2]", root + "/network.onnx", root + "/images", root + "/audit"));
      Path copy = folder.resolve("from-hdfs");
      hdfs.copy("/audit", copy);
      assertSameRows(copy);
    }
  }

  private static String[] audit(
      String master, String network, String images, String out, String... more) {
    List<String> words = new ArrayList<>(List.of("pixels", "--master", master, "--quiet"));
    words.addAll(List.of("--network", network, "--images", images));
    words.addAll(List.of("--select", "0.." + (IMAGES - 1), "--scope", "pattern", "--out", out));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static void assertSameRows(Path out) throws SQLException, IOException {
    assertThat(Files.exists(out.resolve("status.json"))).isTrue();
    try (StoredTables tables = StoredTables.open(inProcess)) {
      tables.attach("other_", out);
      for (String name : COMPARED) {
        assertThat(tables.rowsMissing(name, "other_" + name)).as("%s not there", name).isZero();
        assertThat(tables.rowsMissing("other_" + name, name)).as("%s only there", name).isZero();
      }
    }
  }
}
