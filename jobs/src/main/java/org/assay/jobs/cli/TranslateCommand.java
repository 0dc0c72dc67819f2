package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.network.Network;
import org.assay.symbolic.ProgramWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a network as a program. */
@Command(
    name = "translate",
    description = "Writes a network as one imperative program with an if for every activation.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network.",
      "Output:  a Java or C program that computes the network bit by bit in its stated order; with",
      "         several languages, each file gets its language's ending.",
      "Example: assay translate --network bundled:deepcheck --to java,c --out out/Program"
    })
final class TranslateCommand implements Callable<Integer> {

  /** A programming language. */
  enum Language {
    JAVA,
    C
  }

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--to",
      split = ",",
      required = true,
      paramLabel = "LANGUAGE",
      description = "java, c, or both with a comma.")
  private List<Language> languages = List.of();

  @Option(
      names = "--coefficients",
      description = "Write the instrumented program, which keeps every unit's coefficients too.")
  private boolean coefficients;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, by any Hadoop path.")
  private String file = "";

  TranslateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    FileStore files = new FileStore(new Configuration());
    Network function = network.source().read(files).network();
    List<String> written = new ArrayList<>();
    for (Language language : languages) {
      String name = place(language);
      files.replace(name, program(function, language));
      written.add(name);
    }
    PrintStream out = invocation.console().out();
    for (String name : written) {
      out.println("Program  " + name);
      out.println(
          name.endsWith(".java")
              ? "Next     java " + name + " < PIXELS   (numbers, one a token)"
              : "Next     cc -std=c99 -O2 -ffp-contract=off " + name + " && ./a.out < PIXELS");
    }
    return 0;
  }

  private String program(Network function, Language language) {
    try {
      return language == Language.JAVA
          ? ProgramWriter.java(function, coefficients)
          : ProgramWriter.c(function, coefficients);
    } catch (IllegalArgumentException e) {
      throw new BadInput(function.name() + ": " + e.getMessage(), e);
    }
  }

  private String place(Language language) {
    String ending = language == Language.JAVA ? ".java" : ".c";
    return file.endsWith(ending) ? file : file.replaceFirst("\\.(java|c)$", "") + ending;
  }
}
