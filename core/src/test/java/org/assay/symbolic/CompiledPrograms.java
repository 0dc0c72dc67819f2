package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** A network's programs, compiled into a folder by the compilers of this machine. */
final class CompiledPrograms implements AutoCloseable {

  /** What a program said: its label, logits, and one row of coefficients a logit or none. */
  record Said(int label, List<Double> logits, List<List<Double>> coefficients) {}

  private final Network network;
  private final boolean coefficients;
  private final URLClassLoader loader;
  private final Method run;
  private final Path binary;

  CompiledPrograms(Network network, boolean coefficients, Path folder) throws Exception {
    this.network = network;
    this.coefficients = coefficients;
    Path java = folder.resolve("AnyName.java");
    Files.writeString(java, ProgramWriter.java(network, coefficients));
    int problems =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-d",
                folder.toString(),
                java.toString());
    assertThat(problems).as("problems of javac").isZero();
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
    Class<?> array = network.elementType() == ElementType.FLOAT32 ? float[].class : double[].class;
    Class<?> program = loader.loadClass("NetworkProgram");
    run =
        coefficients
            ? program.getDeclaredMethod("run", array, array)
            : program.getDeclaredMethod("run", array);
    run.setAccessible(true);
    binary = folder.resolve("program");
    if (hasC()) {
      compileC(folder);
    }
  }

  /** Whether this machine has a C compiler; says so where it has none. */
  static boolean hasC() throws IOException {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, "gcc"))) {
        return true;
      }
    }
    System.out.println("No gcc on the PATH: programs in C are not compiled and not compared");
    return false;
  }

  private void compileC(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("program.c");
    Files.writeString(source, ProgramWriter.c(network, coefficients));
    List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-O2", "-ffp-contract=off"));
    command.addAll(List.of("-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-overlength-strings"));
    command.addAll(List.of("-o", binary.toString(), source.toString()));
    Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.waitFor()).as(text).isZero();
  }

  /** What the Java program's function gives; the label is read off the logits here. */
  Said java(Tensor image) throws ReflectiveOperationException {
    int size = coefficients ? network.labels() * network.inputs() : 0;
    double[] logits;
    double[] flat = new double[size];
    if (network.elementType() == ElementType.FLOAT32) {
      float[] into = new float[size];
      Object[] arguments =
          coefficients ? new Object[] {image.toFloats(), into} : new Object[] {image.toFloats()};
      logits = widened((float[]) run.invoke(null, arguments));
      flat = widened(into);
    } else {
      Object[] arguments =
          coefficients ? new Object[] {image.toDoubles(), flat} : new Object[] {image.toDoubles()};
      logits = (double[]) run.invoke(null, arguments);
    }
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; coefficients && i < network.labels(); i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < network.inputs(); j++) {
        row.add(flat[i * network.inputs() + j]);
      }
      rows.add(row);
    }
    int best = 0;
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      values.add(logits[i]);
      best = logits[i] > logits[best] ? i : best;
    }
    return new Said(best, values, rows);
  }

  private static double[] widened(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** What the C program's process prints. */
  Said c(Tensor image) throws IOException, InterruptedException {
    return said(output(new ProcessBuilder(binary.toString()), input(image), 0));
  }

  static String input(Tensor image) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < image.size(); i++) {
      text.append(Double.toHexString(image.at(i))).append(i % 28 == 27 ? '\n' : ' ');
    }
    return text.toString();
  }

  /** What a process prints, on both streams, given this text; it must end with this code. */
  static String output(ProcessBuilder builder, String input, int code)
      throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isEqualTo(code);
    return text;
  }

  static Said said(String text) {
    int label = -1;
    List<Double> logits = new ArrayList<>();
    List<List<Double>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.toLowerCase(Locale.ROOT).split(" ", -1);
      switch (words[0]) {
        case "label" -> label = Integer.parseInt(words[1]);
        case "logit" -> {
          assertThat(words[1]).isEqualTo(String.valueOf(logits.size()));
          logits.add(Double.parseDouble(words[2]));
        }
        default -> {
          assertThat(line).startsWith("coefficients " + rows.size() + " ");
          List<Double> row = new ArrayList<>();
          for (int j = 2; j < words.length; j++) {
            row.add(Double.parseDouble(words[j]));
          }
          rows.add(row);
        }
      }
    }
    return new Said(label, logits, rows);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
