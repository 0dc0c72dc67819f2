package org.assay.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.RandomNetworks;
import org.assay.bounds.BoundedNetwork;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.pixels.AskedImage;
import org.assay.pixels.LaneGrid;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.Test;

/** What single positions do to an image, against runs of the network. */
class ImageScanTest {

  private record Opened(Network network, Tensor image, ImageScan scan) {}

  private static Optional<Opened> open(RandomNetworks networks, int number, PixelDomain domain) {
    Network network = number % 3 == 0 ? networks.convolutional() : networks.dense();
    Tensor image = networks.image(network);
    AskedImage asked =
        new AskedImage(
            Trace.of(TracedNetwork.of(network), image),
            WitnessCheck.of(network),
            ImageScan.layout(image),
            WitnessCheck.Terms.exact(domain, Scope.FULL));
    return asked.refusal().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Opened(network, image, new ImageScan(7, asked, BoundedNetwork.of(network))));
  }

  private static boolean flips(List<Flip> flips, Rational value) {
    return flips.stream().anyMatch(f -> f.values().contains(value));
  }

  @Test
  void exactFlipsAreThoseOfExactRuns() {
    RandomNetworks networks = new RandomNetworks(5, ElementType.FLOAT32);
    int found = 0;
    for (int n = 0; n < 100; n++) {
      Optional<Opened> opened = open(networks, n, PixelDomain.UNIT);
      for (int p = 0; opened.isPresent() && p < Math.min(6, opened.get().image().size()); p++) {
        List<Flip> flips = opened.get().scan().flips(Lane.EXACT, p);
        found += flips.size();
        for (Rational value : probes(flips)) {
          assertThat(flips(flips, value))
              .as("position %d at %s", p, value)
              .isEqualTo(leaves(opened.get(), p, value));
        }
      }
    }
    assertThat(found).isGreaterThan(40);
  }

  private static List<Rational> probes(List<Flip> flips) {
    List<Rational> probes = new ArrayList<>();
    for (int k = 0; k <= 16; k++) {
      probes.add(Rational.of(k, 16));
    }
    for (Flip flip : flips) {
      probes.add(flip.values().low());
      probes.add(flip.values().high());
    }
    return probes;
  }

  /** Whether another logit is strictly greater than that of the image's own label. */
  private static boolean leaves(Opened opened, int position, Rational value) {
    Rational[] input = ExactSemantics.exact(opened.image());
    int own = ExactSemantics.label(opened.network().run(new ExactSemantics(), input.clone()));
    input[position] = value;
    Rational[] logits = opened.network().run(new ExactSemantics(), input);
    return logits[ExactSemantics.label(logits)].compareTo(logits[own]) > 0;
  }

  @Test
  void laneFlipsAreThoseOfRunsOnTheGridWithinTheDomain() {
    RandomNetworks networks = new RandomNetworks(6, ElementType.FLOAT32);
    PixelDomain domain = PixelDomain.parse("0:0.9");
    int found = 0;
    for (int n = 0; n < 200; n++) {
      Optional<Opened> opened = open(networks, n, domain);
      for (Lane lane : List.of(Lane.BIAS_LAST, Lane.BIAS_FIRST)) {
        for (int p = 0; opened.isPresent() && p < Math.min(4, opened.get().image().size()); p++) {
          List<Flip> flips = opened.get().scan().flips(lane, p);
          found += flips.size();
          assertGrid(opened.get(), lane, p, flips, domain);
        }
      }
    }
    assertThat(found).isGreaterThan(20);
  }

  private static void assertGrid(
      Opened opened, Lane lane, int position, List<Flip> flips, PixelDomain domain) {
    OrderedSemantics semantics = new OrderedSemantics(opened.network().elementType(), lane.order());
    int own = OrderedSemantics.label(semantics.run(opened.network(), opened.image()));
    assertThat(opened.scan().label(lane).getAsInt()).isEqualTo(own);
    for (Rational value : LaneGrid.values(opened.network())) {
      Tensor changed = opened.image().with(position, value.nearestDouble());
      int label = OrderedSemantics.label(semantics.run(opened.network(), changed));
      int expected = domain.contains(value) ? label : own;
      int told =
          flips.stream()
              .filter(f -> f.values().contains(value))
              .findFirst()
              .map(Flip::to)
              .orElse(own);
      assertThat(told).as("%s, position %d at %s", lane, position, value).isEqualTo(expected);
    }
  }

  @Test
  void theSmallestChangeIsTheDistanceOfTheNearestFlip() {
    RandomNetworks networks = new RandomNetworks(8, ElementType.FLOAT32);
    int found = 0;
    for (int n = 1; n < 60; n++) {
      Optional<Opened> opened = open(networks, n, PixelDomain.UNIT);
      for (int p = 0; opened.isPresent() && p < Math.min(6, opened.get().image().size()); p++) {
        List<Flip> flips = opened.get().scan().flips(Lane.EXACT, p);
        Optional<ImageScan.SmallestChange> change = opened.get().scan().smallest(p, flips);
        assertThat(change.isPresent()).isEqualTo(!flips.isEmpty());
        if (change.isPresent()) {
          found++;
          Rational own = Rational.of(opened.get().image().at(p));
          Rational size = change.get().infimum();
          assertThat(flips).allMatch(f -> f.values().distance(own).compareTo(size) >= 0);
          assertThat(flips(flips, own.plus(size)) || flips(flips, own.minus(size)))
              .isEqualTo(change.get().attained());
        }
      }
    }
    assertThat(found).isGreaterThan(10);
  }
}
