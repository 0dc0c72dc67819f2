/** Tests of exact regions. */
@NullMarked
package org.assay.regions;

import org.jspecify.annotations.NullMarked;
