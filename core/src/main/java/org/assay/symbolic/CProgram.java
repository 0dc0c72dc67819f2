package org.assay.symbolic;

import java.util.List;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** The frame of a program in C99: its guards, weights as arrays, and what a process does. */
final class CProgram {

  private static final int PER_LINE = 6;

  private CProgram() {}

  static String of(Network network, boolean coefficients) {
    StringBuilder comment = new StringBuilder("/*\n");
    ProgramWriter.about(network, coefficients)
        .lines()
        .forEach(line -> comment.append(" * ").append(line).append('\n'));
    StringBuilder source = new StringBuilder(HEAD);
    for (ProgramStep step : ProgramStep.of(network)) {
      Linear linear = step.linear();
      if (linear != null) {
        source.append("/* ").append(linear.describe()).append(". */\n");
        numbers(source, network, "w" + step.number(), ProgramWriter.weight(linear));
        numbers(source, network, "b" + step.number(), ProgramWriter.bias(linear));
      }
    }
    source
        .append(run(network, coefficients))
        .append(LABEL)
        .append(coefficients ? PRINT_WITH : PRINT);
    return comment + types(source.append(PROCESS).toString(), network);
  }

  private static void numbers(StringBuilder source, Network network, String name, Tensor numbers) {
    source.append("static const TYPE %s[%d] = {".formatted(name, numbers.size()));
    for (int i = 0; i < numbers.size(); i++) {
      source.append(i == 0 ? "\n    " : i % PER_LINE == 0 ? ",\n    " : ", ");
      source.append(ProgramWriter.literal(network.elementType(), numbers.at(i)));
    }
    source.append("};\n\n");
  }

  private static String run(Network network, boolean coefficients) {
    List<ProgramStep> steps = ProgramStep.of(network);
    int last = steps.size();
    int pixels = network.inputs();
    Code arrays = new Code(0);
    for (ProgramStep step : steps.subList(0, last - 1)) {
      arrays.line("static TYPE s%d[%d];", step.number(), step.size());
    }
    if (coefficients) {
      arrays.line("static TYPE coeftemp[%d];", pixels);
      arrays.line("static TYPE coef0[%d * %d];", pixels, pixels);
      for (ProgramStep step : steps.subList(0, last - 1)) {
        arrays.line("static TYPE coef%d[%d * %d];", step.number(), step.size(), pixels);
      }
    }
    arrays.line("").line("/* The logits of an image%s. */", coefficients ? AND_COEFFICIENTS : "");
    arrays.open(
        "void network_run(const TYPE s0[%d], TYPE s%d[%d]%s)",
        pixels,
        last,
        network.labels(),
        coefficients ? ", TYPE coef%d[%d * %d]".formatted(last, network.labels(), pixels) : "");
    return arrays + ProgramLoops.of(network, coefficients, 1) + "}\n";
  }

  private static String types(String source, Network network) {
    boolean single = network.elementType() == ElementType.FLOAT32;
    return source
        .replace("TYPE", ProgramWriter.typeName(network))
        .replace("PARSE", single ? "strtof" : "strtod")
        .replace("PIXELS", String.valueOf(network.inputs()))
        .replace("LABELS", String.valueOf(network.labels()));
  }

  private static final String AND_COEFFICIENTS =
      ", and the coefficients of every logit with respect to every pixel";

  private static final String HEAD =
      """
       *
       * Compile with: cc -std=c99 -O2 -ffp-contract=off FILE.c
       * Its arrays are static: for one thread at a time.
       */
      #include <float.h>
      #include <stdio.h>
      #include <stdlib.h>

      #if defined(__FAST_MATH__)
      #error "compile without -ffast-math: it changes the order of additions"
      #endif
      #if FLT_EVAL_METHOD != 0
      #error "compile so that every operation rounds to its type, such as with -msse2 -mfpmath=sse"
      #endif
      #if defined(__GNUC__) && !defined(__clang__)
      #pragma GCC optimize("fp-contract=off")
      #else
      #pragma STDC FP_CONTRACT OFF
      #endif

      """;

  private static final String LABEL =
      """

      /* The lowest index among the largest logits. */
      int network_label(const TYPE logits[LABELS]) {
        int best = 0;
        for (int i = 0; i < LABELS; i++) {
          if (logits[i] > logits[best]) {
            best = i;
          }
        }
        return best;
      }

      #ifndef NETWORK_WITHOUT_MAIN
      """;

  private static final String PRINT =
      """
      static void print(const TYPE image[PIXELS]) {
        static TYPE logits[LABELS];
        network_run(image, logits);
        printf("label %d\\n", network_label(logits));
        for (int i = 0; i < LABELS; i++) {
          printf("logit %d %a\\n", i, (double) logits[i]);
        }
      }
      """;

  private static final String PRINT_WITH =
      """
      static void print(const TYPE image[PIXELS]) {
        static TYPE logits[LABELS];
        static TYPE coefficients[LABELS * PIXELS];
        network_run(image, logits, coefficients);
        printf("label %d\\n", network_label(logits));
        for (int i = 0; i < LABELS; i++) {
          printf("logit %d %a\\n", i, (double) logits[i]);
        }
        for (int i = 0; i < LABELS; i++) {
          printf("coefficients %d", i);
          for (int j = 0; j < PIXELS; j++) {
            printf(" %a", (double) coefficients[i * PIXELS + j]);
          }
          printf("\\n");
        }
      }
      """;

  private static final String PROCESS =
      """

      /* Reads PIXELS numbers from standard input; prints label and logits. */
      int main(void) {
        static TYPE image[PIXELS];
        char token[512];
        int count = 0;
        while (scanf("%511s", token) == 1) {
          char *end;
          TYPE value = PARSE(token, &end);
          if (*end != '\\0') {
            fprintf(stderr, "'%s' is no number; give PIXELS numbers\\n", token);
            return 2;
          }
          if (count < PIXELS) {
            image[count] = value;
          }
          count++;
        }
        if (count != PIXELS) {
          fprintf(stderr, "got %d numbers; give PIXELS, one a pixel\\n", count);
          return 2;
        }
        print(image);
        return 0;
      }
      #endif
      """;
}
