package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.exact.Rational;
import org.assay.query.Property;
import org.assay.query.Property.Box;
import org.junit.jupiter.api.Test;

/** Every property file at hand: read or refused for a reason, its numbers those of the text. */
@NeedsData
class RealPropertiesTest {

  private static final Pattern BOUND =
      Pattern.compile("\\((<=|>=) X_(\\d+) (-?[0-9.]+(?:e-?\\d+)?)\\)");

  private static final Map<String, String> REFUSED =
      Map.of(
          "test_command_not_implemented.vnnlib", "line 3: command 'declare-sore' is not read",
          "test_assert_operator_not_implemented.vnnlib", "line 4: operator 'xor' is not read",
          "test_mul_var_var.vnnlib", "line 4: a product of inputs or outputs");

  /** Files that state bounds by more than a number. */
  private static final Pattern SHIFTED = Pattern.compile("\\([-+*] ");

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(AssayData.data())) {
      return all.filter(p -> p.toString().endsWith(".vnnlib")).sorted().toList();
    }
  }

  private static int declared(String text, char letter) {
    return (int) Pattern.compile("declare-const " + letter + "_").matcher(text).results().count();
  }

  private static Property read(Path file) throws IOException {
    String text = Files.readString(file);
    return VnnLib.read(
        file.getFileName().toString(),
        Files.readAllBytes(file),
        declared(text, 'X'),
        declared(text, 'Y'));
  }

  @Test
  void everyFileIsReadOrRefusedForAReason() throws IOException {
    List<Path> files = files();
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String why = REFUSED.get(file.getFileName().toString());
      if (why == null) {
        Property property = read(file);
        assertThat(property.cases()).as(file.toString()).isNotEmpty();
        assertThat(property.cases()).as(file.toString()).noneMatch(c -> c.box().isEmpty());
      } else {
        assertThatThrownBy(() -> read(file)).as(file.toString()).hasMessageContaining(why);
      }
    }
  }

  /** Of files whose boxes are stated outside of choices: the numbers by a pattern of the text. */
  @Test
  void boundsAreTheDecimalsOfTheText() throws IOException {
    int compared = 0;
    for (Path file : files()) {
      String text = Files.readString(file).replaceAll(";[^\n]*", "");
      if (REFUSED.containsKey(file.getFileName().toString()) || SHIFTED.matcher(text).find()) {
        continue;
      }
      Box box = read(file).cases().get(0).box();
      compared += compare(file, text, "<=", box.high(), Rational::min);
      compared += compare(file, text, ">=", box.low(), Rational::max);
    }
    assertThat(compared).isGreaterThan(100);
  }

  private static int compare(
      Path file,
      String text,
      String relation,
      List<Rational> ends,
      BinaryOperator<Rational> merge) {
    Map<Integer, Rational> stated = new TreeMap<>();
    Matcher bound = BOUND.matcher(text);
    while (bound.find()) {
      if (bound.group(1).equals(relation)) {
        stated.merge(Integer.valueOf(bound.group(2)), Rational.parse(bound.group(3)), merge);
      }
    }
    assertThat(List.copyOf(stated.values())).as(file + " " + relation).isEqualTo(ends);
    return ends.size();
  }

  @Test
  void largeFilesAreReadQuickly() {
    int inputs = 784;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      text.append("(declare-const X_").append(i).append(" Real)\n");
    }
    text.append("(declare-const Y_0 Real)\n(assert (or\n");
    for (int c = 0; c < 10; c++) {
      text.append("(and (>= Y_0 ").append(c).append(")");
      for (int i = 0; i < inputs; i++) {
        text.append("(<= X_%d 0.%d734521897) (>= X_%d -0.%d1)\n".formatted(i, c + 1, i, c + 1));
      }
      text.append(")\n");
    }
    byte[] file = text.append("))").toString().getBytes(StandardCharsets.UTF_8);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    assertThat(VnnLib.read("large", file, inputs, 1).cases()).hasSize(10);
    assertThat(clock.getCurrentThreadCpuTime() - start)
        .as("nanoseconds")
        .isLessThan(2_000_000_000L);
  }
}
