package org.assay.jobs.job;

import org.assay.dataset.Example;
import org.assay.importance.PixelLayout;
import org.assay.jobs.run.SharedNetwork;
import org.assay.pixels.AskedImage;
import org.assay.pixels.PixelAudit;
import org.assay.query.Budget;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.jspecify.annotations.Nullable;

/** What one task needs to audit images, opened once for all of them. For one thread. Close it. */
final class AuditTask implements UnitIterator.Closeable {

  /**
   * Questions of a run that both engines answer besides each image's first attack, on average: this
   * many or down to half of it; at most one an image.
   */
  private static final double SAMPLES_OF_ALL_IMAGES = 200;

  /** Fewer over all patterns, where the solver can take a second for each. */
  private static final double SAMPLES_IN_FULL_SCOPE = 50;

  private final SharedNetwork network;
  private final WitnessCheck check;
  private final PixelsQuestion question;
  private final Setting setting;
  private final double samplesPerImage;
  private final Z3Session session = new Z3Session();
  private final PixelAudit.Engines engines;

  /**
   * A task of a run.
   *
   * @param images of the whole run
   */
  AuditTask(SharedNetwork network, PixelsQuestion question, Setting setting, int images) {
    this.network = network;
    this.check = WitnessCheck.of(network.network());
    this.question = question;
    this.setting = setting;
    this.engines = new PixelAudit.Engines(session, network::bounded);
    this.samplesPerImage = samplesPerImage(question, images);
  }

  /**
   * Questions of each image that both engines answer, on average. It halves when the images double,
   * so that a few new images change nothing about the others.
   *
   * @param images of the whole run
   */
  static double samplesPerImage(PixelsQuestion question, int images) {
    double samples = question.scope() == Scope.FULL ? SAMPLES_IN_FULL_SCOPE : SAMPLES_OF_ALL_IMAGES;
    double rate = 1;
    while (rate * images > samples) {
      rate /= 2;
    }
    return rate;
  }

  PixelsQuestion question() {
    return question;
  }

  /** How many labels the network tells apart. */
  int labels() {
    return network.network().labels();
  }

  /** Traces an image and makes it ready to be asked about. */
  OpenImage open(Example example) {
    Trace trace = Trace.of(network.traced(), example.image());
    AskedImage image =
        new AskedImage(
            trace, check, layout(example, question.channel()), question.terms(setting.domain()));
    PixelAudit.Settings settings =
        new PixelAudit.Settings(
            question.engine(), Budget.of(question.timeout()), setting.seed(), samplesPerImage);
    return new OpenImage(
        example, image, new PixelAudit(image, example.id(), settings, engines), question);
  }

  private static PixelLayout layout(Example example, @Nullable Integer channel) {
    PixelLayout layout = PixelLayout.of(example.image().shape());
    return channel == null ? layout : layout.channel(channel);
  }

  @Override
  public void close() {
    session.close();
  }
}
