/** Labelled images and the file formats they come in; bytes in, examples out. */
@NullMarked
package org.assay.dataset;

import org.jspecify.annotations.NullMarked;
