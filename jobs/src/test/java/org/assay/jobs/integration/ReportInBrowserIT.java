package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assay.NeedsChromium;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser, as wide as a desktop and as a phone, shows the whole page of an audit. */
@NeedsChromium
final class ReportInBrowserIT {

  private static final List<Integer> WIDTHS = List.of(1280, 390);

  private static final String PLAN =
      """
      networks = ["bundled:deepcheck"]
      datasets = [{ images = "bundled:digits", select = "80..89" }]
      questions = [
        accuracy
        importance
        { ask = pixels, count = 1, scope = pattern }
        { ask = robustness, radius = [0.005, 0.01] }
        { ask = noise, epsilon = [1e-3, 1e-9], samples = 2 }
        { ask = round, bits = "4,8" }
      ]
      gates = ["accuracy >= 50%", "robust-accuracy(radius = 0.01) >= 99%", "undecided <= 1%"]
      """;

  /**
   * Sets each page into a frame of its width, and says of each: by how much it is wider, how many
   * pictures it shows, how many of these are broken or flat, and its headings.
   */
  private static final String FRAMES =
      """
      <!DOCTYPE html><html><body><script>
      addEventListener('load', () => {
        for (const frame of document.querySelectorAll('iframe')) {
          const page = frame.contentDocument;
          const broken = [...page.images].filter(i => !i.complete || i.naturalWidth === 0);
          const drawn = [...page.querySelectorAll('svg')].filter(s => !s.closest('details'));
          const flat = drawn.filter(s => s.getBoundingClientRect().height < 10);
          const root = page.documentElement;
          const text = document.createElement('p');
          text.textContent = `TOLD ${frame.width} ${root.scrollWidth - root.clientWidth} `
            + `${page.images.length + drawn.length} ${broken.length + flat.length} `
            + [...page.querySelectorAll('h2')].map(h => h.textContent).join('|') + ' END';
          document.body.append(text);
        }
      });
      </script></body></html>
      """;

  private static final Pattern TOLD =
      Pattern.compile("<p>TOLD (\\d+) (\\d+) (\\d+) (\\d+) (.*?) END</p>", Pattern.DOTALL);

  @TempDir private static Path folder = Path.of("");
  private static Path page = Path.of("");

  @BeforeAll
  static void audit() throws IOException, InterruptedException {
    Path plan = Files.writeString(folder.resolve("plan.conf"), PLAN);
    Path out = folder.resolve("out");
    Command.Outcome outcome =
        Command.assay(Map.of())
            .attempt("audit", plan.toString(), "--quiet", "--out", out.toString());
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
    page = out.resolve("report.html");
  }

  @Test
  void thePageFitsAndShowsAllItsPictures() throws IOException, InterruptedException {
    List<MatchResult> told = TOLD.matcher(shown()).results().toList();
    assertThat(told).extracting(of -> Integer.valueOf(of.group(1))).containsAll(WIDTHS);
    for (MatchResult of : told) {
      String width = of.group(1);
      assertThat(of.group(2)).as("pixels that stick out of %s", width).isEqualTo("0");
      assertThat(Integer.parseInt(of.group(3))).as("pictures").isGreaterThan(20);
      assertThat(of.group(4)).as("broken or flat pictures at %s pixels", width).isEqualTo("0");
      assertThat(of.group(5)).contains("Gates", "What was found", "Accuracy");
      assertThat(of.group(5).indexOf("Gates")).isLessThan(of.group(5).indexOf("Accuracy"));
    }
  }

  @Test
  void thePageNeedsNothingElse() throws IOException {
    String html = Files.readString(page);
    assertThat(html).doesNotContainPattern("(?:src|href)=\"(?!data:|#)").doesNotContain("<script");
  }

  /** What the browser makes of the page in each width. */
  private static String shown() throws IOException, InterruptedException {
    String source = Files.readString(page).replace("&", "&amp;").replace("\"", "&quot;");
    StringBuilder frames = new StringBuilder();
    for (int width : WIDTHS) {
      frames.append("<iframe width=%d height=800 frameborder=0 srcdoc=\"".formatted(width));
      frames.append(source).append("\"></iframe>");
    }
    Path shown = folder.resolve("frames.html");
    Files.writeString(shown, FRAMES.replace("<body>", "<body>" + frames));
    Path dom = folder.resolve("dom.html");
    List<String> line = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox"));
    line.addAll(List.of("--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"));
    line.add("--user-data-dir=" + folder.resolve("profile"));
    line.add("--window-size=1400,1700");
    line.add(shown.toUri().toString());
    Process browser =
        new ProcessBuilder(line)
            .redirectOutput(dom.toFile())
            .redirectError(folder.resolve("browser.log").toFile())
            .start();
    try {
      assertThat(browser.waitFor(2, TimeUnit.MINUTES)).as("the browser ends").isTrue();
    } finally {
      browser.destroyForcibly();
    }
    return Files.readString(dom);
  }
}
