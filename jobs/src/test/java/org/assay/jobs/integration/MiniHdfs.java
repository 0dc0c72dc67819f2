package org.assay.jobs.integration;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A real HDFS with a name node and two data nodes inside this JVM. */
final class MiniHdfs implements AutoCloseable {

  private final MiniDFSCluster cluster;

  private MiniHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  static MiniHdfs start(java.nio.file.Path storage) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, storage.toString());
    configuration.setInt("dfs.replication", 2);
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
    cluster.waitActive();
    return new MiniHdfs(cluster);
  }

  /** Such as {@code hdfs://localhost:40123}. */
  String url() {
    return cluster.getURI().toString();
  }

  void write(String path, byte[] bytes) throws IOException {
    try (OutputStream file = cluster.getFileSystem().create(new Path(path))) {
      file.write(bytes);
    }
  }

  /** Copies a folder to the local disk. */
  void copy(String folder, java.nio.file.Path target) throws IOException {
    cluster
        .getFileSystem()
        .copyToLocalFile(false, new Path(folder), new Path(target.toUri()), true);
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
