/** Tests of the data set readers and of the drawn digits. */
@NullMarked
package org.assay.dataset;

import org.jspecify.annotations.NullMarked;
