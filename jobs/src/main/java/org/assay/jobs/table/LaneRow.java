package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code lanes}: one row an image, or a stored witness, with its label in every arithmetic
 * (lane): the lowest index among the largest logits, null where a logit is no finite number.
 *
 * @param source images, or the table that holds the witness
 * @param sourceRun the run that wrote the witness; null for images
 * @param image position in the data set; null where a property is about none
 * @param row of a property in its list of instances; null for others
 * @param place what tells the image's witnesses apart: the radius, the pixels, the goal
 * @param label the true label; null where there is no image
 * @param storedLabel the label that the witness is said to have; null for images
 * @param rational whether some value is no member of the element type, so that all lanes but EXACT
 *     are about the nearest one
 * @param elementType the network's; lanes of another one are casts of all its numbers
 * @param exact in real numbers
 * @param anyOrder the label in every order of additions in the element type; null where that is not
 *     known to be one
 * @param float64 in float64, products one after another, the bias last
 * @param biasLast in float32, products one after another, the bias last; likewise first
 * @param pairwise in float32, sums of halves
 * @param fused in float32, each product fused with its addition
 * @param flushed in float32, subnormal numbers flushed to zero
 * @param onnxruntime what onnxruntime says of the file; null where it was not run
 * @param agree whether all lanes that gave a label gave the same, and each that was run gave one
 * @param margin about by how much the largest exact logit leads the next
 * @param rounding no less than what rounding in any order can move that lead by; infinite where
 *     numbers may overflow
 * @param onnxruntimeVersion of the library that ran; null where none did
 * @param cpuFlags what of the processor's features bears on sums, separated by spaces; null where
 *     unknown
 */
public record LaneRow(
    String source,
    @Nullable String sourceRun,
    @Nullable Integer image,
    @Nullable Integer row,
    @Nullable String place,
    @Nullable Integer label,
    @Nullable Integer storedLabel,
    boolean rational,
    String elementType,
    int exact,
    @Nullable Integer anyOrder,
    @Nullable Integer float64,
    @Nullable Integer biasLast,
    @Nullable Integer biasFirst,
    @Nullable Integer pairwise,
    @Nullable Integer fused,
    @Nullable Integer flushed,
    @Nullable Integer onnxruntime,
    boolean agree,
    double margin,
    double rounding,
    @Nullable String onnxruntimeVersion,
    @Nullable String cpuFlags) {}
