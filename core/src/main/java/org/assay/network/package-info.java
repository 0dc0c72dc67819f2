/** A network as data: shapes, tensors, layers, and the fold that gives a network a meaning. */
@NullMarked
package org.assay.network;

import org.jspecify.annotations.NullMarked;
