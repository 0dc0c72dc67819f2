package org.assay.jobs.conf;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.conf.AuditPlan.PlannedImages;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.job.DistanceQuestion;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Waves;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Times;
import org.assay.pixels.Engine;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.repair.RoundModel;
import org.jspecify.annotations.Nullable;

/** Turns the keys of a plan into what they mean. */
final class PlanReader {

  private static final int MOST_PIXELS = Integer.MAX_VALUE;

  /** Which of MNIST's two sets. */
  private enum Split {
    TEST,
    TRAIN
  }

  /** The questions there are, by the words of {@code ask}. */
  private enum Ask {
    ACCURACY,
    IMPORTANCE,
    PIXELS,
    SCAN_TRIGGERS,
    ROBUSTNESS,
    VERIFY,
    DISTANCE
  }

  /** What is stored of all pairs. */
  private enum Store {
    SUMMARY,
    ATTACKABLE
  }

  private final Section plan;
  private final ConfigObject reference;
  private final Problems problems;

  private PlanReader(Section plan, ConfigObject reference, Problems problems) {
    this.plan = plan;
    this.reference = reference;
    this.problems = problems;
  }

  /** Reads a plan as far as it goes, and notes what is wrong. */
  static AuditPlan read(
      String path, ConfigObject given, ConfigObject reference, Problems problems) {
    try (Section plan = new Section(problems, given, reference, "")) {
      return new PlanReader(plan, reference, problems).read(path);
    }
  }

  private AuditPlan read(String path) {
    List<Question> questions = plan.sections("questions", "ask", this::question, this::question);
    List<Gate> gates = plan.placed("gates", Gate::parse);
    gates.forEach(gate -> check(gate, questions));
    return new AuditPlan(
        path,
        plan.value("out", PlanReader::present),
        plan.value("seed", Words::whole),
        plan.sections("networks", "file", g -> first("networks"), this::network),
        plan.sections("datasets", "images", g -> first("datasets"), this::images),
        questions,
        gates,
        plan.value("report", Words::flag));
  }

  private ConfigObject first(String key) {
    return objects(key).get(0);
  }

  private List<ConfigObject> objects(String key) {
    return reference.toConfig().getObjectList(key).stream().<ConfigObject>map(o -> o).toList();
  }

  private PlannedNetwork network(Section section) {
    return new PlannedNetwork(
        section.place("file"),
        new NetworkSource(
            section.required("file", PlanReader::present),
            section.optional("normalise", Function.identity()),
            section.optional("round-bits", PlanReader::bits)));
  }

  private PlannedImages images(Section section) {
    ImageSource source =
        new ImageSource(
            section.required("images", PlanReader::present),
            section.value("split", word -> Words.of(Split.class, word)) == Split.TRAIN,
            section.value("transpose", Words::flag));
    return new PlannedImages(
        section.place("images"),
        source,
        section.value("select", PlanReader::selection),
        section.value("domain", PixelDomain::parse));
  }

  /**
   * The object of the reference that asks the same; the first where the plan's asks nothing known.
   */
  private ConfigObject question(ConfigObject given) {
    ConfigValue ask = given.get("ask");
    String asked = ask == null ? "" : String.valueOf(ask.unwrapped());
    return objects("questions").stream()
        .filter(o -> o.toConfig().getString("ask").equalsIgnoreCase(asked))
        .findFirst()
        .orElse(first("questions"));
  }

  private @Nullable Question question(Section section) {
    Ask ask = section.required("ask", word -> Words.of(Ask.class, word));
    return switch (ask) {
      case ACCURACY -> new Question.Accuracy(section.place());
      case IMPORTANCE -> importance(section);
      case PIXELS -> pixels(section);
      case SCAN_TRIGGERS -> new Question.Triggers(section.place());
      case ROBUSTNESS -> robustness(section);
      case VERIFY -> verify(section);
      case DISTANCE -> distance(section);
    };
  }

  private Question importance(Section section) {
    Set<Metric> metrics = EnumSet.noneOf(Metric.class);
    metrics.addAll(section.list("metric", PlanReader::metric));
    if (metrics.isEmpty()) {
      problems.add(section.place("metric"), "is empty; write some of abs, co, coi");
    }
    return new Question.Importance(section.place(), metrics, section.value("exact", Words::flag));
  }

  private @Nullable Question pixels(Section section) {
    Scope scope = section.required("scope", word -> Words.of(Scope.class, word));
    Inputs inputs = section.value("inputs", word -> Words.of(Inputs.class, word));
    int count = section.value("count", PlanReader::count);
    String pairs = section.optional("pairs", PlanReader::pairs);
    Metric metric = section.value("metric", PlanReader::metric);
    Engine engine = section.value("engine", word -> Words.of(Engine.class, word));
    boolean store = section.value("store", word -> Words.of(Store.class, word)) == Store.ATTACKABLE;
    Integer channel = section.optional("channel", PlanReader::channel);
    Duration timeout = section.value("timeout", Times::parse);
    try {
      return new Question.Pixels(
          section.place(),
          new PixelsQuestion(count, scope, inputs, pairs, metric, engine, store, channel, timeout));
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Question robustness(Section section) {
    List<String> radii = section.list("radius", Function.identity());
    Inputs inputs = section.value("inputs", word -> Words.of(Inputs.class, word));
    Duration timeout = section.value("timeout", Times::parse);
    List<Duration> waves = section.list("waves", Times::parse);
    Long steps = section.optional("solver-steps", Words::whole);
    try {
      Waves times =
          new Waves(
              waves.isEmpty() ? List.of(timeout) : waves, steps == null ? Budget.MAX_STEPS : steps);
      return new Question.Robustness(
          section.place(), RobustnessQuestion.parse(radii, inputs, times));
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Question verify(Section section) {
    return new Question.Verify(
        section.place(),
        section.required("property", PlanReader::present),
        section.value("timeout", Times::parse));
  }

  private @Nullable Question distance(Section section) {
    Integer from = section.optional("from", PlanReader::label);
    String to = section.value("to", Function.identity());
    String precision = section.value("precision", Function.identity());
    Duration timeout = section.value("timeout", Times::parse);
    try {
      return new Question.Distance(
          section.place(), DistanceQuestion.parse(from, to, precision, timeout));
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void check(Gate gate, List<Question> questions) {
    if (questions.stream().noneMatch(gate.figure()::comesFrom)) {
      problems.add(
          gate.place(),
          gate.text()
              + ": no question of the plan gives this figure; add the question or leave the gate out");
    }
  }

  private static String present(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty; write a path");
    }
    return text;
  }

  private static int bits(String text) {
    long bits = Words.whole(text);
    if (bits < 0 || bits > RoundModel.MOST) {
      throw new IllegalArgumentException("write a number of bits from 0 to 52, or null for all");
    }
    return (int) bits;
  }

  private static Selection selection(String text) {
    return text.toLowerCase(Locale.ROOT).equals("all") ? Selection.ALL : Selection.parse(text);
  }

  private static Metric metric(String word) {
    return Words.of(Metric.class, word);
  }

  private static int count(String text) {
    long count = Words.whole(text);
    if (count != 1 && count != 2) {
      throw new IllegalArgumentException("write 1 or 2");
    }
    return (int) count;
  }

  private static int channel(String text) {
    long channel = Words.whole(text);
    if (channel < 0 || channel > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("channels count from 0; write 0, 1, ... or null for all");
    }
    return (int) channel;
  }

  private static int label(String text) {
    long label = Words.whole(text);
    if (label < 0 || label > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("labels count from 0; write a label, or null for all");
    }
    return (int) label;
  }

  private static String pairs(String text) {
    if (text.startsWith("top:")) {
      top(text.substring("top:".length()));
    } else if (!text.equals("all")) {
      throw new IllegalArgumentException("write all, top:39 or top:5%");
    }
    return text;
  }

  /** A number of best pixels, or a share of all; how many there are is not known yet. */
  private static String top(String text) {
    PixelRanking.count(text, MOST_PIXELS);
    return text;
  }
}
