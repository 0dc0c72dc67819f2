package org.assay.network;

/**
 * One step of a network on flat row-major states: a {@link Linear} map, or a {@link Clip} of every
 * element. Reshaping moves no number, so it is no layer.
 */
public sealed interface Layer permits Linear, Clip {

  Shape input();

  Shape output();

  /** What the layer is, for people: such as {@code Dense 784 -> 10}. */
  String describe();
}
