package org.assay.jobs.cli;

import java.time.Duration;
import java.util.function.Function;
import org.assay.encoding.NumberSort;
import org.assay.jobs.job.BitCounts;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Times;
import org.assay.query.PixelDomain;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values that are more than numbers and words. */
final class Converters {

  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(Selection.class, telling(Selection::parse));
    line.registerConverter(PixelDomain.class, telling(PixelDomain::parse));
    line.registerConverter(NumberSort.class, telling(NumberSort::parse));
    line.registerConverter(BitCounts.class, telling(BitCounts::parse));
    line.registerConverter(Duration.class, telling(Times::parse));
  }

  /** How many bits of a significand are kept. */
  static final class SignificandBits implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) throws Exception {
      return Converters.<Integer>telling(
              bits -> NetworkSource.checkSignificand(Integer.parseInt(bits)))
          .convert(text);
    }
  }

  /** A converter whose messages reach the user as they are. */
  private static <T> ITypeConverter<T> telling(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (BadInput | IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
