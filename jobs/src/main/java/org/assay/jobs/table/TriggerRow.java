package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code triggers}: one row a pixel and arithmetic: what the pixel alone does to the labels
 * of the images; and for each arithmetic of floats one row without a pixel, of the unchanged
 * images.
 *
 * @param pixel {@code row * columns + column}; null for the unchanged images, as are channel, row
 *     and column
 * @param arithmetic EXACT, BIAS_LAST or BIAS_FIRST
 * @param inputs the values that the pixel takes: REAL or GRID
 * @param images that were looked at
 * @param undecided of these, images whose run overflowed at some value of the pixel
 * @param flipped of these, images that some value of the pixel gives another label than they have
 *     in the same arithmetic; without a pixel: images that EXACT labels otherwise
 * @param share flipped / images
 * @param low least value of the range that flips the most images at once, {@code p/q}; beside it
 *     the double rounded down, and whether the end itself belongs to it; likewise high, rounded up
 * @param most how many images that range flips; without a pixel, as flipped
 * @param mostShare most / images
 * @param extentLow least value of the range around it of which every value flips at least half as
 *     many images, {@code p/q}; likewise the other columns of its ends
 * @param transitions images that go from a label to another in the range, {@code [from][to]}; empty
 *     where none does
 * @param shift the s for which at least 99 of 100 of these go from a label l to l + s mod labels;
 *     null where there is none, and where fewer than ten go
 * @param finding TRIGGER, ARITHMETICS_DIFFER_ON_PIXEL or ARITHMETICS_DIFFER_ON_IMAGES; null for
 *     none
 * @param reason of a finding, in a sentence
 */
public record TriggerRow(
    @Nullable Integer pixel,
    @Nullable Integer channel,
    @Nullable Integer row,
    @Nullable Integer column,
    String arithmetic,
    String inputs,
    long images,
    long undecided,
    long flipped,
    double share,
    @Nullable String low,
    @Nullable Double lowDouble,
    @Nullable Boolean lowClosed,
    @Nullable String high,
    @Nullable Double highDouble,
    @Nullable Boolean highClosed,
    long most,
    double mostShare,
    @Nullable String extentLow,
    @Nullable Double extentLowDouble,
    @Nullable Boolean extentLowClosed,
    @Nullable String extentHigh,
    @Nullable Double extentHighDouble,
    @Nullable Boolean extentHighClosed,
    List<Long> transitions,
    @Nullable Integer shift,
    @Nullable String finding,
    @Nullable String reason) {

  /** The same row as a finding. */
  public TriggerRow found(String kind, String why) {
    return new TriggerRow(
        pixel,
        channel,
        row,
        column,
        arithmetic,
        inputs,
        images,
        undecided,
        flipped,
        share,
        low,
        lowDouble,
        lowClosed,
        high,
        highDouble,
        highClosed,
        most,
        mostShare,
        extentLow,
        extentLowDouble,
        extentLowClosed,
        extentHigh,
        extentHighDouble,
        extentHighClosed,
        transitions,
        shift,
        kind,
        why);
  }
}
