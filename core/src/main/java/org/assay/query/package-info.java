/** What is asked of a network and what is answered: queries, verdicts and checked witnesses. */
@NullMarked
package org.assay.query;

import org.jspecify.annotations.NullMarked;
