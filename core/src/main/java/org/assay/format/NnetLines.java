package org.assay.format;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of an .nnet file that say something: numbers with commas between and after them. */
final class NnetLines {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,5})?");

  private final BufferedReader reader;
  private int number;

  NnetLines(byte[] file) {
    reader =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.ISO_8859_1));
  }

  /** The next line that is neither blank nor a comment; null at the end. */
  @Nullable String next() {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith("//")) {
          return text;
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /** The next line's numbers, at most so many. */
  double[] numbers(String what, int most) {
    String line = next();
    if (line == null) {
      throw new ModelFormatException(
          "ends after line " + number + ", where " + what + " should be");
    }
    double[] found = new double[Math.min(most, 16)];
    int count = 0;
    int from = 0;
    while (from < line.length()) {
      int comma = line.indexOf(',', from);
      int to = comma < 0 ? line.length() : comma;
      if (count == most) {
        throw refuse(what + " should be at most " + most + " numbers");
      }
      if (count == found.length) {
        found = Arrays.copyOf(found, (int) Math.min(most, 2L * count));
      }
      found[count++] = number(what, line.substring(from, to).strip());
      from = to + 1;
    }
    return Arrays.copyOf(found, count);
  }

  /** The next line's numbers, exactly so many. */
  double[] exactly(String what, int wanted) {
    double[] found = numbers(what, wanted);
    if (found.length != wanted) {
      throw refuse(what + " should be " + wanted + " numbers, not " + found.length);
    }
    return found;
  }

  private double number(String what, String text) {
    double value =
        text.length() < 1000 && DECIMAL.matcher(text).matches()
            ? Double.parseDouble(text)
            : Double.NaN;
    if (!Double.isFinite(value)) {
      throw refuse(what + ": " + ModelFormatException.quote(text) + " is no finite number");
    }
    return value;
  }

  ModelFormatException refuse(String why) {
    return new ModelFormatException("line " + number + ": " + why);
  }
}
