package org.assay.jobs.job;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An image whose label is prescribed to a network.
 *
 * @param image position in the data set, from 0
 * @param label that it must have; null for the one that the network gives it
 * @param place where the user said so, for messages
 */
public record PrescribedImage(int image, @Nullable Integer label, String place)
    implements Serializable {}
