package org.assay.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.network.Shape;

/** The operators that name shapes anew without moving a number in row-major order. */
final class ShapeRules {

  static final Set<String> OPERATORS =
      Set.of("Identity", "Flatten", "Reshape", "Squeeze", "Unsqueeze");

  private ShapeRules() {}

  /** The shape that one of {@link #OPERATORS} gives to a value of shape {@code in}. */
  static Shape apply(OnnxNode node, Shape in, OnnxValues values) {
    Shape out =
        switch (node.operator()) {
          case "Flatten" -> flatten(node, in);
          case "Reshape" -> reshape(node, in, values.of(node, 1).integers(node));
          case "Squeeze" -> squeeze(node, in, values);
          case "Unsqueeze" -> unsqueeze(node, in, values);
          default -> in;
        };
    if (out.size() != in.size()) {
      throw node.refuse("would make " + out + " of " + in);
    }
    return out;
  }

  private static Shape flatten(OnnxNode node, Shape in) {
    long axis = node.integer("axis", 1);
    int split = axis == in.rank() ? in.rank() : node.axis(axis, in.rank());
    List<Integer> d = in.dimensions();
    return Shape.of(
        new Shape(d.subList(0, split)).size(), new Shape(d.subList(split, d.size())).size());
  }

  private static Shape reshape(OnnxNode node, Shape in, long[] target) {
    List<Long> out = new ArrayList<>();
    int inferred = -1;
    for (int i = 0; i < target.length; i++) {
      long d = target[i];
      if (d == 0 && node.integer("allowzero", 0) == 0) {
        d = in.dimension(node.axis(i, in.rank()));
      } else if (d == -1) {
        if (inferred >= 0) {
          throw node.refuse("infers two dimensions of " + Arrays.toString(target));
        }
        inferred = i;
        d = 1;
      }
      out.add(d);
    }
    int size = OnnxTensors.shape(node.describe(), out).size();
    if (inferred >= 0 && size > 0) {
      out.set(inferred, (long) (in.size() / size));
    }
    return OnnxTensors.shape(node.describe(), out);
  }

  private static long[] axes(OnnxNode node, OnnxValues values) {
    return node.opset() < 13
        ? node.integers("axes").orElse(new long[0])
        : values.optional(node, 1).map(c -> c.integers(node)).orElse(new long[0]);
  }

  private static Shape squeeze(OnnxNode node, Shape in, OnnxValues values) {
    Set<Integer> gone = new TreeSet<>();
    for (long axis : axes(node, values)) {
      gone.add(node.axis(axis, in.rank()));
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      int d = in.dimension(i);
      if (gone.contains(i) && d != 1) {
        throw node.refuse("would drop dimension " + i + " of " + in);
      }
      if (gone.isEmpty() ? d != 1 : !gone.contains(i)) {
        kept.add(d);
      }
    }
    return new Shape(kept);
  }

  private static Shape unsqueeze(OnnxNode node, Shape in, OnnxValues values) {
    long[] axes = axes(node, values);
    Set<Integer> added = new TreeSet<>();
    for (long axis : axes) {
      added.add(node.axis(axis, in.rank() + axes.length));
    }
    if (added.size() != axes.length) {
      throw node.refuse("adds an axis twice: " + Arrays.toString(axes));
    }
    List<Long> out = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < in.rank() + axes.length; i++) {
      out.add(added.contains(i) ? 1L : in.dimension(next++));
    }
    return OnnxTensors.shape(node.describe(), out);
  }

  /** The permutation of a Transpose: axis {@code i} of the result is axis {@code p[i]} before. */
  static int[] permutation(OnnxNode node, int rank) {
    long[] stated =
        node.integers("perm")
            .orElseGet(
                () -> java.util.stream.LongStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    int[] permutation = new int[stated.length];
    Set<Integer> seen = new TreeSet<>();
    for (int i = 0; i < stated.length; i++) {
      permutation[i] = node.axis(stated[i], rank);
      seen.add(permutation[i]);
    }
    if (seen.size() != rank || stated.length != rank) {
      throw node.refuse("has no permutation of " + rank + " axes: " + Arrays.toString(stated));
    }
    return permutation;
  }

  static Shape permuted(Shape in, int[] permutation) {
    return new Shape(Arrays.stream(permutation).mapToObj(in::dimension).toList());
  }

  /** Whether a permutation leaves every number where it is: axes longer than 1 keep their order. */
  static boolean movesNothing(Shape in, int[] permutation) {
    int last = -1;
    for (int axis : permutation) {
      if (in.dimension(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }
}
