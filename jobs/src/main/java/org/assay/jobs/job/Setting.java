package org.assay.jobs.job;

import java.io.Serializable;
import org.assay.query.PixelDomain;

/**
 * What every question shares.
 *
 * @param command such as {@code pixels}
 * @param arguments as given, one line
 * @param domain of each pixel's values
 * @param seed of every sample drawn
 */
public record Setting(String command, String arguments, PixelDomain domain, long seed)
    implements Serializable {}
