/** From the tables to people: text on the terminal, pictures, one self-contained page. */
@NullMarked
package org.assay.jobs.report;

import org.jspecify.annotations.NullMarked;
