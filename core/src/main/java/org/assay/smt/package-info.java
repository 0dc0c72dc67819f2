/** Z3 and nothing else: the one package that talks to the solver. */
@NullMarked
package org.assay.smt;

import org.jspecify.annotations.NullMarked;
