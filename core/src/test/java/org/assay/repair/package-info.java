/** Tests of rounded networks. */
@NullMarked
package org.assay.repair;

import org.jspecify.annotations.NullMarked;
