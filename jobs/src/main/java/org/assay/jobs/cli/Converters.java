package org.assay.jobs.cli;

import java.time.Duration;
import java.util.function.Function;
import org.assay.encoding.NumberSort;
import org.assay.forge.Window;
import org.assay.jobs.job.AskedArithmetic;
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
    line.registerConverter(Window.class, telling(Window::parse));
    line.registerConverter(PixelDomain.class, telling(PixelDomain::parse));
    line.registerConverter(NumberSort.class, telling(NumberSort::parse));
    line.registerConverter(BitCounts.class, telling(BitCounts::parse));
    line.registerConverter(AskedArithmetic.class, telling(AskedArithmetic::parse));
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

  /** A number, or a power such as 2^54. */
  static final class Power implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) throws Exception {
      return Converters.<Double>telling(Power::parse).convert(text);
    }

    private static double parse(String text) {
      String[] parts = text.split("\\^", -1);
      try {
        if (parts.length <= 2) {
          double base = Double.parseDouble(parts[0]);
          return parts.length == 1 ? base : StrictMath.pow(base, Integer.parseInt(parts[1]));
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is no number such as 2^54 or 1e17", e);
      }
      throw new IllegalArgumentException("'" + text + "' is no number such as 2^54 or 1e17");
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
