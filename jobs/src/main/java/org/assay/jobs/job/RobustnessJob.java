package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.assay.dataset.Example;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.query.Reason;

/**
 * Decides for every image and radius whether some input within the radius gets another label than
 * the true one. Fills {@code robustness} and {@code images}. A unit of work is an image with a
 * radius.
 *
 * <p>Every wave is a run of its own, committed before the next one starts. It takes up what the
 * wave before left undecided.
 *
 * @param stage which wave, and which units it takes up
 */
public record RobustnessJob(
    Subject subject, Setting setting, RobustnessQuestion question, Stage stage) implements Job {

  /**
   * A part of the work.
   *
   * @param wave from 0
   * @param units numbered image by image, and for each radius by radius
   */
  public record Stage(int wave, List<Long> units) {

    public Stage {
      units = List.copyOf(units);
    }
  }

  /** All images and radii. */
  public RobustnessJob(Subject subject, Setting setting, RobustnessQuestion question) {
    this(subject, setting, question, new Stage(0, all(subject, question)));
  }

  private static final String METHOD_NAME = "robustness";
  private static final String METHOD = METHOD_NAME + " 1";

  private static List<Long> all(Subject subject, RobustnessQuestion question) {
    long units = (long) subject.images().count() * question.radii().size();
    return LongStream.range(0, units).boxed().toList();
  }

  /**
   * The images and radii alone that earlier runs in an output folder have left undecided.
   *
   * @throws BadInput if none of the images was asked this before
   */
  public static RobustnessJob undecided(
      Runner runner, String out, Subject subject, Setting setting, RobustnessQuestion question) {
    RobustnessJob whole = new RobustnessJob(subject, setting, question);
    boolean before =
        runner.files().exists(out + "/" + Tables.RUNS.name())
            && runner.files().exists(out + "/" + Tables.ROBUSTNESS.name());
    Dataset<RobustnessRow> standing =
        before
            ? RobustnessAnswers.of(runner.spark(), out, whole.like(runner), whole.asked())
            : runner.spark().createDataset(List.of(), Tables.ROBUSTNESS.encoder());
    if (standing.isEmpty()) {
      throw new BadInput(
          out
              + ": no earlier run has asked this of these images; leave --rerun out, or check --out,"
              + " --network, --images, --domain, --radius and --inputs");
    }
    return new RobustnessJob(
        subject, setting, question, new Stage(0, whole.left(standing.where(IS_UNDECIDED))));
  }

  private static final String IS_UNDECIDED = "verdict = 'Undecided'";

  /** The row of a run that asks this, as far as it says what is asked. */
  private RunRow like(Runner runner) {
    return RunRows.asking(
        runner.spark(), subject, setting, RunRows.Asked.of(question, subject.network().network()));
  }

  /** Which images and radii are asked about. */
  public RobustnessAnswers.Asked asked() {
    return new RobustnessAnswers.Asked(subject.images().ids(), question.names());
  }

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, question, stage);
  }

  @Override
  public RunRow perform(Run run) {
    Dataset<Decided<RobustnessRow>> units = run.decided(work(run));
    run.write(Tables.ROBUSTNESS, Decided.rows(units, Tables.ROBUSTNESS));
    run.write(Tables.IMAGES, images(run));
    return RunRows.of(
        run,
        subject,
        setting,
        RunRows.Asked.of(question, subject.network().network()),
        Decided.told(run, units));
  }

  @Override
  public Optional<Job> next(SparkSession spark, String out, String run) {
    if (question.waves().isLast(stage.wave)) {
      return Optional.empty();
    }
    List<Long> left = left(Tables.ROBUSTNESS.read(spark, out, run).where(IS_UNDECIDED));
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RobustnessJob(subject, setting, question, new Stage(stage.wave + 1, left)));
  }

  /** The units of undecided rows that time may decide, ascending. */
  private List<Long> left(Dataset<RobustnessRow> undecided) {
    List<Integer> ids = subject.images().ids();
    Map<Integer, Integer> places =
        IntStream.range(0, ids.size()).boxed().collect(Collectors.toMap(ids::get, place -> place));
    List<String> radii = question.names();
    return undecided
        .where(col("reason").notEqual(Reason.OUT_OF_DOMAIN.name()))
        .select("image", "radius")
        .as(Encoders.tuple(Encoders.INT(), Encoders.STRING()))
        .collectAsList()
        .stream()
        .map(
            unit ->
                (long) Objects.requireNonNull(places.get(unit._1())) * radii.size()
                    + radii.indexOf(unit._2()))
        .sorted()
        .toList();
  }

  private Work<Decided<RobustnessRow>> work(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Asking asking = new Asking(question, setting, stage.wave, stage.units);
    return Work.of(
            question.waves().count() == 1
                ? METHOD_NAME
                : "%s, wave %d of %d"
                    .formatted(METHOD_NAME, stage.wave + 1, question.waves().count()),
            WorkKey.of(METHOD, subject.network(), setting, question.once(stage.wave)),
            stage.units.stream().map(this::unit).toList(),
            Decided.encoder(Tables.ROBUSTNESS),
            (MapPartitionsFunction<Long, Decided<RobustnessRow>>)
                mine -> {
                  BallTask task = asking.task(network.value());
                  return UnitIterator.closing(
                      mine, place -> asking.row(task, images.value(), place), task);
                },
            (place, cause) -> {
              try (BallTask task = asking.task(subject.network())) {
                return asking.crashed(task, subject.images(), place, cause);
              }
            })
        .undecidedWhere("rows[0]." + IS_UNDECIDED);
  }

  private String unit(long number) {
    int radii = question.radii().size();
    return subject.images().key(Math.toIntExact(number / radii))
        + " "
        + question.names().get(Math.toIntExact(number % radii));
  }

  /** What tasks need to know. */
  private record Asking(RobustnessQuestion question, Setting setting, int wave, List<Long> units)
      implements Serializable {

    BallTask task(SharedNetwork network) {
      return new BallTask(network, question, setting, question.waves().budget(wave));
    }

    Decided<RobustnessRow> row(BallTask task, SharedImages images, long place) {
      return Decided.by(effort -> task.row(example(images, place), radius(place), effort));
    }

    Decided<RobustnessRow> crashed(
        BallTask task, SharedImages images, long place, Throwable cause) {
      return Decided.by(
          effort -> task.crashed(example(images, place), radius(place), cause, effort));
    }

    private Example example(SharedImages images, long place) {
      return images.example(Math.toIntExact(unit(place) / question.radii().size()));
    }

    private Rational radius(long place) {
      return question.radii().get(Math.toIntExact(unit(place) % question.radii().size()));
    }

    private long unit(long place) {
      return units.get(Math.toIntExact(place));
    }
  }

  /** The images of this part of the work, so that its rows can be judged from the tables alone. */
  private Dataset<ImageRow> images(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    int radii = question.radii().size();
    List<Long> places = stage.units.stream().map(unit -> unit / radii).distinct().toList();
    return run.units(places)
        .mapPartitions(
            (MapPartitionsFunction<Long, ImageRow>)
                mine ->
                    new UnitIterator<>(
                        mine,
                        place ->
                            Prediction.row(
                                network.value().network(),
                                images.value().example(Math.toIntExact(place)))),
            Tables.IMAGES.encoder());
  }
}
