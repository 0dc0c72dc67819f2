/** The linear regions of a network on a line or a plane through an image, in exact numbers. */
@NullMarked
package org.assay.regions;

import org.jspecify.annotations.NullMarked;
