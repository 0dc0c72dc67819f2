package org.assay.jobs.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of text by words, numbers and signs. */
final class TextMutations {

  private static final Pattern TOKEN = Pattern.compile("[\\w.+-]+|\\s+|[^\\w\\s]");

  private static final List<String> HOSTILE =
      List.of(
          "-1",
          "0",
          "-0",
          "1e999",
          "1e-999",
          "1e999999999",
          "1e-999999999",
          "-1e2147483648",
          "99999999999999999999",
          "2147483647",
          "4294967296",
          "16777216",
          "9".repeat(900),
          "9".repeat(100_000),
          "NaN",
          "Infinity",
          "0x1p1023",
          "1/0",
          "1/3",
          "../../../../outside",
          "/dev/null",
          "<script>alert(1)</script>",
          "\"",
          "'",
          "\\u000a",
          "${a}${a}",
          "${?HOME}",
          "include \"x\"",
          "include url(\"http://127.0.0.1:9/x\")",
          "include file(\"/etc/hostname\")",
          "\0",
          "\u202e",
          "\ud83d\ude00",
          "null",
          "X_0",
          "Y_0",
          "X_999999999",
          "\n",
          ",",
          " ".repeat(100_000),
          "a.".repeat(20_000) + "a");

  private static final List<String> BRACKETS = List.of("(", "[", "{", "(or ", "(+ ", "(- ", "a{");

  private TextMutations() {}

  /** Few changes of one of the texts; words of others may come in. */
  static byte[] of(Random random, List<byte[]> seeds) {
    if (random.nextInt(5) == 0) {
      return ByteMutations.of(random, seeds);
    }
    List<String> tokens = tokens(seeds.get(random.nextInt(seeds.size())));
    for (int left = ByteMutations.times(random, 6); left > 0 && !tokens.isEmpty(); left--) {
      change(random, tokens, seeds);
    }
    return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> tokens(byte[] seed) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(new String(seed, StandardCharsets.UTF_8));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static void change(Random random, List<String> tokens, List<byte[]> seeds) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(9)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
      case 2 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
      case 3, 4 -> tokens.set(at, HOSTILE.get(random.nextInt(HOSTILE.size())));
      case 5 -> tokens.add(at, HOSTILE.get(random.nextInt(HOSTILE.size())));
      case 6 -> {
        String open = BRACKETS.get(random.nextInt(BRACKETS.size()));
        tokens.add(at, open.repeat(1 << random.nextInt(17)));
      }
      case 7 -> {
        List<String> others = tokens(seeds.get(random.nextInt(seeds.size())));
        int from = random.nextInt(1 + others.size());
        int to = Math.min(others.size(), from + 1 + random.nextInt(20));
        tokens.addAll(at, others.subList(from, to));
      }
      default -> {
        int to = Math.min(tokens.size(), at + 1 + random.nextInt(30));
        List<String> part = List.copyOf(tokens.subList(at, to));
        for (int times = 1 << random.nextInt(8); times > 0; times--) {
          tokens.addAll(to, part);
        }
      }
    }
  }
}
