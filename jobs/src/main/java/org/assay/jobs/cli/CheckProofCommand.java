package org.assay.jobs.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.checker.ProofCheck;
import org.assay.checker.Rejection;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.repair.PatchProof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Judges what {@code patch --proof} wrote, by code that shares nothing with the prover. */
@Command(
    name = "check-proof",
    description = "Judges the artifacts of impossible patches, by code of its own.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the folder that patch --proof wrote, or one question's folder in it; with --network",
      "         also the network that the artifact must be about.",
      "Output:  a line a question: every unit's range and phase was found again in quotients of",
      "         integers, and query.smt2 is what remains; or what is wrong, and exit code 3. Whether",
      "         query.smt2 is unsat any solver tells, unless the ranges alone show it.",
      "Example: assay check-proof proofs --network m.onnx"
    })
final class CheckProofCommand implements Callable<Integer> {

  private static final int WRONG = 3;
  private static final String MANIFEST = "/manifest.txt";

  private final Invocation invocation;

  @Parameters(paramLabel = "FOLDER", description = "By any Hadoop path.")
  private String folder = "";

  @ArgGroup(exclusive = false)
  private @Nullable NetworkOptions network;

  CheckProofCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    FileStore files = new FileStore(new Configuration());
    String expected =
        network == null ? null : PatchProof.network(network.source().read(files).network());
    boolean isRight = true;
    for (String one : artifacts(files)) {
      isRight &= isRight(files, one, expected);
    }
    return isRight ? 0 : WRONG;
  }

  private List<String> artifacts(FileStore files) {
    if (!files.isFolder(folder)) {
      throw new BadInput(folder + ": no such folder; name the one that patch --proof wrote");
    }
    if (files.exists(folder + MANIFEST)) {
      return List.of(folder);
    }
    List<String> found = new ArrayList<>();
    for (String name : files.names(folder)) {
      if (files.exists(folder + "/" + name + MANIFEST)) {
        found.add(folder + "/" + name);
      }
    }
    if (found.isEmpty()) {
      throw new BadInput(
          folder + ": neither manifest.txt nor folders with one are here; is it that of --proof?");
    }
    return found;
  }

  private boolean isRight(FileStore files, String artifact, @Nullable String expected) {
    Map<String, byte[]> contents = new HashMap<>();
    for (String name : files.names(artifact)) {
      if (!name.startsWith(".")) {
        contents.put(name, files.read(artifact + "/" + name));
      }
    }
    String line;
    boolean isRight = false;
    try {
      ProofCheck.Held held = ProofCheck.check(contents);
      isRight = expected == null || isSame(contents, expected);
      line = isRight ? told(held) : PatchProof.NETWORK + " is another network than --network";
    } catch (Rejection e) {
      line = String.valueOf(e.getMessage());
    }
    String word = isRight ? "RIGHT   " : "WRONG   ";
    invocation.console().out().println(word + artifact + ": " + line);
    return isRight;
  }

  private static boolean isSame(Map<String, byte[]> contents, String expected) {
    return Arrays.equals(
        contents.get(PatchProof.NETWORK), expected.getBytes(StandardCharsets.UTF_8));
  }

  private static String told(ProofCheck.Held held) {
    return "%d of %d units are removed rightly; %s (decided by %s)"
        .formatted(
            held.removed(),
            held.removed() + held.open(),
            held.byRanges()
                ? "the ranges alone show that there is no patch"
                : "there is none iff query.smt2 is unsat: ask a solver",
            held.decided());
  }
}
