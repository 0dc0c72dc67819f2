/** Complete answers about all inputs of a box: properties, and balls around images. */
@NullMarked
package org.assay.verify;

import org.jspecify.annotations.NullMarked;
