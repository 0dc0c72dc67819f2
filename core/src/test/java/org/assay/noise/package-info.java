/** Tests of perturbed networks. */
@NullMarked
package org.assay.noise;

import org.jspecify.annotations.NullMarked;
