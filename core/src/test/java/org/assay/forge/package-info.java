/** Tests of forged networks. */
@NullMarked
package org.assay.forge;

import org.jspecify.annotations.NullMarked;
