package org.assay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.assay.planted.pixels.PlantedClock;
import org.assay.planted.pixels.PlantedConsole;
import org.assay.planted.pixels.PlantedExit;
import org.assay.planted.pixels.PlantedFile;
import org.assay.planted.pixels.PlantedSolver;
import org.junit.jupiter.api.Test;

/** The law of packages in core; each rule is proved once by a planted violation. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.assay");

  private static ArchRule layers(String root) {
    return layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(root + "..")
        .ensureAllClassesAreContainedInArchitecture()
        .withOptionalLayers(true)
        .layer("exact")
        .definedBy(root + ".exact")
        .layer("simplex")
        .definedBy(root + ".simplex")
        .layer("network")
        .definedBy(root + ".network")
        .layer("format")
        .definedBy(root + ".format")
        .layer("dataset")
        .definedBy(root + ".dataset")
        .layer("eval")
        .definedBy(root + ".eval")
        .layer("symbolic")
        .definedBy(root + ".symbolic")
        .layer("importance")
        .definedBy(root + ".importance")
        .layer("query")
        .definedBy(root + ".query")
        .layer("encoding")
        .definedBy(root + ".encoding")
        .layer("mip")
        .definedBy(root + ".mip")
        .layer("smt")
        .definedBy(root + ".smt")
        .layer("bounds")
        .definedBy(root + ".bounds")
        .layer("regions")
        .definedBy(root + ".regions")
        .layer("pixels")
        .definedBy(root + ".pixels")
        .layer("triggers")
        .definedBy(root + ".triggers")
        .layer("verify")
        .definedBy(root + ".verify")
        .layer("repair")
        .definedBy(root + ".repair")
        .layer("checker")
        .definedBy(root + ".checker")
        .whereLayer("checker")
        .mayNotAccessAnyLayer()
        .whereLayer("checker")
        .mayNotBeAccessedByAnyLayer()
        .layer("forge")
        .definedBy(root + ".forge")
        .layer("noise")
        .definedBy(root + ".noise")
        .layer("attack")
        .definedBy(root + ".attack")
        .layer("numerics")
        .definedBy(root + ".numerics")
        .whereLayer("exact")
        .mayNotAccessAnyLayer()
        .whereLayer("simplex")
        .mayNotAccessAnyLayer()
        .whereLayer("network")
        .mayOnlyAccessLayers("exact")
        .whereLayer("format")
        .mayOnlyAccessLayers("exact", "network", "query")
        .whereLayer("dataset")
        .mayOnlyAccessLayers("exact", "network")
        .whereLayer("eval")
        .mayOnlyAccessLayers("exact", "network")
        .whereLayer("symbolic")
        .mayOnlyAccessLayers("exact", "network", "eval")
        .whereLayer("importance")
        .mayOnlyAccessLayers("exact", "network", "eval", "symbolic")
        .whereLayer("query")
        .mayOnlyAccessLayers("exact", "network", "dataset", "eval", "symbolic")
        .whereLayer("encoding")
        .mayOnlyAccessLayers("exact", "network", "query")
        .whereLayer("mip")
        .mayOnlyAccessLayers("exact", "network", "query")
        .whereLayer("smt")
        .mayOnlyAccessLayers("exact", "network", "eval", "query", "encoding")
        .whereLayer("bounds")
        .mayOnlyAccessLayers("exact", "network", "eval")
        .whereLayer("regions")
        .mayOnlyAccessLayers("exact", "network", "eval", "symbolic", "bounds")
        .whereLayer("pixels")
        .mayOnlyAccessLayers(
            "exact",
            "network",
            "dataset",
            "eval",
            "symbolic",
            "importance",
            "query",
            "smt",
            "bounds",
            "regions")
        .whereLayer("triggers")
        .mayOnlyAccessLayers(
            "exact", "network", "eval", "symbolic", "importance", "query", "bounds", "pixels")
        .whereLayer("verify")
        .mayOnlyAccessLayers(
            "exact", "network", "eval", "symbolic", "query", "encoding", "smt", "bounds")
        .whereLayer("repair")
        .mayOnlyAccessLayers("exact", "network", "eval", "query", "encoding", "smt", "simplex")
        .whereLayer("numerics")
        .mayOnlyAccessLayers("exact", "network", "eval")
        .whereLayer("forge")
        .mayOnlyAccessLayers("exact", "network", "eval", "query", "bounds")
        .whereLayer("noise")
        .mayOnlyAccessLayers("network")
        .whereLayer("attack")
        .mayOnlyAccessLayers("exact", "network", "eval", "query");
  }

  private static final ArchRule SOLVER_ONLY_IN_SMT =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.assay.smt")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.microsoft.z3..");

  private static final ArchRule NO_CONSOLE =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  private static final ArchRule NO_EXIT =
      noClasses().should().callMethod(System.class, "exit", int.class);

  private static final ArchRule NO_FILES =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "files, networks or Spark",
                  c ->
                      c.getPackageName().startsWith("java.nio.file")
                          || c.getPackageName().startsWith("java.net")
                          || c.getPackageName().startsWith("org.apache")
                          || c.getName().equals("java.io.File")
                          || c.getName().startsWith("java.io.FileInput")
                          || c.getName().startsWith("java.io.FileOutput")));

  private static final ArchRule CLOCK_ONLY_IN_BUDGET =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.assay.query.Budget")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @Test
  void packagesDependOneWay() {
    layers("org.assay").check(CORE);
    assertRed(
        layers("org.assay.planted"),
        org.assay.planted.network.PlantedUpward.class,
        PlantedClock.class);
    assertRed(layers("org.assay.planted"), org.assay.planted.PlantedStray.class);
  }

  @Test
  void onlySmtKnowsTheSolver() {
    SOLVER_ONLY_IN_SMT.check(CORE);
    assertRed(SOLVER_ONLY_IN_SMT, PlantedSolver.class);
  }

  @Test
  void coreIsPure() {
    List.of(NO_CONSOLE, NO_EXIT, NO_FILES, CLOCK_ONLY_IN_BUDGET).forEach(r -> r.check(CORE));
    assertRed(NO_CONSOLE, PlantedConsole.class);
    assertRed(NO_EXIT, PlantedExit.class);
    assertRed(NO_FILES, PlantedFile.class);
    assertRed(CLOCK_ONLY_IN_BUDGET, PlantedClock.class);
  }

  private static void assertRed(ArchRule rule, Class<?>... planted) {
    assertThat(rule.evaluate(new ClassFileImporter().importClasses(planted)).hasViolation())
        .as("a planted violation of: " + rule.getDescription())
        .isTrue();
  }
}
