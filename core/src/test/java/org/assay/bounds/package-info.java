/** Tests of enclosures. */
@NullMarked
package org.assay.bounds;

import org.jspecify.annotations.NullMarked;
