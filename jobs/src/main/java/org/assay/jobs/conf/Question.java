package org.assay.jobs.conf;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.assay.importance.Metric;
import org.assay.jobs.job.AccuracyJob;
import org.assay.jobs.job.DistanceJob;
import org.assay.jobs.job.DistanceQuestion;
import org.assay.jobs.job.ImportanceJob;
import org.assay.jobs.job.Instances;
import org.assay.jobs.job.PairsJob;
import org.assay.jobs.job.PixelsJob;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.ScanTriggersJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.VerifyJob;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.query.Inputs;

/** What a plan asks of a network on a data set. */
public sealed interface Question {

  /** Where the plan says so, for messages. */
  Place place();

  /** The command that asks the same, such as {@code pixels}. */
  String command();

  /** The question in a few words. */
  String title();

  /**
   * The job that answers it.
   *
   * @throws org.assay.jobs.run.BadInput if these images cannot be asked this
   */
  Job job(Subject subject, Setting setting);

  /** How many images are labelled right. */
  record Accuracy(Place place) implements Question {

    @Override
    public String command() {
      return "accuracy";
    }

    @Override
    public String title() {
      return command();
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      return new AccuracyJob(subject, setting);
    }
  }

  /**
   * What each pixel means to the predicted label.
   *
   * @param exact whether to store coefficients as rationals too
   */
  record Importance(Place place, Set<Metric> metrics, boolean exact) implements Question {

    public Importance {
      metrics = Set.copyOf(metrics);
    }

    @Override
    public String command() {
      return "importance";
    }

    @Override
    public String title() {
      return command();
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      return new ImportanceJob(subject, setting, metrics, exact);
    }
  }

  /** Whether one range of values of a pixel flips many images. */
  record Triggers(Place place) implements Question {

    @Override
    public String command() {
      return "scan-triggers";
    }

    @Override
    public String title() {
      return command();
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      return new ScanTriggersJob(subject, setting);
    }
  }

  /** Which images keep their true label within a radius. */
  record Robustness(Place place, RobustnessQuestion asked) implements Question {

    @Override
    public String command() {
      return "robustness";
    }

    @Override
    public String title() {
      return asked.inputs() == Inputs.REAL
          ? command()
          : command() + ", " + asked.inputs().name().toLowerCase(Locale.ROOT) + " inputs";
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      return new RobustnessJob(subject, setting, asked);
    }
  }

  /**
   * Whether the network can bring about what a property states.
   *
   * @param property path of a VNN-LIB file
   */
  record Verify(Place place, String property, Duration timeout) implements Question {

    @Override
    public String command() {
      return "verify";
    }

    @Override
    public String title() {
      return command() + " " + property;
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      SharedNetwork network = subject.network();
      NetworkSource source =
          new NetworkSource(network.path(), network.normalise(), network.significandBits());
      FileStore files = Sessions.files();
      return new VerifyJob(Instances.of(files, source, property, timeout), subject, setting, files);
    }
  }

  /** How small a change leads to another label. */
  record Distance(Place place, DistanceQuestion asked) implements Question {

    @Override
    public String command() {
      return "distance";
    }

    @Override
    public String title() {
      return command();
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      return new DistanceJob(subject, setting, asked, null);
    }
  }

  /** Which pixels, or pairs of them, can change the predicted label. */
  record Pixels(Place place, PixelsQuestion asked) implements Question {

    @Override
    public String command() {
      return "pixels";
    }

    @Override
    public String title() {
      String pixels = asked.pairs() == null ? "single pixels" : "pairs of pixels, " + asked.pairs();
      return pixels + ", " + asked.range();
    }

    @Override
    public Job job(Subject subject, Setting setting) {
      return asked.count() == 1
          ? new PixelsJob(subject, setting, asked)
          : new PairsJob(subject, setting, asked);
    }
  }
}
