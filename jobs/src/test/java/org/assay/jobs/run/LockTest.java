package org.assay.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of many that take a lock at once, one has it. */
class LockTest {

  private static final int TAKERS = 16;
  private static final int ROUNDS = 20;

  @TempDir private Path folder = Path.of("");

  private final FileStore files = new FileStore(new Configuration());

  @Test
  void oneOfManyHasItOnADisk() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      assertOneWins(files, folder.toString());
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void oneOfManyTakesItFromADeadProcess() throws Exception {
    String dead = dead();
    for (int round = 0; round < ROUNDS; round++) {
      Files.writeString(folder.resolve(".lock"), dead);
      assertOneWins(files, folder.toString());
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void oneOfManyHasItOnHdfs() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    try {
      cluster.waitActive();
      String out = cluster.getURI() + "/out";
      files.makeFolder(out);
      for (int round = 0; round < ROUNDS / 4; round++) {
        assertOneWins(files, out);
        assertThat(files.names(out)).isEmpty();
        files.replace(out + "/.lock", dead());
        assertOneWins(files, out);
        assertThat(files.names(out)).isEmpty();
      }
    } finally {
      cluster.shutdown(true);
    }
  }

  private static String dead() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return "%s %d 2026-01-01T00:00:00Z run-1"
        .formatted(InetAddress.getLocalHost().getHostName(), process.pid());
  }

  private static void assertOneWins(FileStore files, String out) throws Exception {
    CyclicBarrier start = new CyclicBarrier(TAKERS);
    ExecutorService threads = Executors.newFixedThreadPool(TAKERS);
    try {
      List<Callable<@Nullable Lock>> takers =
          IntStream.range(0, TAKERS).mapToObj(i -> taker(files, out, i, start)).toList();
      List<Lock> taken = new ArrayList<>();
      for (Future<@Nullable Lock> done : threads.invokeAll(takers)) {
        Lock lock = done.get();
        if (lock != null) {
          taken.add(lock);
        }
      }
      assertThat(taken).hasSize(1);
      taken.get(0).close();
    } finally {
      threads.shutdown();
    }
  }

  private static Callable<@Nullable Lock> taker(
      FileStore files, String out, int number, CyclicBarrier start) {
    return () -> {
      start.await();
      try {
        return Lock.take(files, out, "run-" + number);
      } catch (BadInput e) {
        assertThat(e).hasMessageContaining("another run is writing here");
        return null;
      }
    };
  }
}
