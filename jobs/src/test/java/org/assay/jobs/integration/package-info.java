/**
 * The packaged job jar as users run it: in process, on a standalone cluster, on HDFS; and its
 * tables as another reader sees them.
 */
@NullMarked
package org.assay.jobs.integration;

import org.jspecify.annotations.NullMarked;
