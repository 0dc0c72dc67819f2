package org.assay.jobs.conf;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.job.AskedArithmetic;
import org.assay.jobs.job.AttackQuestion;
import org.assay.jobs.job.BitCounts;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.DistanceQuestion;
import org.assay.jobs.job.NoiseQuestion;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Waves;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Times;
import org.assay.pixels.Engine;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;

/** Turns the keys of one question into what they mean, and notes what is wrong. */
record QuestionReader(Section section, Problems problems) {

  private static final int MOST_PIXELS = Integer.MAX_VALUE;

  /** The questions there are, by the words of {@code ask}. */
  private enum Ask {
    ACCURACY,
    IMPORTANCE,
    PIXELS,
    SCAN_TRIGGERS,
    ROBUSTNESS,
    VERIFY,
    DISTANCE,
    ROUND,
    LANES,
    NOISE,
    ATTACK,
    SCAN_NUMERICS
  }

  /** What is stored of all pairs. */
  private enum Store {
    SUMMARY,
    ATTACKABLE
  }

  /** The question; null where it cannot be asked. */
  @Nullable Question read() {
    Ask ask = section.required("ask", word -> Words.of(Ask.class, word));
    return switch (ask) {
      case ACCURACY -> new Question.Accuracy(section.place());
      case IMPORTANCE -> importance();
      case PIXELS -> pixels();
      case SCAN_TRIGGERS -> new Question.Triggers(section.place());
      case ROBUSTNESS -> robustness();
      case VERIFY -> verify();
      case DISTANCE -> distance();
      case LANES -> new Question.Lanes(section.place());
      case NOISE -> noise();
      case ATTACK -> attack();
      case SCAN_NUMERICS -> new Question.Numerics(section.place());
      case ROUND -> new Question.Rounding(section.place(), section.value("bits", BitCounts::parse));
    };
  }

  private Question importance() {
    Set<Metric> metrics = EnumSet.noneOf(Metric.class);
    metrics.addAll(section.list("metric", QuestionReader::metric));
    if (metrics.isEmpty()) {
      problems.add(section.place("metric"), "is empty; write some of abs, co, coi");
    }
    return new Question.Importance(section.place(), metrics, section.value("exact", Words::flag));
  }

  private @Nullable Question pixels() {
    Scope scope = section.required("scope", word -> Words.of(Scope.class, word));
    Inputs inputs = section.value("inputs", word -> Words.of(Inputs.class, word));
    int count = section.value("count", QuestionReader::count);
    String pairs = section.optional("pairs", QuestionReader::pairs);
    Metric metric = section.value("metric", QuestionReader::metric);
    Engine engine = section.value("engine", word -> Words.of(Engine.class, word));
    boolean store = section.value("store", word -> Words.of(Store.class, word)) == Store.ATTACKABLE;
    Integer channel = section.optional("channel", QuestionReader::channel);
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

  private @Nullable Question robustness() {
    List<Rational> radii = section.list("radius", RobustnessQuestion::radius);
    Inputs inputs = section.value("inputs", word -> Words.of(Inputs.class, word));
    Duration timeout = section.value("timeout", Times::parse);
    List<Duration> waves = section.list("waves", Times::parse);
    Long steps = section.optional("solver-steps", Words::whole);
    Decider by = decider();
    try {
      Waves times =
          new Waves(
              waves.isEmpty() ? List.of(timeout) : waves, steps == null ? Budget.MAX_STEPS : steps);
      return new Question.Robustness(
          section.place(), new RobustnessQuestion(radii, inputs, times, by));
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Question attack() {
    List<Rational> radii = section.list("radius", RobustnessQuestion::radius);
    AttackQuestion.Method method =
        section.value("method", word -> Words.of(AttackQuestion.Method.class, word));
    Integer steps = section.optional("steps", QuestionReader::steps);
    try {
      return new Question.Attack(section.place(), AttackQuestion.of(radii, method, steps));
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static int steps(String text) {
    long steps = Words.whole(text);
    if (steps < 1 || steps > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("write a number of steps from 1, or null for the usual");
    }
    return (int) steps;
  }

  private Question verify() {
    return new Question.Verify(
        section.place(),
        section.required("property", PlanReader::present),
        section.value("timeout", Times::parse),
        decider());
  }

  /** What decides; the default where it cannot. */
  private Decider decider() {
    var engine = section.value("engine", word -> Words.of(org.assay.verify.Engine.class, word));
    NumberSort sort = section.value("sort", NumberSort::parse);
    AskedArithmetic asked = section.value("arithmetic", AskedArithmetic::parse);
    try {
      return new Decider(engine, sort, asked);
    } catch (BadInput e) {
      String key = sort.equals(NumberSort.REAL) ? "arithmetic" : "sort";
      problems.add(section.place(key), String.valueOf(e.getMessage()));
      return Decider.AUTO;
    }
  }

  private @Nullable Question distance() {
    Integer from = section.optional("from", QuestionReader::label);
    String goal = section.value("to", DistanceQuestion::goal);
    Rational precision = section.value("precision", DistanceQuestion::precision);
    Duration timeout = section.value("timeout", Times::parse);
    String reduce = section.optional("reduce", PlanReader::present);
    PixelDomain domain = section.optional("reduced-domain", PixelDomain::parse);
    if (domain != null && !section.has("reduce")) {
      problems.add(
          section.place("reduced-domain"), "goes with reduce; use domain of the images for pixels");
    }
    PlannedNetwork reduction =
        reduce == null
            ? null
            : new PlannedNetwork(section.place("reduce"), new NetworkSource(reduce, null));
    try {
      return new Question.Distance(
          section.place(), new DistanceQuestion(from, goal, precision, timeout, domain), reduction);
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Question noise() {
    List<Double> epsilons = section.list("epsilon", NoiseQuestion::epsilon);
    int samples = section.value("samples", QuestionReader::samples);
    try {
      return new Question.Noise(section.place(), new NoiseQuestion(epsilons, samples));
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static int samples(String text) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Words.whole(text)));
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
