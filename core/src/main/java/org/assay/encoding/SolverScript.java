package org.assay.encoding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.network.Network;
import org.assay.query.Property;

/** Writes a network, and what must not come of it, as one script in SMT-LIB 2. */
public final class SolverScript {

  private final TextTerms terms;
  private final Appendable out;

  private SolverScript(TextTerms terms, Appendable out) {
    this.terms = terms;
    this.out = out;
  }

  /**
   * Writes a script: satisfiable iff the property is violated, or some input exists where none is
   * given. The numbers are exact. It asks for the values of the inputs and outputs last.
   *
   * @throws IllegalArgumentException as {@link EncodedNetwork#of} and {@link EncodedProperty} do
   */
  public static void write(
      Network network, Optional<Property> property, NumberSort sort, Appendable out)
      throws IOException {
    TextTerms terms = new TextTerms(sort);
    EncodedNetwork<String, String> encoded = EncodedNetwork.of(network, terms);
    List<String> violated =
        property.map(p -> EncodedProperty.violated(p, terms, encoded)).orElse(List.of());
    SolverScript script = new SolverScript(terms, out);
    script.heading(network, property.isPresent());
    script.layers(encoded);
    script.comment("the question");
    script.assertAll(violated);
    script.ending(encoded);
  }

  private void heading(Network network, boolean asked) throws IOException {
    comment("network " + network.contentHash());
    comment("numbers " + terms.sort());
    comment(asked ? "satisfiable iff the property is violated" : "the network alone");
    line("(set-option :produce-models true)");
    line(terms.sort() instanceof NumberSort.Reals ? "(set-logic QF_LRA)" : "(set-logic QF_FP)");
  }

  private void layers(EncodedNetwork<String, String> encoded) throws IOException {
    comment("inputs");
    declare(encoded.inputs());
    for (EncodedLayer<String, String> layer : encoded.layers()) {
      comment(layer.layer().describe());
      declare(layer.outputs());
      assertAll(layer.constraints());
    }
  }

  private void ending(EncodedNetwork<String, String> encoded) throws IOException {
    line("(check-sat)");
    List<String> asked = new ArrayList<>(encoded.inputs());
    asked.addAll(encoded.outputs());
    line("(get-value (" + String.join(" ", asked) + "))");
  }

  private void declare(List<String> names) throws IOException {
    for (String name : names) {
      line("(declare-fun " + name + " () " + terms.sortName() + ")");
    }
  }

  private void assertAll(List<String> statements) throws IOException {
    for (String statement : statements) {
      line("(assert " + statement + ")");
    }
  }

  private void comment(String text) throws IOException {
    line("; " + text);
  }

  private void line(String text) throws IOException {
    out.append(text).append('\n');
  }
}
