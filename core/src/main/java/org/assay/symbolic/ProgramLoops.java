package org.assay.symbolic;

import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a program, in the syntax that Java and C share. State {@code k} is the array {@code
 * sk}, its coefficients {@code coefk[unit * pixels + pixel]}; weights and biases are {@code wk} and
 * {@code bk}.
 */
final class ProgramLoops {

  private final Network network;
  private final boolean coefficients;
  private final String type;
  private final int pixels;
  private final Code code;

  private ProgramLoops(Network network, boolean coefficients, int depth) {
    this.network = network;
    this.coefficients = coefficients;
    this.type = ProgramWriter.typeName(network);
    this.pixels = network.inputs();
    this.code = new Code(depth);
  }

  /** The loops from the input to the logits, indented by so many blocks. */
  static String of(Network network, boolean coefficients, int depth) {
    ProgramLoops loops = new ProgramLoops(network, coefficients, depth);
    if (coefficients) {
      loops.identity();
    }
    for (ProgramStep step : ProgramStep.of(network)) {
      loops.step(step);
    }
    return loops.code.toString();
  }

  private void identity() {
    code.loop("i", pixels).loop("j", pixels);
    code.line("coef0[i * %d + j] = i == j ? 1 : 0;", pixels).close(2);
  }

  private void step(ProgramStep step) {
    code.line("// State %d: %s.", step.number(), step.describe());
    Linear linear = step.linear();
    if (linear instanceof Dense dense) {
      dense(step, dense);
    } else if (linear instanceof Conv conv) {
      conv(step, conv);
    } else {
      elementwise(step, (Affine) linear);
    }
  }

  private void dense(ProgramStep step, Dense dense) {
    int inputs = dense.input().size();
    code.loop("i", step.size());
    startSum();
    code.loop("index", inputs);
    term(step, "i * %d + index".formatted(inputs), "index");
    code.close(1);
    code.line("val += b%d[i];", step.number());
    finish(step);
    code.close(1);
  }

  /** An affine layer, or an activation without a linear layer before it. */
  private void elementwise(ProgramStep step, @Nullable Affine affine) {
    code.loop("i", step.size());
    if (affine == null) {
      code.line("%s val = s%d[i];", type, step.number() - 1);
      if (coefficients) {
        code.loop("j", pixels);
        code.line("coeftemp[j] = coef%d[i * %d + j];", step.number() - 1, pixels).close(1);
      }
    } else {
      startSum();
      term(step, "i", "i");
      code.line("val += b%d[i];", step.number());
    }
    finish(step);
    code.close(1);
  }

  private void conv(ProgramStep step, Conv conv) {
    Shape out = conv.output();
    code.loop("o", out.dimension(0)).loop("y", out.dimension(1)).loop("x", out.dimension(2));
    code.line("int i = (o * %d + y) * %d + x;", out.dimension(1), out.dimension(2));
    startSum();
    taps(step, conv);
    code.line("val += b%d[o];", step.number());
    finish(step);
    code.close(3);
  }

  /** The loops over a kernel; taps that fall outside the input add nothing. */
  private void taps(ProgramStep step, Conv conv) {
    Conv.Geometry g = conv.geometry();
    Shape kernel = conv.kernel().shape();
    int inRows = conv.input().dimension(1);
    int inColumns = conv.input().dimension(2);
    boolean padded = g.padTop() + g.padLeft() + g.padBottom() + g.padRight() > 0;
    code.loop("c", kernel.dimension(1)).loop("p", kernel.dimension(2));
    code.line("int row = %s;", place("y", g.strideRows(), g.padTop(), "p", g.dilationRows()));
    code.loop("q", kernel.dimension(3));
    String column = place("x", g.strideColumns(), g.padLeft(), "q", g.dilationColumns());
    code.line("int column = %s;", column);
    if (padded) {
      code.open("if (row >= 0 && row < %d && column >= 0 && column < %d)", inRows, inColumns);
    }
    code.line("int index = (%s * %d + row) * %d + column;", channel(conv), inRows, inColumns);
    String weight =
        "((o * %d + c) * %d + p) * %d + q"
            .formatted(kernel.dimension(1), kernel.dimension(2), kernel.dimension(3));
    term(step, weight, "index");
    code.close(padded ? 4 : 3);
  }

  private static String channel(Conv conv) {
    int groups = conv.geometry().groups();
    return groups == 1
        ? "c"
        : "(o / %d * %d + c)"
            .formatted(conv.output().dimension(0) / groups, conv.kernel().shape().dimension(1));
  }

  /** Where along an axis a tap of the kernel falls. */
  private static String place(String out, int stride, int pad, String tap, int dilation) {
    return out
        + (stride == 1 ? "" : " * " + stride)
        + (pad == 0 ? "" : " - " + pad)
        + (" + " + tap)
        + (dilation == 1 ? "" : " * " + dilation);
  }

  private void startSum() {
    code.line("%s val = 0;", type);
    if (coefficients) {
      code.loop("j", pixels).line("coeftemp[j] = 0;").close(1);
    }
  }

  private void term(ProgramStep step, String weight, String index) {
    int before = step.number() - 1;
    code.line("val += w%d[%s] * s%d[%s];", step.number(), weight, before, index);
    if (coefficients) {
      code.loop("j", pixels);
      code.line(
              "coeftemp[j] += w%d[%s] * coef%d[%s * %d + j];",
              step.number(), weight, before, index, pixels)
          .close(1);
    }
  }

  /** Stores the value, through an explicit branch where there is an activation. */
  private void finish(ProgramStep step) {
    Clip clip = step.clip();
    if (clip == null) {
      store(step, "val", "coeftemp[j]");
      return;
    }
    double low = network.elementType().round(clip.low());
    double high = network.elementType().round(clip.high());
    boolean bounded = false;
    if (low > Double.NEGATIVE_INFINITY) {
      // Not figure 2's "val > 0", by which a NaN would become 0 and no longer be seen.
      code.open("if (val <= %s)", bound(low));
      store(step, bound(low), "0");
      bounded = true;
    }
    if (high < Double.POSITIVE_INFINITY) {
      String test = "if (val >= %s)".formatted(bound(high));
      if (bounded) {
        code.next("else " + test);
      } else {
        code.open(test);
      }
      store(step, bound(high), "0");
      bounded = true;
    }
    if (bounded) {
      code.next("else");
    }
    store(step, "val", "coeftemp[j]");
    code.close(bounded ? 1 : 0);
  }

  private String bound(double bound) {
    return bound == 0 ? "0" : ProgramWriter.literal(network.elementType(), bound);
  }

  private void store(ProgramStep step, String value, String coefficient) {
    code.line("s%d[i] = %s;", step.number(), value);
    if (coefficients) {
      code.loop("j", pixels);
      code.line("coef%d[i * %d + j] = %s;", step.number(), pixels, coefficient).close(1);
    }
  }
}
