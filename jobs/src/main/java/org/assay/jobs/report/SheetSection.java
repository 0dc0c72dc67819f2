package org.assay.jobs.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run found, told by sheets alone.
 *
 * @param lead what was asked, in a sentence or two
 * @param arguments of the run, as given
 * @param keys the few figures that matter
 */
record SheetSection(
    String title, String lead, String arguments, List<Key> keys, List<Sheet> sheets) {

  /** A figure that matters. */
  record Key(String figure, String meaning) {}

  SheetSection {
    keys = List.copyOf(keys);
    sheets = List.copyOf(sheets);
  }

  List<DomContent> keyParts() {
    return keys.stream().map(key -> PageParts.key(key.figure(), key.meaning())).toList();
  }

  List<DomContent> parts() {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2(title));
    parts.add(p(text(lead + " Asked by "), code(arguments)));
    sheets.forEach(sheet -> parts.add(PageParts.sheet(sheet)));
    return parts;
  }

  /** As the terminal shows it. */
  String terminal() {
    StringBuilder all = new StringBuilder(title).append('\n');
    sheets.forEach(sheet -> all.append('\n').append(TerminalTables.text(sheet)));
    return all.toString();
  }
}
