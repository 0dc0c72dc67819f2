package org.assay.jobs.report;

import java.util.List;

/** What the report's words mean, and what it does not tell. */
final class PlainWords {

  private PlainWords() {}

  record Definition(String term, String meaning) {}

  static final List<Definition> DEFINITIONS =
      List.of(
          new Definition(
              "Attackable pixel, attackable pair",
              "The pixel (or the two pixels together) can be given values within the pixel domain"
                  + " so that another label's logit is strictly greater than that of the predicted"
                  + " label, all other pixels unchanged."),
          new Definition(
              "Pattern scope",
              "Only changes that keep the activation pattern, that is, which units of the network"
                  + " are active for this image, are looked at. Robust in pattern scope says"
                  + " nothing of changes that lead to another pattern: an image without an attack"
                  + " here may still have one there."),
          new Definition(
              "Full scope",
              "All values of the pixels are looked at, whatever the activation pattern there."
                  + " Robust in full scope means that no change of these pixels within their"
                  + " domain flips the label. It finds whatever pattern scope finds."),
          new Definition(
              "Grid inputs",
              "Only the 256 values of an 8-bit pixel count: b/255 for b from 0 to 255, rounded to"
                  + " the network's element type. Robust over real inputs implies robust over the"
                  + " grid, not the other way round. Other questions range over real numbers."),
          new Definition(
              "New",
              "An attackable pair of which neither pixel is attackable alone, within the same"
                  + " scope."),
          new Definition(
              "Witness",
              "The attacking values. Each was run through the network again in exact arithmetic"
                  + " before it was stored. FLOAT: the values are float32 numbers; RATIONAL: they"
                  + " lie between float32 numbers and are stored as quotients."),
          new Definition(
              "Arithmetic EXACT",
              "The network as a function of real numbers on its own weights, without any rounding."
                  + " What a program computes in float32 can differ by rounding; what float32 in"
                  + " the stated order says of each FLOAT witness is a column of its own."),
          new Definition(
              "Robust, Violated, Undecided",
              "Robust: proved that no such change exists. Violated: a witness exists and was"
                  + " checked. Undecided: no answer, with the reason; never counted as robust."),
          new Definition(
              "Tie",
              "A robust question whose largest margin is exactly zero: another label draws level"
                  + " and never gets ahead. An image with two equal largest logits is tied itself"
                  + " and is not audited."),
          new Definition(
              "Important pixels: abs, co, coi",
              "C is how much the predicted label's logit grows with the pixel along the image's"
                  + " activation pattern. abs ranks by the magnitude of C, co by C, coi by C times"
                  + " the pixel's value; ties go to the lower pixel number."),
          new Definition(
              "Trigger",
              "A pixel of which one range of values flips many images at once: at least a quarter of"
                  + " them, more than ten robust spreads above the median of all pixels, and at"
                  + " least three times as many as the strongest pixel that does not stand out so."
                  + " EXACT is held over all real values; BIAS_LAST and BIAS_FIRST, the network's"
                  + " own floats with the bias added last or first, over the values of an 8-bit"
                  + " image. That a trigger works in one arithmetic and not in another, or that"
                  + " unchanged images have other labels there, is a finding of its own."),
          new Definition(
              "Robustness within a radius, adversarial error",
              "Every pixel may move by at most the radius (L-infinity) and stays within the pixel"
                  + " domain, all at once. An image is certified if it is proved that its true label"
                  + " is beaten nowhere there; the adversarial error is the share of images that are"
                  + " beaten somewhere, misclassified ones among them. Undecided images lie between"
                  + " its lower and its upper bound."),
          new Definition(
              "Property, sat and unsat",
              "A property in VNN-LIB states inputs and outputs that a network must not bring"
                  + " together, taken exactly as its file writes it. unsat: proved that no real"
                  + " input does; sat: a point does, run again in exact arithmetic, and the"
                  + " network's own floats show it, or miss it by at most 1e-4. A point that only"
                  + " real numbers show is a finding of its own."),
          new Definition(
              "Smallest change",
              "Of one pixel, to a float32 value that was checked to attack. The infimum over real"
                  + " numbers, which no value need attain, is stored beside it."));

  static final List<String> LIMITS =
      List.of(
          "Shares of attackable images in pattern scope are lower bounds: attacks that change the"
              + " activation pattern are not counted.",
          "Only changes of one or two pixels, and small changes of all pixels, are asked for here;"
              + " other changes of the image (rotation, say) are other questions.",
          "The figures hold for these images and this network file. They are counts, not estimates,"
              + " and say nothing by themselves of images that were not looked at.",
          "Verdicts in EXACT arithmetic concern real numbers: fused or reordered sums can label a border"
              + " case differently. Verdicts in ANY_ORDER cover every order and grouping of sums in the"
              + " network's element type, fused or not. Neither covers accelerators with reduced"
              + " precision (TF32, bfloat16), Winograd or FFT convolutions, flush-to-zero or rewritten"
              + " graphs.");
}
