@NullMarked
package org.assay.planted.pixels;

import org.jspecify.annotations.NullMarked;
