package org.assay.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.typesafe.config.Config;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.assay.jobs.planted.PlantedStray;
import org.assay.jobs.planted.job.PlantedConsole;
import org.assay.jobs.planted.job.PlantedExit;
import org.assay.jobs.planted.job.PlantedKeys;
import org.assay.jobs.planted.job.PlantedRow;
import org.assay.jobs.planted.job.PlantedSolver;
import org.assay.jobs.planted.job.PlantedWriter;
import org.assay.jobs.planted.table.PlantedUpward;
import org.junit.jupiter.api.Test;

/** The law of packages in jobs; each rule is proved once by a planted violation. */
class ArchitectureTest {

  private static final JavaClasses JOBS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.assay.jobs");

  private static ArchRule layers(String root) {
    return layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(root + "..")
        .ensureAllClassesAreContainedInArchitecture()
        .withOptionalLayers(true)
        .layer("table")
        .definedBy(root + ".table")
        .layer("run")
        .definedBy(root + ".run")
        .layer("job")
        .definedBy(root + ".job")
        .layer("conf")
        .definedBy(root + ".conf")
        .layer("report")
        .definedBy(root + ".report")
        .layer("cli")
        .definedBy(root + ".cli")
        .whereLayer("table")
        .mayNotAccessAnyLayer()
        .whereLayer("run")
        .mayOnlyAccessLayers("table")
        .whereLayer("job")
        .mayOnlyAccessLayers("table", "run")
        .whereLayer("conf")
        .mayOnlyAccessLayers("run", "job")
        .whereLayer("report")
        .mayOnlyAccessLayers("table", "run")
        .whereLayer("cli")
        .mayOnlyAccessLayers("table", "run", "job", "conf", "report");
  }

  private static final ArchRule EXIT_ONLY_IN_CLI =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.assay.jobs.cli")
          .should()
          .callMethod(System.class, "exit", int.class);

  private static final ArchRule CONSOLE_ONLY_IN_CLI =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.assay.jobs.cli")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  private static final ArchRule ROWS_ONLY_IN_TABLE_AND_REPORT =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.assay.jobs.table", "org.assay.jobs.report")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Row.class);

  private static final ArchRule TABLES_ARE_WRITTEN_IN_TABLE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.assay.jobs.table")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(DataFrameWriter.class);

  private static final ArchRule KEYS_ARE_READ_IN_CONF =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.assay.jobs.conf")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Config.class);

  private static final ArchRule SOLVER_ONLY_IN_CORE =
      noClasses().should().dependOnClassesThat(resideInAnyPackage("com.microsoft.z3.."));

  @Test
  void packagesDependOneWay() {
    layers("org.assay.jobs").check(JOBS);
    assertRed(layers("org.assay.jobs.planted"), PlantedUpward.class, PlantedExit.class);
    assertRed(layers("org.assay.jobs.planted"), PlantedStray.class);
  }

  @Test
  void onlyTheCommandLineSpeaksAndExits() {
    EXIT_ONLY_IN_CLI.check(JOBS);
    CONSOLE_ONLY_IN_CLI.check(JOBS);
    assertRed(EXIT_ONLY_IN_CLI, PlantedExit.class);
    assertRed(CONSOLE_ONLY_IN_CLI, PlantedConsole.class);
  }

  @Test
  void eachThingHasItsPlace() {
    ROWS_ONLY_IN_TABLE_AND_REPORT.check(JOBS);
    TABLES_ARE_WRITTEN_IN_TABLE.check(JOBS);
    KEYS_ARE_READ_IN_CONF.check(JOBS);
    SOLVER_ONLY_IN_CORE.check(JOBS);
    assertRed(ROWS_ONLY_IN_TABLE_AND_REPORT, PlantedRow.class);
    assertRed(TABLES_ARE_WRITTEN_IN_TABLE, PlantedWriter.class);
    assertRed(KEYS_ARE_READ_IN_CONF, PlantedKeys.class);
    assertRed(SOLVER_ONLY_IN_CORE, PlantedSolver.class);
  }

  private static void assertRed(ArchRule rule, Class<?>... planted) {
    assertThat(rule.evaluate(new ClassFileImporter().importClasses(planted)).hasViolation())
        .as("a planted violation of: " + rule.getDescription())
        .isTrue();
  }
}
