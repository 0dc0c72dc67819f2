/** The Parquet contract: one record a table, and the only code that touches Spark rows. */
@NullMarked
package org.assay.jobs.table;

import org.jspecify.annotations.NullMarked;
