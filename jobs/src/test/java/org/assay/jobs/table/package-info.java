/** Tests of the Parquet contract. */
@NullMarked
package org.assay.jobs.table;

import org.jspecify.annotations.NullMarked;
