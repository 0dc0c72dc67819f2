@NullMarked
package org.assay.pixels;

import org.jspecify.annotations.NullMarked;
