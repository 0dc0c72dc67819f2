package org.assay.jobs.conf;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;

/**
 * What to audit and what to ask: every network on every data set is asked every question. Read from
 * a HOCON file whose keys stand in {@code conf/reference.conf}.
 *
 * @param path where the plan was read from
 * @param text what stands there
 * @param out where tables and report go
 * @param seed of every sample drawn
 * @param gates what must hold for every network on every data set
 * @param report whether to write the page
 */
public record AuditPlan(
    String path,
    String text,
    String out,
    long seed,
    List<PlannedNetwork> networks,
    List<PlannedImages> datasets,
    List<Question> questions,
    List<Gate> gates,
    boolean report) {

  /** The name of the plan that comes with Assay. */
  public static final String QUICKSTART = "bundled:quickstart";

  private static final String REFERENCE = "reference.conf";

  /** A network and where the plan names it. */
  public record PlannedNetwork(Place place, NetworkSource source) {}

  /** Images and where the plan names them. */
  public record PlannedImages(
      Place place, ImageSource source, Selection selection, PixelDomain domain) {}

  public AuditPlan {
    networks = List.copyOf(networks);
    datasets = List.copyOf(datasets);
    questions = List.copyOf(questions);
    gates = List.copyOf(gates);
  }

  /**
   * Reads a plan and looks whether its networks and images are there; {@link BadInput} that tells
   * everything that is wrong with it, each with file and line.
   *
   * @param path a file, or {@link #QUICKSTART}
   */
  public static AuditPlan read(FileStore files, String path) {
    String text =
        path.equals(QUICKSTART)
            ? bundled("quickstart.conf")
            : new String(files.read(path), StandardCharsets.UTF_8);
    Problems problems = new Problems(path);
    AuditPlan plan = PlanReader.read(path, parse(path, text), reference(), problems);
    plan.find(files, problems);
    problems.refuse();
    return plan.of(text);
  }

  /** Imports the networks and looks for the images, and notes what is not there. */
  private void find(FileStore files, Problems problems) {
    networks.forEach(n -> problems.during(n.place(), () -> n.source().read(files)));
    datasets.forEach(d -> problems.during(d.place(), () -> d.source().find(files)));
    for (Question question : questions) {
      PlannedNetwork reduction = question.reduction();
      if (reduction != null) {
        problems.during(reduction.place(), () -> reduction.source().read(files));
      }
    }
  }

  /** The same plan with what the command line puts before it; null leaves the plan's. */
  public AuditPlan with(@Nullable String otherOut, @Nullable Long otherSeed) {
    return new AuditPlan(
        path,
        text,
        otherOut == null ? out : otherOut,
        otherSeed == null ? seed : otherSeed,
        networks,
        datasets,
        questions,
        gates,
        report);
  }

  private AuditPlan of(String written) {
    return new AuditPlan(path, written, out, seed, networks, datasets, questions, gates, report);
  }

  static ConfigObject reference() {
    return parse(REFERENCE, bundled(REFERENCE));
  }

  static ConfigObject parse(String path, String text) {
    try {
      ConfigParseOptions options =
          ConfigParseOptions.defaults().setOriginDescription(path).setIncluder(new NoIncludes());
      PlanLimits.check(path, text);
      return PlanLimits.resolved(ConfigFactory.parseString(text, options)).root();
    } catch (ConfigException e) {
      throw new BadInput("no plan in HOCON: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new BadInput(path + ": nests too deeply; write it flatter", e);
    }
  }

  /** Refuses what would otherwise be left out without a word where a file is not found. */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    private static ConfigException refusal(String what) {
      return new ConfigException.Generic(
          "include of " + what + ": a plan is one file; write what it says here");
    }
  }

  static String bundled(String name) {
    try (InputStream in = AuditPlan.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
