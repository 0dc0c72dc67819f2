package org.assay.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assay.jobs.run.BadInput;
import org.junit.jupiter.api.Test;

/** The reference of plans has every key that the reader knows, and no other. */
final class ReferenceTest {

  /** A plan that asks every question, so that every key is looked for. */
  private static final ConfigObject EVERYTHING =
      AuditPlan.parse(
          "plan.conf",
          """
          networks = ["bundled:deepcheck"]
          datasets = ["bundled:digits"]
          questions = [accuracy, importance, { ask = pixels, scope = pattern }, scan-triggers, robustness,
            distance, round, lanes, noise, attack, scan-numerics, { ask = verify, property = "p.vnnlib" }]
          """);

  private static void read(ConfigObject plan, ConfigObject reference) {
    Problems problems = new Problems("plan.conf");
    PlanReader.read("plan.conf", plan, reference, problems);
    problems.refuse();
  }

  @Test
  void theReferenceIsAPlanWithoutAnUnknownKey() {
    read(AuditPlan.reference(), AuditPlan.reference());
  }

  @Test
  void everyKeyThatIsLookedForStandsInTheReference() {
    read(EVERYTHING, AuditPlan.reference());
  }

  @Test
  void aKeyTooManyIsFound() {
    ConfigObject more =
        AuditPlan.reference().withValue("planted", ConfigValueFactory.fromAnyRef(true));
    assertThatThrownBy(() -> read(more, more))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("planted");
  }

  @Test
  void everyMissingKeyIsFound() {
    Map<String, ConfigObject> maimed = new TreeMap<>();
    without(AuditPlan.reference(), maimed);
    assertThat(maimed).hasSizeGreaterThan(20);
    maimed.forEach(
        (key, reference) ->
            assertThatThrownBy(() -> read(EVERYTHING, reference))
                .as(key)
                .isInstanceOf(RuntimeException.class));
  }

  /** The reference without one key, for each key. */
  private static void without(ConfigObject reference, Map<String, ConfigObject> found) {
    for (String key : reference.keySet()) {
      found.put(key, reference.withoutKey(key));
      if (reference.get(key) instanceof ConfigList list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof ConfigObject element) {
            for (String inner : element.keySet()) {
              List<ConfigValue> others = new ArrayList<>(list);
              others.set(i, element.withoutKey(inner));
              found.put(
                  "%s[%d].%s".formatted(key, i, inner),
                  reference.withValue(key, ConfigValueFactory.fromIterable(others)));
            }
          }
        }
      }
    }
  }

  @Test
  void everyKeyIsExplainedAboveItself() {
    assertExplained(AuditPlan.reference(), "");
  }

  private static void assertExplained(ConfigObject object, String path) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String at = path + entry.getKey();
      assertThat(String.join(" ", entry.getValue().origin().comments()))
          .as(at)
          .hasSizeGreaterThan(20);
      if (entry.getValue() instanceof ConfigList list) {
        list.forEach(
            element -> {
              if (element instanceof ConfigObject inner) {
                assertExplained(inner, at + ".");
              }
            });
      }
    }
  }

  @Test
  void theJarHoldsTheFilesOfTheFolderConf() throws java.io.IOException {
    Path conf = Path.of("..", "conf");
    for (String name : List.of("reference.conf", "quickstart.conf")) {
      assertThat(AuditPlan.bundled(name)).isEqualTo(Files.readString(conf.resolve(name)));
    }
  }
}
