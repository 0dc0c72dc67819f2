package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assay.encoding.NumberSort;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.jobs.job.PatchQuestion;
import org.assay.jobs.job.PrescribedImage;
import org.assay.jobs.job.SeededSets;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.repair.BiasPatch;
import org.assay.repair.Demand;
import org.assay.repair.FreeBiases;
import org.assay.repair.PlainPatch;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * Smallest changes of biases, on one core: images of each digit stay while a 1 becomes a 7, each
 * bias changing by at most 4; by branch and bound, and by the plain encoding on the first sets. And
 * the plain encoding over floats against reals where it ends: biases of the last layer alone. What
 * is not reached counts as the whole time.
 */
final class Patching implements Measurement {

  private static final Rational BOUND = Rational.of(4, 1);
  private static final Rational PRECISION = Rational.parse("0.001");
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LARGE_SETS = 2;
  private static final int FROM = 1;
  private static final int TO = 7;

  /** The paper's quantised runs: 10 explicit bits. */
  private static final NumberSort FLOATS = NumberSort.parse("fp:11,11");

  private final int sets;
  private final int plainSets;
  private final List<Result> results = new ArrayList<>();

  /**
   * A measurement of so many sets.
   *
   * @param plainSets sets that are put to the plain encoding, each of which may take ten minutes
   */
  Patching(int sets, int plainSets) {
    this.sets = sets;
    this.plainSets = plainSets;
  }

  @Override
  public String name() {
    return "patch";
  }

  @Override
  public String description() {
    return "changes of biases that keep images and turn a 1 into a 7; the plain encoding beside";
  }

  /** A network with what makes its inputs; null where these are images. */
  private record Patched(String name, Network network, @Nullable Network reduction) {

    Tensor input(Tensor image) {
      return reduction == null
          ? image
          : Tensor.of(network.input(), OrderedSemantics.logits(reduction, image));
    }
  }

  @Override
  public List<Result> run(Setting setting) throws IOException {
    Path models = setting.data().resolve("../../models").normalize();
    Patched medium =
        new Patched(
            "lantern-medium",
            read(models, "lantern-medium-100-33-10.onnx"),
            read(models, "pca100.onnx"));
    Patched small =
        new Patched(
            "lantern-small",
            read(models, "lantern-small-30-10-10.onnx"),
            read(models, "pca30.onnx"));
    Patched deep = new Patched("deepcheck", setting.network(), null);
    results.clear();
    whole(setting, medium, 1, sets);
    firstPatches(setting, deep, 1, sets);
    whole(setting, medium, 10, Math.min(sets, LARGE_SETS));
    firstPatches(setting, deep, 10, Math.min(sets, LARGE_SETS));
    floatsAgainstReals(setting, small);
    return List.copyOf(results);
  }

  private static Network read(Path models, String file) throws IOException {
    Path path = models.resolve(file);
    if (!Files.exists(path)) {
      throw new IOException(
          path + " is missing: put the networks in the folder models beside data");
    }
    return OnnxReader.read(file, Files.readAllBytes(path)).network();
  }

  private List<BiasPatch.Question> questions(
      Setting setting, Patched patched, int perLabel, int count) {
    Network network = patched.network();
    SeededSets drawn =
        new SeededSets(
            setting.images(),
            network.labels(),
            id ->
                ExactSemantics.label(
                        ExactSemantics.logits(
                            network, patched.input(setting.images().example(id).image())))
                    == setting.images().label(id),
            setting.seed());
    List<BiasPatch.Question> questions = new ArrayList<>();
    for (int set = 0; set < count; set++) {
      PatchQuestion question = drawn.question(set, perLabel, FROM, TO);
      List<Demand.Label> keep = new ArrayList<>();
      for (PrescribedImage image : question.keep()) {
        keep.add(demand(setting, patched, image.image(), setting.images().label(image.image())));
      }
      int changed = question.change().get(0).image();
      questions.add(
          new BiasPatch.Question(
              network,
              keep,
              List.of(demand(setting, patched, changed, TO)),
              FreeBiases.all(network),
              BOUND,
              PRECISION));
    }
    return questions;
  }

  private static Demand.Label demand(Setting setting, Patched patched, int image, int label) {
    return new Demand.Label(patched.input(setting.images().example(image).image()), label);
  }

  /** To a patch, to a tenth, and to the end; and the plain encoding to a patch. */
  private void whole(Setting setting, Patched patched, int perLabel, int count) {
    String title = "%s, keep %d".formatted(patched.name(), 10 * perLabel);
    List<BiasPatch.Question> questions = questions(setting, patched, perLabel, count);
    Timed answers = new Timed(questions, Patching::byBounds, MOST);
    boolean paper = perLabel == 1;
    add(title + ": to a patch", answers, a -> a.times().toPatch(), paper ? "< 10" : "");
    add(title + ": to a tenth", answers, a -> a.times().toTenth(), paper ? "median < 60" : "");
    add(title + ": to " + PRECISION.nearestDouble(), answers, Patching::toEnd, "");
    plainly(title, questions);
  }

  /** To a patch alone. */
  private void firstPatches(Setting setting, Patched patched, int perLabel, int count) {
    String title = "%s, keep %d".formatted(patched.name(), 10 * perLabel);
    List<BiasPatch.Question> questions =
        questions(setting, patched, perLabel, count).stream()
            .map(asked -> with(asked, asked.free(), BOUND))
            .toList();
    Timed answers = new Timed(questions, Patching::byBounds, MOST);
    add(title + ": to a patch", answers, a -> a.times().toPatch(), perLabel == 1 ? "< 120" : "");
    plainly(title, questions);
  }

  private void plainly(String title, List<BiasPatch.Question> questions) {
    int count = Math.min(plainSets, questions.size());
    if (count > 0) {
      List<BiasPatch.Question> first =
          questions.subList(0, count).stream().map(q -> with(q, q.free(), BOUND)).toList();
      Timed answers = new Timed(first, plain(NumberSort.REAL), MOST);
      add(title + ": plainly to a patch", answers, a -> a.times().toPatch(), "");
    }
  }

  /** Biases of the last layer alone, to an end, over both sorts. */
  private void floatsAgainstReals(Setting setting, Patched patched) {
    List<BiasPatch.Question> questions =
        questions(setting, patched, 1, sets).stream()
            .map(asked -> with(asked, last(asked.network()), PRECISION))
            .toList();
    Timed reals = new Timed(questions, plain(NumberSort.REAL), MINUTE);
    Timed floats = new Timed(questions, plain(FLOATS), MINUTE);
    String title = patched.name() + ", last biases, plainly ";
    add(title + "reals", reals, Patching::toEnd, "");
    add(title + FLOATS, floats, Patching::toEnd, "");
    double[] ratios =
        IntStream.range(0, questions.size())
            .filter(i -> floats.answers().get(i).open() == null)
            .filter(i -> reals.answers().get(i).open() == null)
            .mapToDouble(i -> floats.seconds(i) / reals.seconds(i))
            .toArray();
    if (ratios.length > 0) {
      String input = "%d of %d sets".formatted(ratios.length, questions.size());
      tell(new Result(title + "floats : reals", input, Spread.of(ratios), "ratio", ""));
    }
  }

  private static FreeBiases last(Network network) {
    int last =
        FreeBiases.all(network).biases().stream()
            .mapToInt(free -> free.bias().layer())
            .max()
            .orElseThrow();
    return FreeBiases.of(network, bias -> bias.layer() == last);
  }

  private static BiasPatch.Question with(
      BiasPatch.Question asked, FreeBiases free, Rational precision) {
    return new BiasPatch.Question(
        asked.network(), asked.keep(), asked.change(), free, asked.bound(), precision);
  }

  private static BiasPatch.Answer byBounds(BiasPatch.Question question, Budget budget) {
    try (Z3Session session = new Z3Session()) {
      return new BiasPatch(session).answer(question, budget);
    }
  }

  private static BiFunction<BiasPatch.Question, Budget, BiasPatch.Answer> plain(NumberSort sort) {
    return (question, budget) -> new PlainPatch(sort).answer(question, budget);
  }

  /** Answers with the time that each was given. */
  private record Timed(List<BiasPatch.Answer> answers, Duration most) {

    Timed(
        List<BiasPatch.Question> questions,
        BiFunction<BiasPatch.Question, Budget, BiasPatch.Answer> by,
        Duration most) {
      this(questions.stream().map(asked -> by.apply(asked, Budget.of(most))).toList(), most);
    }

    double seconds(int place) {
      return Patching.seconds(answers.get(place).times().elapsed());
    }
  }

  /** The whole time where nothing is left open. */
  private static @Nullable Duration toEnd(BiasPatch.Answer answer) {
    return answer.open() == null ? answer.times().elapsed() : null;
  }

  private void add(
      String quantity,
      Timed timed,
      Function<BiasPatch.Answer, @Nullable Duration> reached,
      String aim) {
    int there = 0;
    double[] seconds = new double[timed.answers().size()];
    for (int i = 0; i < seconds.length; i++) {
      Duration time = reached.apply(timed.answers().get(i));
      seconds[i] = seconds(time == null ? timed.most() : time);
      there += time == null ? 0 : 1;
    }
    String input =
        "%d of %d sets within %d s".formatted(there, seconds.length, timed.most().toSeconds());
    tell(new Result(quantity, input, Spread.of(seconds), "s", aim));
  }

  /** Tells at once, as the next result may take an hour. */
  private void tell(Result result) {
    System.out.printf(
        "  %s: %s, median %.3g %s%n",
        result.quantity(), result.input(), result.spread().median(), result.unit());
    results.add(result);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
