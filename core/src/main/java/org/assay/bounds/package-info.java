/** Sound enclosures of what a network computes near an image, their own rounding included. */
@NullMarked
package org.assay.bounds;

import org.jspecify.annotations.NullMarked;
