package org.assay.jobs.job;

import org.assay.jobs.run.Key;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.jspecify.annotations.Nullable;

/** Names of what jobs ask, by which answers that were kept are found. */
final class WorkKey {

  private WorkKey() {}

  /**
   * The name of a question put to a network: all that what is found depends on, the example aside.
   *
   * @param method what finds it and its version, raised when it finds other rows
   * @param question records and numbers whose texts say all that is asked
   */
  static String of(String method, SharedNetwork network, Setting setting, Object... question) {
    return Key.of(
        method,
        RunRows.version(),
        network.network().contentHash(),
        setting.domain(),
        setting.seed(),
        Key.of(question));
  }

  /** The name of a job, which asks a question about a network and all images. */
  static String job(String method, Subject subject, Setting setting, Object... question) {
    return Key.of(
        of(method, subject.network(), setting, question),
        subject.network().source(),
        subject.source(),
        Key.of(subject.images().keys()));
  }

  static String of(@Nullable Reduction reduction) {
    return reduction == null ? "none" : reduction.path() + " " + reduction.hash();
  }
}
