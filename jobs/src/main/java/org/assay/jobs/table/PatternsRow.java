package org.assay.jobs.table;

/**
 * Table {@code patterns}: one row an activation layer: how many activation patterns the images
 * visit.
 *
 * @param layer position among the network's layers, from 0
 * @param units of the layer
 * @param images that were traced
 * @param imagePatterns how many different patterns the images themselves have in this layer
 * @param lines pixels of images whose lines were walked region by region, in rationals where their
 *     label changes
 * @param allPatterns how many different patterns the images and these lines have
 */
public record PatternsRow(
    int layer, int units, long images, long imagePatterns, long lines, long allPatterns) {}
