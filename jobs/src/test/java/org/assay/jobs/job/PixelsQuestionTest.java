package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assay.dataset.ImageSet;
import org.assay.importance.Metric;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedImages;
import org.assay.network.Shape;
import org.assay.pixels.Engine;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What images cannot be asked is refused with what to do instead. */
class PixelsQuestionTest {

  private static final SharedImages COLOUR =
      SharedImages.of(
          ImageSet.ofBytes(Shape.of(3, 2, 2), List.of(new byte[12]), new int[] {1}),
          Selection.ALL,
          Shape.of(12));

  private static PixelsQuestion full(Inputs inputs, @Nullable Integer channel) {
    return new PixelsQuestion(
        1, Scope.FULL, inputs, null, Metric.COI, Engine.AUTO, false, channel, Duration.ofDays(1));
  }

  @Test
  void colourImagesNeedAChannelInFullScope() {
    assertThatThrownBy(() -> full(Inputs.REAL, null).check(COLOUR, PixelDomain.UNIT))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("the images have 3")
        .hasMessageContaining("--channel");
    assertThatCode(() -> full(Inputs.REAL, 2).check(COLOUR, PixelDomain.UNIT))
        .doesNotThrowAnyException();
  }

  @Test
  void aDomainMustHoldSomethingOfTheGrid() {
    PixelDomain narrow = PixelDomain.parse("0.501:0.5011");
    assertThatThrownBy(() -> full(Inputs.GRID, 0).check(COLOUR, narrow))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("b/255");
    assertThatCode(() -> full(Inputs.REAL, 0).check(COLOUR, narrow)).doesNotThrowAnyException();
    assertThatCode(() -> full(Inputs.GRID, 0).check(COLOUR, PixelDomain.parse("0.5:0.51")))
        .doesNotThrowAnyException();
  }
}
