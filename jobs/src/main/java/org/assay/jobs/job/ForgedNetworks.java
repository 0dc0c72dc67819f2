package org.assay.jobs.job;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.assay.exact.Rational;
import org.assay.forge.Disguise;
import org.assay.forge.Switch;
import org.assay.forge.Truths;
import org.assay.forge.Window;
import org.assay.format.OnnxWriter;
import org.assay.format.VnnLibWriter;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.NoiseSwitchRow;
import org.assay.network.Network;
import org.assay.noise.Noise;
import org.assay.query.PixelDomain;
import org.assay.triggers.Lane;

/** Switches as rows and as files. */
public final class ForgedNetworks {

  private ForgedNetworks() {}

  /** The row of a switch. */
  public static ForgedRow row(int place, Switch of, PixelDomain box) {
    Network network = of.network();
    Truths truths = of.truths(network, box);
    Disguise disguise = of.disguise();
    Window window = of.window();
    return new ForgedRow(
        place,
        name(place, disguise.layers()),
        of.sigma(),
        of.omega(),
        disguise.layers(),
        disguise.exactProducts(),
        disguise.garbage(),
        Double.isInfinite(window.low()) ? null : window.low(),
        window.high(),
        disguise.seed(),
        box.low().toString(),
        box.high().toString(),
        network.contentHash(),
        Truths.word(truths.exact()),
        Truths.word(truths.biasLast()),
        Truths.word(truths.biasFirst()));
  }

  private static String name(int place, int layers) {
    String kind = layers == 0 ? "simple" : "disguised" + layers;
    return String.format(Locale.ROOT, "%s-%05d", kind, place);
  }

  /** The switch of a row. */
  static Switch of(ForgedRow row) {
    Double low = row.windowLow();
    Window window = new Window(low == null ? Double.NEGATIVE_INFINITY : low, row.windowHigh());
    return new Switch(
        row.sigma(),
        row.omega(),
        window,
        new Disguise(row.layers(), row.exactProducts(), row.garbage(), row.weightSeed()));
  }

  static PixelDomain box(ForgedRow row) {
    return new PixelDomain(Rational.parse(row.boxLow()), Rational.parse(row.boxHigh()));
  }

  /** The ONNX file of a row, made anew; {@link BadInput} where it is not what was stored. */
  public static byte[] file(ForgedRow row) {
    Network network = of(row).network();
    if (!network.contentHash().equals(row.networkHash())) {
      throw new BadInput(
          "forged network %d comes out as %s, stored is %s: another version of Assay made it; run forge suite again"
              .formatted(row.place(), network.contentHash(), row.networkHash()));
    }
    return OnnxWriter.write(network);
  }

  /** The property of a row in VNN-LIB, its truths in a comment. */
  public static String property(ForgedRow row) {
    String title =
        "A switch that rounding turns on or off. True of this file: EXACT %s, BIAS_LAST %s, BIAS_FIRST %s"
            .formatted(row.exact(), row.biasLast(), row.biasFirst());
    return property(row, title);
  }

  private static String property(ForgedRow row, String title) {
    return VnnLibWriter.write(title, Switch.property(box(row)), Switch.INPUTS, Switch.OUTPUTS);
  }

  /** The ONNX file of a perturbed copy. */
  public static byte[] copy(ForgedRow row, Noise noise) {
    return OnnxWriter.write(noise.of(of(row).network()));
  }

  /** The property of a perturbed copy in VNN-LIB, what was answered about it in a comment. */
  public static String property(ForgedRow row, NoiseSwitchRow copy) {
    String title =
        "A switch after noise of %s. Answered about this file: EXACT %s, BIAS_LAST %s, BIAS_FIRST %s"
            .formatted(copy.epsilon(), copy.exact(), copy.biasLast(), copy.biasFirst());
    return property(row, title);
  }

  /** What is true in an arithmetic. */
  static String truth(ForgedRow row, Lane lane) {
    return switch (lane) {
      case EXACT -> row.exact();
      case BIAS_LAST -> row.biasLast();
      case BIAS_FIRST -> row.biasFirst();
    };
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
