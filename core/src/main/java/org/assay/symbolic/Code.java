package org.assay.symbolic;

import java.util.Locale;

/** Lines of source text, indented by their open blocks; the syntax that Java and C share. */
final class Code {

  private final StringBuilder text = new StringBuilder();
  private int depth;

  Code(int depth) {
    this.depth = depth;
  }

  Code line(String format, Object... values) {
    text.append("  ".repeat(depth)).append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  /** Opens a block behind this line. */
  Code open(String format, Object... values) {
    line(format + " {", values);
    depth++;
    return this;
  }

  /** Opens a loop of an index from 0 up to a limit. */
  Code loop(String index, int limit) {
    return open("for (int %1$s = 0; %1$s < %2$d; %1$s++)", index, limit);
  }

  /** Closes the innermost block and opens another behind it. */
  Code next(String format, Object... values) {
    depth--;
    line("} " + format + " {", values);
    depth++;
    return this;
  }

  Code close(int blocks) {
    for (int b = 0; b < blocks; b++) {
      depth--;
      line("}");
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
