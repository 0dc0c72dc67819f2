package org.assay.jobs.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Units that were written together, as the manifest {@code NUMBER.batch} lists them. Files that no
 * manifest names do not count.
 *
 * @param number by which batches of the same question follow each other
 * @param command id of the command that wrote it
 * @param files names in the folder
 * @param units keys
 * @param open keys of those that stayed undecided
 */
record Batch(
    String number, String command, List<String> files, List<String> units, Set<String> open) {

  static final String MANIFEST = ".batch";

  private static final String FIRST = "assay-batch-2";
  private static final String COMMAND = "command ";
  private static final String FILE = "file ";
  private static final String UNIT = "unit ";
  private static final String OPEN = "open ";
  private static final String END = "end ";

  Batch {
    files = List.copyOf(files);
    units = List.copyOf(units);
    open = Set.copyOf(open);
  }

  /** The manifest. Its last line says how many lines go before, so that a part is told from all. */
  String text() {
    List<String> lines = new ArrayList<>(List.of(FIRST, COMMAND + command));
    files.forEach(file -> lines.add(FILE + file));
    units.forEach(unit -> lines.add((open.contains(unit) ? OPEN : UNIT) + unit));
    lines.add(END + lines.size());
    return String.join("\n", lines) + "\n";
  }

  /** Reads a manifest; nothing where it is only a part of one. */
  static Optional<Batch> parse(String number, String text) {
    List<String> lines = text.lines().toList();
    int last = lines.size() - 1;
    if (last < 2
        || !text.endsWith("\n")
        || !lines.get(0).equals(FIRST)
        || !lines.get(last).equals(END + last)) {
      return Optional.empty();
    }
    List<String> files = new ArrayList<>();
    List<String> units = new ArrayList<>();
    Set<String> open = new HashSet<>();
    for (String line : lines.subList(2, last)) {
      if (line.startsWith(FILE)) {
        files.add(line.substring(FILE.length()));
      } else {
        String unit = line.substring(UNIT.length());
        units.add(unit);
        if (line.startsWith(OPEN)) {
          open.add(unit);
        }
      }
    }
    String command = lines.get(1).substring(COMMAND.length());
    return Optional.of(new Batch(number, command, files, units, open));
  }

  /** All batches in a folder, oldest first; what is unfinished is left out. */
  static Map<String, Batch> in(FileStore store, String folder) {
    Map<String, Batch> batches = new LinkedHashMap<>();
    if (store.exists(folder)) {
      for (String name : store.names(folder)) {
        if (name.endsWith(MANIFEST) && !name.startsWith(".")) {
          String number = name.substring(0, name.length() - MANIFEST.length());
          String text = new String(store.read(folder + "/" + name), StandardCharsets.UTF_8);
          parse(number, text).ifPresent(batch -> batches.put(number, batch));
        }
      }
    }
    return batches;
  }
}
