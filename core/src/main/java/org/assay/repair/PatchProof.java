package org.assay.repair;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;

/**
 * What others need to check that no patch within a question's bound exists: lines of text in which
 * every number is an exact quotient.
 *
 * <p>{@link #NETWORK}: layers, weights and biases. {@link #QUESTION}: the biases that move, how
 * far, and what is demanded of which input. {@link #UNITS}: each unit of each example with the
 * exact range of its sum and whether that leaves it one phase, then the range of all that is
 * demanded. {@link #QUERY}: what remains, in SMT-LIB 2, unsatisfiable iff no patch exists. Nothing
 * of that is about how it was proved. {@code org.assay.checker} judges these texts by other code.
 * Immutable.
 */
public final class PatchProof {

  public static final String NETWORK = "network.txt";
  public static final String QUESTION = "question.txt";
  public static final String UNITS = "units.txt";
  public static final String QUERY = "query.smt2";

  private final BiasPatch.Question question;
  private final ProofUnits units;

  private PatchProof(BiasPatch.Question question) {
    this.question = question;
    this.units = ProofUnits.of(question);
  }

  public static PatchProof of(BiasPatch.Question question) {
    return new PatchProof(question);
  }

  /** Whether ranges alone show that something demanded is nowhere so. */
  public boolean isByBounds() {
    return units.wanted().stream().anyMatch(ProofUnits.Wanted::isImpossible);
  }

  /** Units of all examples. */
  public int units() {
    return units.units().size();
  }

  /** Those of more than one phase, which the query is about. */
  public int open() {
    return units.variables().size() - units.changes();
  }

  /** The remaining query. */
  public String query() {
    return ProofQuery.of(units);
  }

  /** All texts by the names of their files. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(NETWORK, network(question.network()));
    texts.put(QUESTION, asked());
    texts.put(UNITS, ranges());
    texts.put(QUERY, query());
    return texts;
  }

  /** A network as {@link #NETWORK} has it. */
  public static String network(Network network) {
    StringBuilder text = new StringBuilder();
    text.append("network ").append(network.contentHash()).append('\n');
    text.append("inputs ").append(network.inputs()).append('\n');
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      if (layer instanceof Linear linear) {
        text.append("layer ").append(l).append(" linear\n");
        rows(linear.rows(), text);
      } else {
        Clip clip = (Clip) layer;
        text.append("layer ").append(l).append(" clip ").append(end(clip.low()));
        text.append(' ').append(end(clip.high())).append('\n');
      }
    }
    return text.toString();
  }

  private static String end(double end) {
    return Double.isFinite(end) ? Rational.of(end).toString() : "none";
  }

  private static void rows(SparseRows rows, StringBuilder text) {
    for (int r = 0; r < rows.rows(); r++) {
      text.append("row ").append(r).append(' ').append(Rational.of(rows.bias(r)));
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        text.append(' ').append(rows.column(k)).append(':');
        text.append(Rational.of(rows.weight(k)));
      }
      text.append('\n');
    }
  }

  private String asked() {
    StringBuilder text = new StringBuilder();
    text.append("bound ").append(question.bound()).append('\n');
    for (int p = 0; p < question.free().size(); p++) {
      Bias bias = question.free().biases().get(p).bias();
      Layer layer = question.network().layers().get(bias.layer());
      text.append("free ").append(p).append(' ');
      text.append(question.free().reach(p, question.bound()));
      text.append(" layer ").append(bias.layer()).append(" rows");
      for (int r = 0; r < layer.output().size(); r++) {
        if (Bias.of(layer, r) == bias.index()) {
          text.append(' ').append(r);
        }
      }
      text.append('\n');
    }
    int example = 0;
    for (Demand demand : question.keep()) {
      example(example++, demand, text);
    }
    for (Demand demand : question.change()) {
      example(example++, demand, text);
    }
    return text.toString();
  }

  private static void example(int number, Demand demand, StringBuilder text) {
    text.append("example ").append(number).append(' ');
    if (demand instanceof Demand.Label label) {
      text.append("label ").append(label.label());
    } else {
      text.append("outputs ").append(((Demand.Outputs) demand).within());
    }
    text.append(" input");
    for (double value : demand.input().toDoubles()) {
      text.append(' ').append(Rational.of(value));
    }
    text.append('\n');
  }

  private String ranges() {
    StringBuilder text = new StringBuilder();
    for (ProofUnits.Unit unit : units.units()) {
      text.append("unit ").append(unit.example()).append(' ').append(unit.layer());
      text.append(' ').append(unit.index()).append(' ');
      range(unit.range(), text);
      text.append(unit.phase().name().toLowerCase(Locale.ROOT)).append('\n');
    }
    for (int w = 0; w < units.wanted().size(); w++) {
      ProofUnits.Wanted wanted = units.wanted().get(w);
      text.append("demand ").append(wanted.example()).append(' ').append(w).append(' ');
      range(wanted.range(), text);
      text.append(wanted.isImpossible() ? "impossible" : "open").append('\n');
    }
    return text.toString();
  }

  private static void range(ProofUnits.Range range, StringBuilder text) {
    text.append(range.low()).append(' ').append(range.high()).append(' ');
  }
}
