/** What the tests of all packages share: where the real data sets and networks lie. */
@NullMarked
package org.assay;

import org.jspecify.annotations.NullMarked;
