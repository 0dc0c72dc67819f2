/** Network file formats: bytes in, networks out. */
@NullMarked
package org.assay.format;

import org.jspecify.annotations.NullMarked;
