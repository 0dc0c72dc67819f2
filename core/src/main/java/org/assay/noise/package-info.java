/** Networks whose weights and biases are moved at random by a very small share of themselves. */
@NullMarked
package org.assay.noise;

import org.jspecify.annotations.NullMarked;
