package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is read of a processor. */
class ProcessorTest {

  @Test
  void onlyWhatBearsOnSumsIsTold() {
    String text =
        "processor\t: 0\nflags\t\t: fpu avx2 sse4_2 fma pni avx\n\nprocessor\t: 1\nflags\t: fpu\n";
    assertThat(Processor.of(text)).contains("avx avx2 fma sse4_2");
    assertThat(Processor.of("Features\t: fp asimd sve\n")).contains("asimd sve");
    assertThat(Processor.of("model\t: none")).isEmpty();
  }
}
