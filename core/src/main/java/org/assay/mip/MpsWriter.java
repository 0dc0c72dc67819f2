package org.assay.mip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.mip.MixedProgram.Term;
import org.assay.mip.MixedProgram.Variable;

/**
 * Writes a program as free MPS. A comment says how many numbers are neither doubles nor written
 * exactly, but rounded to 24 characters. A variable that is in no row is left out; readers stumble
 * over it.
 */
public final class MpsWriter {

  private final MixedProgram program;
  private final Numbers numbers;
  private final Appendable out;

  /** What each variable has in rows. */
  private final List<List<Entry>> entries = new ArrayList<>();

  private record Entry(int row, Rational factor) {}

  private MpsWriter(MixedProgram program, Numbers numbers, Appendable out) {
    this.program = program;
    this.numbers = numbers;
    this.out = out;
    program.variables().forEach(variable -> entries.add(new ArrayList<>()));
    for (int r = 0; r < program.rows().size(); r++) {
      for (Term term : program.rows().get(r).terms()) {
        entries.get(term.variable()).add(new Entry(r, term.factor()));
      }
    }
  }

  /** Writes a program. */
  public static void write(MixedProgram program, Numbers numbers, Appendable out)
      throws IOException {
    new MpsWriter(program, numbers, out).write();
  }

  private void write() throws IOException {
    for (String about : program.about()) {
      line("* " + about);
    }
    line("* numbers rounded to 24 characters: " + rounded());
    line("NAME assay FREE");
    line("ROWS");
    line(" N none");
    for (int r = 0; r < program.rows().size(); r++) {
      String relation =
          switch (program.rows().get(r).relation()) {
            case AT_LEAST -> "G";
            case AT_MOST -> "L";
            case EQUAL -> "E";
          };
      line(" " + relation + " r" + r);
    }
    columns();
    line("RHS");
    for (int r = 0; r < program.rows().size(); r++) {
      Rational bound = program.rows().get(r).bound();
      if (bound.signum() != 0) {
        line(" rhs r" + r + " " + Decimals.text(bound, numbers));
      }
    }
    line("BOUNDS");
    for (int v = 0; v < program.variables().size(); v++) {
      if (!entries.get(v).isEmpty()) {
        bounds(program.variables().get(v));
      }
    }
    line("ENDATA");
  }

  private long rounded() {
    return program.rows().stream()
            .mapToLong(
                row ->
                    row.terms().stream()
                            .filter(term -> !Decimals.isExact(term.factor(), numbers))
                            .count()
                        + (Decimals.isExact(row.bound(), numbers) ? 0 : 1))
            .sum()
        + program.variables().stream()
            .mapToLong(
                variable ->
                    (Decimals.isExact(variable.low(), numbers) ? 0 : 1)
                        + (Decimals.isExact(variable.high(), numbers) ? 0 : 1))
            .sum();
  }

  private void columns() throws IOException {
    line("COLUMNS");
    boolean integers = false;
    for (int v = 0; v < program.variables().size(); v++) {
      Variable variable = program.variables().get(v);
      if (entries.get(v).isEmpty()) {
        continue;
      }
      if (variable.binary() != integers) {
        integers = variable.binary();
        line(" m" + v + " 'MARKER' " + (integers ? "'INTORG'" : "'INTEND'"));
      }
      for (Entry entry : entries.get(v)) {
        line(
            " "
                + variable.name()
                + " r"
                + entry.row()
                + " "
                + Decimals.text(entry.factor(), numbers));
      }
    }
    if (integers) {
      line(" end 'MARKER' 'INTEND'");
    }
  }

  private void bounds(Variable variable) throws IOException {
    if (variable.low().equals(variable.high())) {
      line(" FX b " + variable.name() + " " + Decimals.text(variable.low(), numbers));
    } else {
      line(" LO b " + variable.name() + " " + Decimals.text(variable.low(), numbers));
      line(" UP b " + variable.name() + " " + Decimals.text(variable.high(), numbers));
    }
  }

  private void line(String text) throws IOException {
    out.append(text).append('\n');
  }
}
