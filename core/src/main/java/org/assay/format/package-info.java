/** File formats of networks and their properties: bytes in, networks and properties out. */
@NullMarked
package org.assay.format;

import org.jspecify.annotations.NullMarked;
