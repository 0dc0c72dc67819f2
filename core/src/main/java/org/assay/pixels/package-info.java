/** Attacks on one and two pixels: exact geometry and SMT deciders. */
@NullMarked
package org.assay.pixels;

import org.jspecify.annotations.NullMarked;
