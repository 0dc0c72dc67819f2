package org.assay.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which images of a data set are meant, by position from 0.
 *
 * @param ranges first and last position, both included; none means all images
 */
public record Selection(List<Range> ranges) {

  public static final Selection ALL = new Selection(List.of());

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:\\.\\.(\\d{1,9}))?");

  /** Positions from first to last. */
  public record Range(int first, int last) {

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + ".." + last;
    }
  }

  public Selection {
    ranges = List.copyOf(ranges);
  }

  /** Reads lists of positions and ranges, such as {@code 0..99} or {@code 3,7,20..29}. */
  public static Selection parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.strip());
      if (!matcher.matches()) {
        throw new BadInput(
            "'%s' is neither a position nor a range; write 0..99 or 3,7,11 or both"
                .formatted(part));
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw new BadInput("range " + part + " ends before it begins; write the smaller end first");
      }
      ranges.add(new Range(first, last));
    }
    return new Selection(ranges);
  }

  /** Whether a position is meant. */
  public boolean contains(int position) {
    return ranges.isEmpty()
        || ranges.stream().anyMatch(r -> position >= r.first() && position <= r.last());
  }

  /** The positions in a data set of this size, ascending and distinct; none is an error. */
  int[] of(int size) {
    for (Range range : ranges) {
      if (range.last() >= size) {
        throw new BadInput(
            size == 0
                ? "the data set has no images"
                : "position %s lies outside the data set, whose images are 0..%d"
                    .formatted(range, size - 1));
      }
    }
    int[] positions =
        ranges.isEmpty()
            ? IntStream.range(0, size).toArray()
            : ranges.stream()
                .flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last()))
                .sorted()
                .distinct()
                .toArray();
    if (positions.length == 0) {
      throw new BadInput("no image is selected: the data set is empty");
    }
    return positions;
  }

  @Override
  public String toString() {
    return ranges.isEmpty()
        ? "all"
        : ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }
}
