package org.assay.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import org.assay.jobs.run.BadInput;

/** Keeps what a plan takes in proportion to its length: what it nests, and what it repeats. */
final class PlanLimits {

  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 50;

  /** Characters of a line, as the words of one value are put together in quadratic time. */
  private static final int WIDEST = 4_000;

  /** Characters that all substitutions together may come to. */
  private static final long MOST_REPEATED = 1L << 26;

  private PlanLimits() {}

  /** Refuses a text that would take too much to read. */
  static void check(String path, String text) {
    if (text.length() > LONGEST) {
      throw new BadInput(path + ": a plan has at most " + LONGEST + " characters; split it");
    }
    if (text.lines().anyMatch(line -> line.length() > WIDEST)) {
      throw new BadInput(
          path + ": a line of a plan has at most " + WIDEST + " characters; break longer ones");
    }
    int depth = 0;
    long substitutions = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted = c == '\n' ? false : quoted ^ c == '"';
      if (!quoted && (c == '{' || c == '[')) {
        depth++;
        substitutions += c == '{' && i > 0 && text.charAt(i - 1) == '$' ? 1 : 0;
      } else if (!quoted && (c == '}' || c == ']')) {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new BadInput(path + ": nests more than " + DEEPEST + " deep; write it flatter");
      }
    }
    if (substitutions * text.length() > MOST_REPEATED) {
      throw new BadInput(
          path
              + ": "
              + substitutions
              + " substitutions are too many; write out what they stand for");
    }
  }

  /**
   * The plan with what its substitutions stand for: the environment, and those values at its top
   * that hold none themselves, so that none doubles what another doubled.
   */
  static Config resolved(Config plan) {
    if (plan.isResolved()) {
      return plan;
    }
    ConfigObject plain = ConfigFactory.empty().root();
    for (Map.Entry<String, ConfigValue> entry : plan.root().entrySet()) {
      if (entry.getValue().atKey("value").isResolved()) {
        plain = plain.withValue(entry.getKey(), entry.getValue());
      }
    }
    return plan.resolveWith(plain.toConfig());
  }
}
