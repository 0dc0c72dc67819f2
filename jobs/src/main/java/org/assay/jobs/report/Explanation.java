package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.main;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assay.importance.Metric;
import org.assay.jobs.run.BadInput;

/**
 * One image's whole story: label, margins, ranks, attackable pixels and pairs, and its witnesses as
 * pictures. The network is run again from its stored bytes.
 */
public final class Explanation {

  /** Dots a pixel of the page's pictures. */
  private static final int SCALE = 6;

  private final ImageStory story;
  private final Optional<TriggerScan.Changed> changed;

  /**
   * A story to be told.
   *
   * @param changed the smallest changes that flip the image, where it was scanned for triggers
   */
  Explanation(ImageStory story, Optional<TriggerScan.Changed> changed) {
    this.story = story;
    this.changed = changed;
  }

  /**
   * Reads the story of an image from the tables below an output folder. Where several networks or
   * data sets have an image of this number, the one that was run last is meant.
   *
   * @throws BadInput if no finished run has the image
   */
  public static Explanation of(SparkSession spark, String out, int image) {
    FindingsReader reader = new FindingsReader(new StoredTables(spark, out));
    return reader
        .story(image)
        .map(story -> new Explanation(story, reader.changed(story.subject(), image)))
        .orElseThrow(
            () ->
                new BadInput(
                    "%s has no image %d in a finished run; %s"
                        .formatted(out, image, "show images --out " + out + " lists them")));
  }

  /** The story as lines for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(title()).append('\n');
    StorySheets.sentences(story).forEach(s -> text.append(s).append('\n'));
    for (Sheet sheet : StorySheets.of(story)) {
      text.append('\n').append(TerminalTables.text(sheet));
    }
    return text.toString();
  }

  private String title() {
    return TerminalTables.printable(
        "Image %d of %s by %s"
            .formatted(
                story.specimen().image().image(),
                story.subject().images(),
                story.subject().network()));
  }

  /**
   * The story as files, by name: text, a page, and pictures of one dot a pixel with 8 bits, which
   * can be read as data again.
   */
  public Map<String, byte[]> files() {
    String prefix = "image-" + story.specimen().image().image();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(prefix + ".html", html().getBytes(StandardCharsets.UTF_8));
    files.put(prefix + ".txt", text().getBytes(StandardCharsets.UTF_8));
    files.put(prefix + "-original.png", original().png(1));
    for (ImageStory.ShownAttack shown : story.attacks()) {
      files.put(prefix + "-witness-" + shown.name() + ".png", shown.picture().png(1));
    }
    return files;
  }

  private PixelPicture original() {
    return PixelPicture.of(story.specimen().image(), story.subject());
  }

  /** The story as a page that needs nothing else. */
  String html() {
    List<DomContent> parts = new ArrayList<>();
    parts.add(header(h1("Image " + story.specimen().image().image()), p(title())));
    StorySheets.sentences(story).forEach(s -> parts.add(p(s)));
    parts.add(div(each(pictures(), f -> f)).withClass("strip five"));
    StorySheets.of(story).forEach(s -> parts.add(PageParts.sheet(s)));
    return ReportPage.page(
        "Image " + story.specimen().image().image(), main(each(parts, part -> part)));
  }

  private List<DomContent> pictures() {
    Specimen specimen = story.specimen();
    List<DomContent> pictures = new ArrayList<>();
    pictures.add(
        PageParts.picture(
            original(), SCALE, "the image", "predicted " + specimen.image().predicted()));
    for (Metric metric : Metric.values()) {
      if (specimen.ranked(metric)) {
        pictures.add(
            PageParts.picture(
                original()
                    .painted(
                        specimen.best(metric, Specimen.top(specimen.pixels(), 5)),
                        PixelPicture.GREEN),
                SCALE,
                "important pixels by " + Numbers.word(metric) + " in green",
                "best 5 % by " + Numbers.word(metric)));
      }
    }
    if (specimen.single() != null) {
      pictures.add(
          PageParts.picture(
              original().painted(specimen.attackable(), PixelPicture.RED),
              SCALE,
              specimen.attackable().size() + " attackable pixels in red",
              "attackable: " + specimen.attackable().size()));
    }
    changed.ifPresent(
        scanned ->
            pictures.add(
                PageParts.picture(
                    TriggersSection.map(story.subject(), scanned),
                    SCALE,
                    "the smallest change of each pixel that flips the label, bright where small",
                    "smallest changes, all patterns: "
                        + scanned.changes().size()
                        + " pixels flip it")));
    for (ImageStory.ShownAttack shown : story.attacks()) {
      pictures.add(
          PageParts.picture(
              shown.picture().framed(shown.attack().pixels(), PixelPicture.RED),
              SCALE,
              "the witness, changed pixels framed",
              "witness, %s: %d".formatted(shown.name(), shown.attack().label())));
    }
    return pictures;
  }
}
