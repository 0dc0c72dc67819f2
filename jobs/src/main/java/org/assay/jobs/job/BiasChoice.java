package org.assay.jobs.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Selection;
import org.assay.network.Network;
import org.assay.repair.FreeBiases;

/**
 * Which biases may move, and how far, as users write it; layers are numbered as {@code inspect}
 * shows them.
 *
 * @param layers all of whose biases may move, or the units named; {@link Selection#ALL} for all
 * @param units each {@code LAYER:LIST}: of this layer only these
 * @param bounds each {@code LAYER=NUMBER}: the most that the biases of this layer may change
 */
public record BiasChoice(Selection layers, List<String> units, List<String> bounds) {

  public BiasChoice {
    units = List.copyOf(units);
    bounds = List.copyOf(bounds);
  }

  /** The biases of a network; {@link BadInput} where it has no such layer or unit. */
  public FreeBiases of(Network network) {
    FreeBiases all = FreeBiases.all(network);
    Map<Integer, Long> sizes =
        all.biases().stream()
            .collect(Collectors.groupingBy(free -> free.bias().layer(), Collectors.counting()));
    Set<Integer> chosen = layers(network, sizes);
    Map<Integer, Selection> only = units(chosen, sizes);
    FreeBiases free =
        FreeBiases.of(
            network,
            bias ->
                chosen.contains(bias.layer())
                    && only.getOrDefault(bias.layer(), Selection.ALL).contains(bias.index()));
    for (Map.Entry<Integer, Rational> bound : bounds(chosen).entrySet()) {
      free = free.limited(bound.getKey(), bound.getValue());
    }
    return free;
  }

  private Set<Integer> layers(Network network, Map<Integer, Long> sizes) {
    Set<Integer> biased = new TreeSet<>(sizes.keySet());
    for (Selection.Range range : layers.ranges()) {
      boolean has = biased.stream().anyMatch(l -> l >= range.first() && l <= range.last());
      if (!has || range.last() >= network.layers().size()) {
        throw new BadInput(
            "layers %s: no such layer of %s has biases; those that do are %s"
                .formatted(range, network.name(), listed(biased)));
      }
    }
    biased.removeIf(layer -> !layers.contains(layer));
    if (biased.isEmpty()) {
      throw new BadInput("no bias may move: " + network.name() + " has none");
    }
    return biased;
  }

  private Map<Integer, Selection> units(Set<Integer> chosen, Map<Integer, Long> sizes) {
    Map<Integer, Selection> only = new HashMap<>();
    for (String text : units) {
      String[] parts = split("units", text, ":", "2:0..4,7");
      int layer = layer("units " + text, parts[0], chosen);
      Selection selection = Selection.parse(parts[1]);
      long size = sizes.getOrDefault(layer, 0L);
      for (Selection.Range range : selection.ranges()) {
        if (range.last() >= size) {
          throw new BadInput(
              "units %s: layer %d has %d biases, 0..%d".formatted(text, layer, size, size - 1));
        }
      }
      if (only.put(layer, selection) != null) {
        throw new BadInput("units " + text + ": layer " + layer + " was named before");
      }
    }
    return only;
  }

  private Map<Integer, Rational> bounds(Set<Integer> chosen) {
    Map<Integer, Rational> most = new HashMap<>();
    for (String text : bounds) {
      String[] parts = split("layer-bound", text, "=", "2=0.5");
      int layer = layer("layer-bound " + text, parts[0], chosen);
      Rational bound = PatchTerms.number("layer-bound", parts[1]);
      if (bound.signum() <= 0) {
        throw new BadInput("layer-bound %s must be greater than 0".formatted(text));
      }
      if (most.put(layer, bound) != null) {
        throw new BadInput("layer-bound " + text + ": layer " + layer + " was named before");
      }
    }
    return most;
  }

  private static String[] split(String option, String text, String at, String example) {
    String[] parts = text.strip().split(at, -1);
    if (parts.length != 2 || !parts[0].matches("\\d{1,6}")) {
      throw new BadInput("%s must be such as %s, not %s".formatted(option, example, text));
    }
    return parts;
  }

  private static int layer(String place, String text, Set<Integer> chosen) {
    int layer = Integer.parseInt(text);
    if (!chosen.contains(layer)) {
      throw new BadInput(
          "%s: no biases of layer %d may move; layers whose biases may are %s"
              .formatted(place, layer, listed(chosen)));
    }
    return layer;
  }

  private static String listed(Set<Integer> layers) {
    return layers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
