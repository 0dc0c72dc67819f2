package org.assay.jobs.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Reads which images have which labels prescribed, as users write it: a list such as {@code
 * 3,7=1,20..29=4}, or a CSV file of lines {@code image} or {@code image,label}.
 */
public final class PrescribedImages {

  /** Anything else is the path of a file. */
  private static final Pattern LIST = Pattern.compile("[\\d.,=\\s]+");

  private static final Pattern ENTRY = Pattern.compile("([\\d.]+)(?:=(\\d{1,6}))?");
  private static final Pattern LINE = Pattern.compile("(\\d{1,9})\\s*(?:,\\s*(\\d{1,6}))?");
  private static final Pattern HEADING = Pattern.compile("image\\s*(,\\s*label)?");

  private PrescribedImages() {}

  /**
   * The images of a list or file, in its order.
   *
   * @param option under which it was given, for messages
   */
  public static List<PrescribedImage> read(FileStore files, String option, String text) {
    return LIST.matcher(text).matches() ? list(option, text) : file(files, text);
  }

  private static List<PrescribedImage> list(String option, String text) {
    List<PrescribedImage> all = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher entry = ENTRY.matcher(part.strip());
      if (!entry.matches()) {
        throw new BadInput(
            "%s: '%s' is neither an image nor images with a label; write 5, 5=7 or 20..29=7"
                .formatted(option, part));
      }
      for (Selection.Range range : Selection.parse(entry.group(1)).ranges()) {
        for (int image = range.first(); image <= range.last(); image++) {
          all.add(prescribed(image, entry.group(2), option + " " + part.strip()));
        }
      }
    }
    return all;
  }

  private static List<PrescribedImage> file(FileStore files, String path) {
    List<PrescribedImage> all = new ArrayList<>();
    int number = 0;
    for (String line :
        new String(files.readUnpacked(path), StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      String place = path + ", line " + number;
      Matcher matcher = LINE.matcher(text);
      if (matcher.matches()) {
        all.add(prescribed(Integer.parseInt(matcher.group(1)), matcher.group(2), place));
      } else if (!text.isEmpty() && !(number == 1 && HEADING.matcher(text).matches())) {
        throw new BadInput(
            "%s: '%s' is no example; a line is image or image,label, such as 5,7"
                .formatted(place, text));
      }
    }
    if (all.isEmpty()) {
      throw new BadInput(path + ": no line with an image; is it the right file?");
    }
    return all;
  }

  private static PrescribedImage prescribed(int image, @Nullable String label, String place) {
    return new PrescribedImage(image, label == null ? null : Integer.valueOf(label), place);
  }
}
