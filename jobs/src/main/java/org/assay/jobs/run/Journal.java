package org.assay.jobs.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assay.jobs.table.Table;

/**
 * What a command that has not come to its end leaves in {@code OUT/.open/COMMAND}: its id, and a
 * file for each run that it began, with the key of what was asked. The same command takes it up.
 */
final class Journal {

  private static final String OPEN = "/.open";
  private static final String ID = "id";

  private final FileStore files;
  private final String out;
  private final String folder;
  private final String id;
  private final Map<String, List<String>> committed = new HashMap<>();
  private final Set<String> taken = new TreeSet<>();

  private Journal(FileStore files, String out, String command, String id) {
    this.files = files;
    this.out = out;
    this.folder = out + OPEN + "/" + command;
    String idFile = folder + "/" + ID;
    this.id = files.exists(idFile) ? text(idFile) : id;
  }

  /**
   * Takes up what the same command left, or starts anew. Of runs that no command committed, the
   * leftovers are deleted; the caller has the folder's lock.
   *
   * @param command name and arguments
   * @param id of a command that starts anew
   */
  static Journal open(FileStore files, String out, String command, String id) {
    Journal journal = new Journal(files, out, Key.of(command).substring(0, 16), id);
    for (String other : files.exists(out + OPEN) ? files.names(out + OPEN) : List.<String>of()) {
      journal.clean(out + OPEN + "/" + other);
    }
    files.replace(journal.folder + "/" + ID, journal.id);
    return journal;
  }

  private void clean(String other) {
    for (String run : files.names(other)) {
      if (run.equals(ID) || run.startsWith(".")) {
        continue;
      }
      if (!isCommitted(run)) {
        leftovers(run).forEach(files::delete);
        files.delete(other + "/" + run);
      } else if (other.equals(folder)) {
        committed.computeIfAbsent(text(other + "/" + run), key -> new ArrayList<>()).add(run);
        taken.add(run);
      }
    }
  }

  private boolean isCommitted(String run) {
    String row = out + "/runs/" + Table.RUN + "=" + run;
    return files.exists(row)
        && files.names(row).stream().anyMatch(name -> name.endsWith(".parquet"));
  }

  private List<String> leftovers(String run) {
    return files.names(out).stream()
        .filter(name -> !name.startsWith("."))
        .map(name -> out + "/" + name + "/" + Table.RUN + "=" + run)
        .filter(files::exists)
        .toList();
  }

  private String text(String file) {
    return new String(files.read(file), StandardCharsets.UTF_8);
  }

  /** The command's id; that of the command which is taken up. */
  String id() {
    return id;
  }

  /** The run of this command that was committed before and asked this; each is given once. */
  Optional<String> committed(String key) {
    List<String> runs = committed.getOrDefault(key, List.of());
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.remove(0));
  }

  /** The id of the next run, which asks this. */
  String begin(String key) {
    int number = 1;
    while (!taken.add(name(number))) {
      number++;
    }
    files.replace(folder + "/" + name(number), key);
    return name(number);
  }

  private String name(int number) {
    return number == 1 ? id : id + "-" + number;
  }

  /** Forgets the command, which has come to its end. */
  void end() {
    files.delete(folder);
    if (files.exists(out + OPEN) && files.names(out + OPEN).isEmpty()) {
      files.delete(out + OPEN);
    }
  }

  /** Forgets a command that failed before any of its runs was committed. */
  void endIfEmpty() {
    if (files.exists(folder) && taken.stream().noneMatch(this::isCommitted)) {
      end();
    }
  }
}
