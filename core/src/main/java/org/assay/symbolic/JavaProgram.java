package org.assay.symbolic;

import java.util.List;
import java.util.Locale;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** The frame of a program in Java: its class, weights as text, and what a process does. */
final class JavaProgram {

  /** Numbers a text block; a string constant holds 65,535 bytes, a double takes up to 25. */
  private static final int PER_BLOCK = 2_400;

  private static final int PER_LINE = 6;

  private JavaProgram() {}

  static String of(Network network, boolean coefficients) {
    StringBuilder comment = new StringBuilder("/**\n");
    ProgramWriter.about(network, coefficients)
        .lines()
        .forEach(line -> comment.append(" * ").append(line).append('\n'));
    StringBuilder source = new StringBuilder(" */\nfinal class NetworkProgram {\n\n");
    for (ProgramStep step : ProgramStep.of(network)) {
      Linear linear = step.linear();
      if (linear != null) {
        source.append("  // ").append(linear.describe()).append(".\n");
        numbers(source, network, "w" + step.number(), ProgramWriter.weight(linear));
        numbers(source, network, "b" + step.number(), ProgramWriter.bias(linear));
      }
    }
    source.append(run(network, coefficients)).append(coefficients ? PRINT_WITH : PRINT);
    return comment + types(source.append(PROCESS).toString(), network);
  }

  private static void numbers(StringBuilder source, Network network, String name, Tensor numbers) {
    source.append("  private static final TYPE[] %s =\n      numbers(\n".formatted(name));
    source.append("          ").append(numbers.size());
    for (int from = 0; from < numbers.size(); from += PER_BLOCK) {
      source.append(",\n          \"\"\"");
      for (int i = from; i < Math.min(from + PER_BLOCK, numbers.size()); i++) {
        source.append((i - from) % PER_LINE == 0 ? "\n" : " ");
        source.append(ProgramWriter.exactly(network.elementType(), numbers.at(i)));
      }
      source.append("\n\"\"\"");
    }
    source.append(");\n\n");
  }

  private static String run(Network network, boolean coefficients) {
    List<ProgramStep> steps = ProgramStep.of(network);
    int last = steps.size();
    Code code = new Code(1);
    code.line("/**");
    code.line(" * The logits of an image of %d pixels.", network.inputs());
    if (coefficients) {
      code.line(" *");
      code.line(" * @param coefficients takes those of every logit, %d each", network.inputs());
    }
    code.line(" */");
    code.open("static TYPE[] run(TYPE[] s0%s)", coefficients ? ", TYPE[] coefficients" : "");
    if (coefficients) {
      code.line("TYPE[] coeftemp = new TYPE[%d];", network.inputs());
      code.line("TYPE[] coef0 = new TYPE[%d * %d];", network.inputs(), network.inputs());
    }
    for (ProgramStep step : steps) {
      code.line("TYPE[] s%d = new TYPE[%d];", step.number(), step.size());
      if (coefficients) {
        String array =
            step.number() == last
                ? "coefficients"
                : "new TYPE[%d * %d]".formatted(step.size(), network.inputs());
        code.line("TYPE[] coef%d = %s;", step.number(), array);
      }
    }
    String loops = ProgramLoops.of(network, coefficients, 2);
    return code + loops + new Code(2).line("return s%d;", last) + "  }\n";
  }

  private static String types(String source, Network network) {
    String type = ProgramWriter.typeName(network);
    String boxed = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    return source
        .replace("TYPE", type)
        .replace("BOXED", boxed)
        .replace("PIXELS", String.valueOf(network.inputs()))
        .replace("LABELS", String.valueOf(network.labels()));
  }

  private static final String PRINT =
      """

        private static void print(TYPE[] image) {
          TYPE[] logits = run(image);
          System.out.println("label " + label(logits));
          for (int i = 0; i < logits.length; i++) {
            System.out.println("logit " + i + " " + BOXED.toHexString(logits[i]));
          }
        }
      """;

  private static final String PRINT_WITH =
      """

        private static void print(TYPE[] image) {
          TYPE[] coefficients = new TYPE[LABELS * PIXELS];
          TYPE[] logits = run(image, coefficients);
          System.out.println("label " + label(logits));
          for (int i = 0; i < logits.length; i++) {
            System.out.println("logit " + i + " " + BOXED.toHexString(logits[i]));
          }
          for (int i = 0; i < logits.length; i++) {
            StringBuilder line = new StringBuilder("coefficients " + i);
            for (int j = 0; j < PIXELS; j++) {
              line.append(' ').append(BOXED.toHexString(coefficients[i * PIXELS + j]));
            }
            System.out.println(line);
          }
        }
      """;

  private static final String PROCESS =
      """

        /** The lowest index among the largest logits. */
        static int label(TYPE[] logits) {
          int best = 0;
          for (int i = 0; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
              best = i;
            }
          }
          return best;
        }

        /** Reads PIXELS numbers from standard input; prints label and logits. */
        public static void main(String[] arguments) {
          TYPE[] image = new TYPE[PIXELS];
          int count = 0;
          java.util.Scanner in = new java.util.Scanner(System.in);
          while (in.hasNext()) {
            String token = in.next();
            try {
              TYPE value = BOXED.parseBOXED(token);
              if (count < PIXELS) {
                image[count] = value;
              }
              count++;
            } catch (NumberFormatException e) {
              System.err.println("'" + token + "' is no number; give PIXELS numbers");
              System.exit(2);
            }
          }
          if (count != PIXELS) {
            System.err.println("got " + count + " numbers; give PIXELS, one a pixel");
            System.exit(2);
          }
          print(image);
        }

        private static TYPE[] numbers(int count, String... blocks) {
          TYPE[] numbers = new TYPE[count];
          int at = 0;
          for (String block : blocks) {
            for (String number : block.strip().split("\\\\s+")) {
              numbers[at++] = BOXED.parseBOXED(number);
            }
          }
          return numbers;
        }
      }
      """;
}
