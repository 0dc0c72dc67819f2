package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * Everything that is known of one image: its rows, and the network run on it and on its witnesses
 * once more.
 *
 * @param stored what the tables say besides
 * @param original the network on the image
 * @param attacks the smallest attack of one pixel and the best-ranked pair, where there are such
 */
record ImageStory(
    Subject subject, Specimen specimen, Stored stored, Replay original, List<ShownAttack> attacks) {

  /**
   * An attack with what the network says of it.
   *
   * @param name part of its file's name
   * @param picture the witness with 8 bits a pixel
   * @param onGrid whether the picture shows the witness exactly
   * @param pictureLabel what ORDERED arithmetic says of the picture
   */
  record ShownAttack(
      String name,
      Attack attack,
      Replay replay,
      PixelPicture picture,
      boolean onGrid,
      int pictureLabel) {}

  /**
   * What the tables say of an image besides its specimen.
   *
   * @param answers its counts, question by question
   * @param importance scores, if they were asked for, by pixel
   */
  record Stored(List<PixelSummaryRow> answers, List<ImportanceRow> importance) {

    Stored {
      answers = List.copyOf(answers);
      importance = List.copyOf(importance);
    }
  }

  ImageStory {
    attacks = List.copyOf(attacks);
  }

  /** Runs the network on the image and on its witnesses. */
  static ImageStory of(Subject subject, Specimen specimen, Stored stored, Network network) {
    ImageRow image = specimen.image();
    List<ShownAttack> attacks = new ArrayList<>();
    specimen
        .smallestAttack()
        .ifPresent(
            row ->
                attacks.add(shown("one-pixel", Attack.of(image, row, subject), subject, network)));
    pair(specimen, subject)
        .ifPresent(attack -> attacks.add(shown("two-pixels", attack, subject, network)));
    return new ImageStory(subject, specimen, stored, Replay.of(network, image), attacks);
  }

  private static Optional<Attack> pair(Specimen specimen, Subject subject) {
    return specimen.pairAttacks().stream()
        .filter(row -> row.firstWitness() != null)
        .findFirst()
        .map(row -> Attack.of(specimen.image(), row, subject, specimen.pairChannel()))
        .or(
            () ->
                Optional.ofNullable(specimen.pairs())
                    .filter(s -> s.secondWitness() != null)
                    .map(s -> Attack.of(specimen.image(), s, subject, specimen.pairChannel())));
  }

  private static ShownAttack shown(String name, Attack attack, Subject subject, Network network) {
    Tensor witness = Replay.tensor(network, attack.image());
    double[] levels = witness.toDoubles();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = subject.value(subject.level(levels[i]));
    }
    Tensor rounded = Tensor.of(witness.shape(), levels);
    boolean onGrid = rounded.equals(witness);
    for (Attack.Change change : attack.changes()) {
      float value = subject.value(subject.level(change.after().nearestDouble()));
      rounded = rounded.with(change.channel() * subject.pixels() + change.pixel(), value);
      onGrid &= change.after().equals(Rational.of(value));
    }
    return new ShownAttack(
        name,
        attack,
        Replay.of(network, attack, subject),
        attack.picture(subject),
        onGrid,
        OrderedSemantics.label(OrderedSemantics.logits(network, rounded)));
  }
}
