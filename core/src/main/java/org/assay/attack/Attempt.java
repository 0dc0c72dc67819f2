package org.assay.attack;

import java.util.Optional;
import org.assay.network.Tensor;

/**
 * What an attack on an image within a radius came to.
 *
 * @param found whether a float32 point within the radius and the domain was met whose label in
 *     ORDERED arithmetic is not the true one
 * @param last whether the point at which the attack ended is such a point; where only that one is
 *     looked at, as common libraries do, the attack succeeds iff this holds
 * @param steps along gradients until it was met; where it was not, those that were taken
 * @param point that point, or the nearest one with another label, within the radius or not; empty
 *     where none was met
 */
public record Attempt(boolean found, boolean last, int steps, Optional<Tensor> point) {}
