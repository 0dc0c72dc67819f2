package org.assay.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is claimed to be impossible: a network, the biases that move, and what is demanded.
 *
 * @param hash the network's name for others
 * @param reaches how far each bias may move
 */
record Statement(
    String hash, int inputs, List<Stage> stages, List<Quotient> reaches, List<Example> examples) {

  /** A layer. */
  sealed interface Stage {}

  /** Sums. */
  record Sums(List<Row> rows) implements Stage {}

  /** An activation between two ends, each null where there is none. */
  record Bend(@Nullable Quotient low, @Nullable Quotient high) implements Stage {

    Quotient of(Quotient x) {
      Quotient raised = low != null && x.isLess(low) ? low : x;
      return high != null && high.isLess(raised) ? high : raised;
    }
  }

  /** One sum; {@code moved} are the biases that move and are added to it. */
  record Row(Quotient bias, Map<Integer, Quotient> weights, List<Integer> moved) {}

  /** One input with its label, or else with how far outputs may move. */
  record Example(@Nullable Integer label, @Nullable Quotient within, List<Quotient> input) {}

  static Statement read(String network, String question) throws Rejection {
    Reader reader = new Reader();
    reader.each("network.txt", network);
    reader.each("question.txt", question);
    return new Statement(
        reader.hash, reader.inputs, reader.stages, reader.reaches, reader.examples);
  }

  /** Reads line by line. */
  private static final class Reader {
    private String hash = "";
    private int inputs;
    private Quotient bound = Quotient.ZERO;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Quotient> reaches = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();

    void each(String file, String text) throws Rejection {
      int number = 0;
      for (String line : text.lines().toList()) {
        number++;
        try {
          line(line.split(" ", -1));
        } catch (IllegalArgumentException
            | IndexOutOfBoundsException
            | ClassCastException
            | Rejection e) {
          throw new Rejection("%s, line %d: %s".formatted(file, number, e.getMessage()));
        }
      }
    }

    private void line(String[] words) throws Rejection {
      switch (words[0]) {
        case "network" -> hash = words[1];
        case "inputs" -> inputs = Integer.parseInt(words[1]);
        case "layer" -> layer(words);
        case "row" -> row(words);
        case "bound" -> bound = Quotient.read(words[1]);
        case "free" -> free(words);
        case "example" -> example(words);
        default -> throw new Rejection("unknown word " + words[0]);
      }
    }

    private void layer(String[] words) throws Rejection {
      place(words[1], stages.size());
      stages.add(
          words[2].equals("linear")
              ? new Sums(new ArrayList<>())
              : new Bend(end(words[3]), end(words[4])));
    }

    private static @Nullable Quotient end(String word) {
      return word.equals("none") ? null : Quotient.read(word);
    }

    private void row(String[] words) throws Rejection {
      List<Row> rows = ((Sums) stages.get(stages.size() - 1)).rows();
      place(words[1], rows.size());
      Map<Integer, Quotient> weights = new HashMap<>();
      for (int k = 3; k < words.length; k++) {
        int colon = words[k].indexOf(':');
        weights.merge(
            Integer.parseInt(words[k].substring(0, colon)),
            Quotient.read(words[k].substring(colon + 1)),
            Quotient::plus);
      }
      rows.add(new Row(Quotient.read(words[2]), weights, new ArrayList<>()));
    }

    private void free(String[] words) throws Rejection {
      place(words[1], reaches.size());
      Quotient reach = Quotient.read(words[2]);
      if (reach.sign() < 0 || bound.isLess(reach)) {
        throw new Rejection("a reach of %s is not from 0 to the bound %s".formatted(reach, bound));
      }
      reaches.add(reach);
      Sums sums = (Sums) stages.get(Integer.parseInt(words[4]));
      for (int k = 6; k < words.length; k++) {
        sums.rows().get(Integer.parseInt(words[k])).moved().add(reaches.size() - 1);
      }
    }

    private void example(String[] words) throws Rejection {
      place(words[1], examples.size());
      boolean isLabel = words[2].equals("label");
      List<Quotient> input = new ArrayList<>();
      for (int k = 5; k < words.length; k++) {
        input.add(Quotient.read(words[k]));
      }
      if (input.size() != inputs) {
        throw new Rejection("%d values, but %d inputs".formatted(input.size(), inputs));
      }
      examples.add(
          new Example(
              isLabel ? Integer.valueOf(words[3]) : null,
              isLabel ? null : Quotient.read(words[3]),
              input));
    }

    private static void place(String word, int expected) throws Rejection {
      if (Integer.parseInt(word) != expected) {
        throw new Rejection("number %s where %d comes".formatted(word, expected));
      }
    }
  }
}
