package org.assay.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.dataset.Stroke.Point;

/**
 * One way in which people write a digit, on paper of height 1: strokes separated by {@code ;}, each
 * a smooth line through knots {@code x,y}, with a corner wherever {@code |} stands after a knot.
 *
 * @param share how often it is met among the styles of its digit
 * @param knots its strokes
 */
record DigitStyle(double share, String knots) {

  private static final double SHAKE = 0.034;

  private static final List<List<DigitStyle>> STYLES =
      List.of(
          List.of(
              style(3, ".52,.02 .26,.12 .1,.48 .2,.86 .46,.98 .74,.84 .86,.48 .74,.12 .5,.02"),
              style(2, ".66,.1 .42,.02 .16,.26 .1,.64 .32,.97 .66,.92 .88,.56 .8,.2 .56,.06"),
              style(1, ".4,.06 .16,.4 .2,.84 .48,1 .76,.78 .8,.36 .62,.06 .36,.08"),
              style(1, ".62,.14 .4,0 .1,.4 .14,.8 .4,.98 .7,.8 .8,.4 .68,.1 .5,.06 .42,.2")),
          List.of(
              style(5, ".5,0 .5,.5 .5,1"),
              style(2, ".36,.18 .52,0 | .51,.5 .49,1"),
              style(0.3, ".3,.24 .52,0 | .5,.98 ; .28,1 .74,.98")),
          List.of(
              style(3, ".14,.24 .34,.04 .64,.06 .74,.3 .5,.66 .12,.96 | .5,.93 .92,.94"),
              style(3, ".12,.22 .38,.02 .7,.1 .7,.4 .46,.76 .18,.97 .06,.86 .24,.76 .54,.9 .96,.9"),
              style(1, ".2,.14 .5,0 .74,.2 .62,.54 .34,.84 .2,.96 | .42,.9 .86,1")),
          List.of(
              style(
                  3,
                  ".14,.12 .44,0 .72,.14 .6,.4 .34,.48 | .64,.52 .82,.74 .58,.97 .24,.98 .06,.86"),
              style(2, ".16,.06 .56,.02 .74,.2 .52,.44 .4,.48 .72,.58 .78,.84 .46,1 .1,.92"),
              style(1, ".14,.06 .78,.02 | .42,.4 | .72,.52 .8,.8 .48,1 .1,.9")),
          List.of(
              style(3, ".18,.04 .1,.34 .18,.52 .5,.52 .84,.44 ; .8,0 .74,.5 .68,1"),
              style(2, ".24,.0 .1,.5 | .5,.5 .88,.46 ; .74,.1 .68,.5 .62,1"),
              style(1, ".66,0 .34,.32 .08,.62 | .5,.62 .92,.58 ; .66,0 .64,.5 .6,1")),
          List.of(
              style(
                  3,
                  ".26,.06 .2,.42 | .48,.36 .74,.54 .72,.84 .4,1 .06,.92 ; .26,.06 .56,.04 .88,0"),
              style(2, ".86,.02 .52,.06 .3,.08 | .22,.44 | .52,.42 .72,.62 .62,.9 .3,1 .06,.9")),
          List.of(
              style(3, ".62,0 .32,.24 .12,.6 .22,.92 .5,.98 .72,.8 .64,.6 .4,.58 .18,.78"),
              style(2, ".44,0 .22,.34 .14,.7 .32,.97 .62,.94 .76,.72 .58,.54 .32,.62 .2,.8")),
          List.of(
              style(4, ".08,.1 .46,.06 .84,.05 | .66,.42 .48,1"),
              style(1.5, ".06,.24 .12,.06 .5,.08 .84,.05 | .62,.48 .46,1"),
              style(1, ".1,.08 .46,.06 .84,.05 | .62,.48 .46,1 ; .34,.52 .58,.5 .82,.5")),
          List.of(
              style(
                  3,
                  ".76,.12 .48,0 .22,.16 .36,.4 .64,.6 .72,.84 .46,1 .18,.86 .3,.6 .62,.38 .78,.14"),
              style(
                  2,
                  ".5,.46 .26,.3 .3,.06 .56,0 .76,.16 .68,.36 .46,.5 .2,.7 .24,.94 .52,1 .74,.86 .7,.62 .5,.46")),
          List.of(
              style(3, ".74,.14 .48,.02 .2,.18 .2,.42 .46,.48 .7,.3 .76,.12 | .74,.5 .64,1"),
              style(
                  2,
                  ".72,.2 .5,.02 .24,.12 .18,.36 .4,.46 .66,.32 .74,.14 | .76,.56 .68,.84 .48,1"),
              style(1, ".7,.1 .44,.02 .2,.22 .32,.46 .6,.4 .74,.14 .7,.5 .66,1")));

  private static DigitStyle style(double share, String knots) {
    return new DigitStyle(share, knots);
  }

  /** A style of a digit, by their shares. */
  static DigitStyle choose(int digit, Random random) {
    List<DigitStyle> styles = STYLES.get(digit);
    double all = 0;
    for (DigitStyle style : styles) {
      all += style.share;
    }
    double left = all * random.nextDouble();
    for (DigitStyle style : styles) {
      left -= style.share;
      if (left < 0) {
        return style;
      }
    }
    return styles.get(0);
  }

  /** The strokes, with every knot shaken; a corner's pieces are strokes of their own. */
  List<Stroke> strokes(Random random) {
    List<Stroke> strokes = new ArrayList<>();
    for (String stroke : knots.split(";", -1)) {
      List<Point> piece = new ArrayList<>();
      for (String word : stroke.strip().split(" +", -1)) {
        if (word.equals("|")) {
          Point corner = piece.get(piece.size() - 1);
          strokes.add(Stroke.through(piece));
          piece = new ArrayList<>(List.of(corner));
        } else {
          piece.add(shaken(word, random));
        }
      }
      strokes.add(Stroke.through(piece));
    }
    return strokes;
  }

  private static Point shaken(String knot, Random random) {
    int comma = knot.indexOf(',');
    return new Point(
            Double.parseDouble(knot.substring(0, comma)),
            Double.parseDouble(knot.substring(comma + 1)))
        .plus(SHAKE * random.nextGaussian(), SHAKE * random.nextGaussian());
  }
}
