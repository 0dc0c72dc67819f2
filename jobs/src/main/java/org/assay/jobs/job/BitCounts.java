package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;

/**
 * To how many explicit bits significands are cut: one number or several.
 *
 * @param counts ascending and distinct, one at least
 */
public record BitCounts(List<Integer> counts) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:\\.\\.(\\d{1,9}))?");

  public BitCounts {
    counts = List.copyOf(new TreeSet<>(counts));
    counts.forEach(NetworkSource::checkSignificand);
  }

  /** Reads numbers and ranges, such as {@code 10}, {@code 1..23} or {@code 4,8,20..23}. */
  public static BitCounts parse(String text) {
    List<Integer> counts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.strip());
      if (!matcher.matches()) {
        throw new BadInput(
            "'%s' is neither a number of bits nor a range; write 10 or 1..23".formatted(part));
      }
      int first = NetworkSource.checkSignificand(Integer.parseInt(matcher.group(1)));
      int last =
          matcher.group(2) == null
              ? first
              : NetworkSource.checkSignificand(Integer.parseInt(matcher.group(2)));
      if (last < first) {
        throw new BadInput("range " + part + " ends before it begins; write the smaller end first");
      }
      IntStream.rangeClosed(first, last).forEach(counts::add);
    }
    return new BitCounts(counts);
  }

  /** The numbers with commas between. */
  @Override
  public String toString() {
    return String.join(",", counts.stream().map(String::valueOf).toList());
  }
}
