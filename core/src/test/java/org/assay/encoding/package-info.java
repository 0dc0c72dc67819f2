/** Tests of networks written down for a solver. */
@NullMarked
package org.assay.encoding;

import org.jspecify.annotations.NullMarked;
