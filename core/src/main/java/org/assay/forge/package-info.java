/** Adversarial networks, made on purpose: switches that rounding turns on or off, and backdoors. */
@NullMarked
package org.assay.forge;

import org.jspecify.annotations.NullMarked;
