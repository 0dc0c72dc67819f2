package org.assay.jobs.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the job jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("unpacked");
    return new String[] {"assay " + version, "Java " + Runtime.version()};
  }
}
