package org.assay.jobs.conf;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.assay.jobs.conf.AuditPlan.PlannedImages;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.query.PixelDomain;
import org.assay.repair.RoundModel;
import org.jspecify.annotations.Nullable;

/** Turns the keys of a plan into what they mean. */
final class PlanReader {

  /** Which of MNIST's two sets. */
  private enum Split {
    TEST,
    TRAIN
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
        "",
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
            section.optional("round-bits", PlanReader::bits),
            section.optional("pre", PlanReader::present)));
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
    return new QuestionReader(section, problems).read();
  }

  private void check(Gate gate, List<Question> questions) {
    if (questions.stream().noneMatch(gate.figure()::comesFrom)) {
      problems.add(
          gate.place(),
          gate.text()
              + ": no question of the plan gives this figure; add the question or leave the gate out");
    } else if (questions.stream().noneMatch(gate::comesFrom)) {
      problems.add(
          gate.place(),
          gate.text()
              + ": no question about robustness has this radius; add it there or name one that it has");
    }
  }

  static String present(String text) {
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
}
