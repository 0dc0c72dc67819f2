package org.assay.jobs.table;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code runs}: one row a finished command, with everything that is needed to understand and
 * re-judge its rows: the network itself, the data set's name and every option that has a meaning.
 *
 * @param command such as {@code pixels}
 * @param arguments the options as given, one line
 * @param network where the network was read from
 * @param networkHash its content hash (SHA-256, hexadecimal)
 * @param networkFile the bytes of the network's file; binary in Parquet
 * @param elementType FLOAT32 or FLOAT64
 * @param images where the images were read from
 * @param imageCount images selected
 * @param channels of one image; likewise rows and columns
 * @param domainLow lower end of a pixel's values, {@code p/q}; likewise the upper end
 * @param normalise mean:std as given
 * @param significandBits to which weights and biases were cut; null where they were not
 * @param pre where the network was read from that stands before this one; null for none
 * @param preFile the bytes of its file; null without one
 * @param reduction where the network was read from that reduces images first; null for none
 * @param reductionFile the bytes of its file; null without a reduction
 * @param arithmetic of the verdicts: EXACT
 * @param inputs REAL or GRID
 * @param scope PATTERN or FULL
 * @param engine auto, geometry or smt
 * @param count free pixels of an attack
 * @param pairs all, top:K or top:P%
 * @param metric by which pixels are ranked for pairs
 * @param channel the one channel that is free; null when all are
 * @param seed of every sample drawn
 * @param started UTC, ISO 8601
 * @param seconds wall clock of the command inside Spark, start-up left out
 * @param exitCode 0 or 3; of a plan as a whole 1 if a gate is breached
 * @param units images, pixels or pairs decided
 * @param filtered units that the float filter decided
 * @param rationalFallbacks units that needed rationals
 * @param linesPruned lines of one pixel's values that bounds ruled out as a whole, in full scope
 * @param linesWalked lines that were cut into parts and walked, in full scope
 * @param solverQueries queries that Z3 answered
 * @param engineChecks units decided by both engines
 * @param engineDifferences of these, units on which they differ
 */
public record RunRow(
    String command,
    String arguments,
    String network,
    String networkHash,
    ByteBuffer networkFile,
    String elementType,
    int labels,
    String images,
    int imageCount,
    int channels,
    int rows,
    int columns,
    String domainLow,
    String domainHigh,
    @Nullable String normalise,
    @Nullable Integer significandBits,
    @Nullable String pre,
    @Nullable ByteBuffer preFile,
    @Nullable String reduction,
    @Nullable ByteBuffer reductionFile,
    @Nullable String arithmetic,
    @Nullable String inputs,
    @Nullable String scope,
    @Nullable String engine,
    @Nullable Integer count,
    @Nullable String pairs,
    @Nullable String metric,
    @Nullable Integer channel,
    long seed,
    String version,
    String sparkVersion,
    String started,
    double seconds,
    int exitCode,
    long units,
    long filtered,
    long rationalFallbacks,
    long linesPruned,
    long linesWalked,
    long solverQueries,
    long engineChecks,
    long engineDifferences) {

  /** The network for people, with what stands before it. */
  public String networkTitle() {
    return pre == null ? network : network + " behind " + pre;
  }

  /** The same row with another exit code. */
  public RunRow ended(int other) {
    return new RunRow(
        command,
        arguments,
        network,
        networkHash,
        networkFile,
        elementType,
        labels,
        images,
        imageCount,
        channels,
        rows,
        columns,
        domainLow,
        domainHigh,
        normalise,
        significandBits,
        pre,
        preFile,
        reduction,
        reductionFile,
        arithmetic,
        inputs,
        scope,
        engine,
        count,
        pairs,
        metric,
        channel,
        seed,
        version,
        sparkVersion,
        started,
        seconds,
        other,
        units,
        filtered,
        rationalFallbacks,
        linesPruned,
        linesWalked,
        solverQueries,
        engineChecks,
        engineDifferences);
  }
}
