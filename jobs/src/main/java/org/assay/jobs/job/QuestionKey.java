package org.assay.jobs.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.assay.verify.Distance;
import org.jspecify.annotations.Nullable;

/**
 * Names of questions about smallest changes, by which runs find each other's answers: SHA-256 over
 * network, reduction, domain, input and labels. Neither the data set nor the precision counts.
 */
final class QuestionKey {

  private final String shared;

  /**
   * Names of questions that share all but image and labels.
   *
   * @param reduction content hash; null for none
   */
  QuestionKey(Network network, @Nullable String reduction, @Nullable PixelDomain domain) {
    this.shared =
        "assay-distance-1 EXACT REAL %s %s %s"
            .formatted(
                network.contentHash(),
                reduction == null ? "none" : reduction,
                domain == null ? "none" : domain.low() + ":" + domain.high());
  }

  String of(Distance.Question question) {
    return of(question.image(), question.label(), question.target());
  }

  /** The name of the question about an image, its predicted label and its target. */
  String of(Tensor image, int label, @Nullable Integer target) {
    MessageDigest digest = sha256();
    String labels = " %d %s ".formatted(label, target);
    digest.update((shared + labels).getBytes(StandardCharsets.UTF_8));
    ByteBuffer values = ByteBuffer.allocate(Double.BYTES * image.size());
    for (int i = 0; i < image.size(); i++) {
      values.putDouble(image.at(i));
    }
    return HexFormat.of().formatHex(digest.digest(values.array()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
