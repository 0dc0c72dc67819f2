package org.assay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@NeedsData
class AssayDataTest {

  @Test
  void modelsLieBesideTheData() {
    assertThat(AssayData.models().getParent()).isEqualTo(AssayData.data().getParent());
    assertThat(AssayData.data()).isDirectory();
  }
}
