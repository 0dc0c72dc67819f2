package org.assay.jobs.conf;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assay.importance.Metric;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.job.AccuracyJob;
import org.assay.jobs.job.AttackJob;
import org.assay.jobs.job.AttackQuestion;
import org.assay.jobs.job.BitCounts;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.DistanceJob;
import org.assay.jobs.job.DistanceQuestion;
import org.assay.jobs.job.ImportanceJob;
import org.assay.jobs.job.Instances;
import org.assay.jobs.job.LanesJob;
import org.assay.jobs.job.NoiseJob;
import org.assay.jobs.job.NoiseQuestion;
import org.assay.jobs.job.PairsJob;
import org.assay.jobs.job.PixelsJob;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.RoundingJob;
import org.assay.jobs.job.ScanNumericsJob;
import org.assay.jobs.job.ScanTriggersJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.VerifyJob;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedNetwork;
import org.assay.query.Inputs;
import org.jspecify.annotations.Nullable;

/** What a plan asks of a network on a data set. */
public sealed interface Question {

  /** Where the plan says so, for messages. */
  Place place();

  /** The command that asks the same, such as {@code pixels}. */
  String command();

  /** The question in a few words. */
  String title();

  /** What makes fewer numbers of the images first; null where they are asked about as they are. */
  default @Nullable PlannedNetwork reduction() {
    return null;
  }

  /**
   * The job that answers it.
   *
   * @throws org.assay.jobs.run.BadInput if these images cannot be asked this
   */
  Job job(PlannedSubject about, Setting setting);

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
    public Job job(PlannedSubject about, Setting setting) {
      return new AccuracyJob(about.subject(), setting);
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
    public Job job(PlannedSubject about, Setting setting) {
      return new ImportanceJob(about.subject(), setting, metrics, exact);
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
    public Job job(PlannedSubject about, Setting setting) {
      return new ScanTriggersJob(about.subject(), setting);
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
      String inputs = asked.inputs().name().toLowerCase(Locale.ROOT);
      return command()
          + (asked.inputs() == Inputs.REAL ? "" : ", " + inputs + " inputs")
          + asked.by().title();
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new RobustnessJob(about.subject(), setting, asked);
    }
  }

  /**
   * Whether the network can bring about what a property states.
   *
   * @param property path of a VNN-LIB file
   */
  record Verify(Place place, String property, Duration timeout, Decider by) implements Question {

    @Override
    public String command() {
      return "verify";
    }

    @Override
    public String title() {
      return command() + " " + property + by.title();
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      SharedNetwork network = about.subject().network();
      FileStore files = Sessions.files();
      return new VerifyJob(
          Instances.of(files, network.source(), property, timeout),
          about.subject(),
          setting,
          by,
          files);
    }
  }

  /** How small a change leads to another label. */
  record Distance(Place place, DistanceQuestion asked, @Nullable PlannedNetwork reduction)
      implements Question {

    @Override
    public String command() {
      return "distance";
    }

    @Override
    public String title() {
      return reduction == null
          ? command()
          : command() + ", reduced by " + reduction.source().path();
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new DistanceJob(about.subject(), setting, asked, about.reduction());
    }
  }

  /** How the network predicts with fewer bits. */
  record Rounding(Place place, BitCounts bits) implements Question {

    @Override
    public String command() {
      return "round";
    }

    @Override
    public String title() {
      return command() + " to " + bits + " bits";
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new RoundingJob(about.subject(), setting, bits);
    }
  }

  /** How perturbed copies of the network predict. */
  record Noise(Place place, NoiseQuestion asked) implements Question {

    @Override
    public String command() {
      return "noise";
    }

    @Override
    public String title() {
      return command() + ", " + asked.samples() + " copies at each epsilon";
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new NoiseJob(about.subject(), setting, asked, List.of());
    }
  }

  /** Which label every image has in which arithmetic. */
  record Lanes(Place place) implements Question {

    @Override
    public String command() {
      return "lanes";
    }

    @Override
    public String title() {
      return command();
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new LanesJob(about.subject(), setting);
    }
  }

  /** Whether a heuristic attack finds another label. */
  record Attack(Place place, AttackQuestion asked) implements Question {

    @Override
    public String command() {
      return "attack";
    }

    @Override
    public String title() {
      return command() + " by " + asked.title();
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new AttackJob(about.subject(), setting, asked);
    }
  }

  /** At which sums rounding decides. */
  record Numerics(Place place) implements Question {

    @Override
    public String command() {
      return "scan-numerics";
    }

    @Override
    public String title() {
      return command();
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      return new ScanNumericsJob(about.subject(), setting);
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
    public Job job(PlannedSubject about, Setting setting) {
      return asked.count() == 1
          ? new PixelsJob(about.subject(), setting, asked)
          : new PairsJob(about.subject(), setting, asked);
    }
  }
}
