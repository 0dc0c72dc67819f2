package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, versions, and bad usage or input: exit code 2 and a line that says what to do. */
class UsageTest {

  private static final String DATA = " --network bundled:deepcheck --images bundled:digits";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect",
        "accuracy",
        "importance",
        "trace",
        "pixels",
        "scan-triggers",
        "robustness",
        "verify",
        "distance",
        "patch",
        "implant",
        "repair",
        "check-proof",
        "round",
        "lanes",
        "noise",
        "attack",
        "scan-numerics",
        "pca",
        "transform",
        "translate",
        "encode",
        "mip-export",
        "forge",
        "forge switch",
        "forge backdoor",
        "forge suite",
        "forge check",
        "report",
        "show",
        "diff",
        "history",
        "explain",
        "audit",
        "check"
      })
  void everyCommandTellsInputOutputAndExample(String command) {
    Called help = Called.assay((command + " --help").split(" "));
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Input:", "Output:", "Example: assay " + command);
    assertThat(help.err()).isEmpty();
    Called version = Called.assay((command + " --version").split(" "));
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).startsWith("assay ");
  }

  @Test
  void theMainHelpTellsExitCodes() {
    Called help = Called.assay("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Exit codes:", "pixels", "accuracy", "audit");
    assertThat(Called.assay().exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "frobnicate; Unmatched argument",
        "accuracy --out target/x; Missing required options",
        "inspect --network nowhere.onnx; nowhere.onnx: no such file; check the path",
        "inspect --network .; a folder",
        "pixels --out target/x --network bundled:deepcheck --images bundled:digits; --scope",
        "pixels --out target/x --scope sideways --network a --images b; sideways",
        "pixels --out target/x --scope pattern --inputs grid --network a --images b; go with scope full",
        "pixels --out target/x --scope full --inputs float --network a --images b; must be real or grid",
        "pixels --out target/x --scope full --inputs coarse --network a --images b; coarse",
        "pixels --out target/x --scope pattern --network a --images b --engine magic; magic",
        "pixels --out target/x --scope pattern --network a --images b --count 3; not 3",
        "pixels --out target/x --scope pattern --network a --images b --count 2; top:5%",
        "pixels --out target/x --scope pattern --network a --images b --pairs all; count 2",
        "pixels --out target/x --scope pattern --network a --images b --count 2 --pairs some; some",
        "pixels --out target/x --scope pattern --network a --images b --timeout 5; no time",
        "pixels --out target/x --scope pattern --network a --images b --domain 1:0; 1 is not below 0",
        "accuracy --out target/x --network a --images b --select 9..3; range 9..3 ends before",
        "accuracy --out target/x --network a --images b --select one; 'one' is neither",
        "accuracy --out target/x --network a --images b --split half; half",
        "accuracy --out target/x --network a --images b --partitions -1; partitions",
        "scan-triggers --network a --images b; --out",
        "distance --network a --images b; --out",
        "distance --out target/x --network a --images b --to seven; such as 7, not seven",
        "distance --out target/x --network a --images b --from 7 --to 7; from and to are both 7",
        "distance --out target/x --network a --images b --precision 0; greater than 0",
        "distance --out target/x --network a --images b --precision fine; such as 0.001, not fine",
        "distance --out target/x --network a --images b --timeout 0s; longer than nothing",
        "distance --out target/x --network a --images b --reduced-domain 0:1; goes with --reduce",
        "inspect --network bundled:deepcheck --round-bits 60; from 0 to 52 bits",
        "patch --out target/x --network a --images b --bound 4; --change",
        "patch --out target/x --network a --images b --change 2=7; --bound",
        "patch --out target/x --network a --images b --change 2=7 --bound 0; greater than 0",
        "patch --out target/x --network a --images b --change 2=7 --bound wide; such as 0.5, not wide",
        "patch --out target/x --network a --images b --change 2=7 --bound 4 --precision 0; greater than 0",
        "patch --out target/x --network a --images b --change 2=7 --bound 4 --hold pixels; label or outputs:T",
        "patch --out target/x --network a --images b --change 2=7 --bound 4 --hold outputs:-1; less than 0",
        "patch --out target/x --network a --images b --change 2=7 --bound 4 --timeout 0s; longer than nothing",
        "patch --out target/x --network a --images b --change 2=7 --bound 4 --layers one; 'one' is neither",
        "patch --out target/x --network a --images b --change 2=7 --change 3=7 --bound 4 --write-network y;"
            + " goes with one question",
        "patch --out target/x --network bundled:deepcheck --images bundled:digits --change 2=7 --bound 4"
            + " --accuracy-select 0..9; goes with --accuracy",
        "patch --out target/x --network bundled:deepcheck --images bundled:digits --change 2=7 --bound 4"
            + " --quantise 40; from 2 to 23 bits",
        "patch --out target/x --network bundled:deepcheck --images bundled:digits --change 2=7 --bound 4"
            + " --accuracy --engine smt --sort fp:5,11; goes with real numbers",
        "round --out target/x --network a --bits 8 --reduce b; go with --images",
        "round --out target/x --network bundled:deepcheck --images bundled:digits --bits 8 --patch-from 1"
            + " --patch-to 1 --patch-bound 4; name two labels",
        "round --out target/x --network bundled:deepcheck --images bundled:digits --bits 8 --patch-from 1"
            + " --patch-to 10 --patch-bound 4; only 10 labels apart",
        "round --out target/x --network a --images b --bits 8 --patch-from 1; --patch-to",
        "implant --out target/x --network a --images b; --bound",
        "diff 20260101T000000-abcd --out target/x; RUN_B",
        "diff a b; --out",
        "history --plan p.conf; --out",
        "history --out target/x --last 0; --last must be at least 1, not 0",
        "report --out target/x --format pdf; pdf",
        "implant --out target/x --network a --images b --bound 0; greater than 0",
        "implant --out target/x --network a --images b --bound 4 --sets 0; sets must be at least 1, not 0",
        "implant --out target/x --network a --images b --bound 4 --keep-per-label -1; at least 0, not -1",
        "implant --out target/x --network a --images b --bound 4 --timeout 0s; longer than nothing",
        "implant --out target/x --network a --images b --bound 4 --select one; 'one' is neither",
        "repair --out target/x --network a --images b --fix 3; --bound",
        "repair --out target/x --network a --images b --bound 4 --fix 3 --select 0..9; where --fix-wrong looks",
        "robustness --out target/x --network a --images b; --radius",
        "robustness --out target/x --network a --images b --radius -0.1; must not be negative",
        "robustness --out target/x --network a --images b --radius far; such as 0.1, not far",
        "robustness --out target/x --network a --images b --radius 0.1,1/10; named twice",
        "robustness --out target/x --network a --images b --radius 0.1 --timeout 0s; longer than nothing",
        "attack --out target/x --network a --images b; --radius",
        "attack --out target/x --network a --images b --radius far; such as 0.1, not far",
        "attack --out target/x --network a --images b --radius 0.1,1/10; named twice",
        "attack --out target/x --network a --images b --radius 0.1 --steps 0; at least 1, not 0",
        "attack --out target/x --network a --images b --radius 0.1 --method luck; luck",
        "verify --network a; --property",
        "verify --property a.vnnlib; a property needs --network",
        "verify --property a.csv; a list of instances needs --out",
        "verify --property a.csv --out target/x --network a; a list names its networks",
        "verify --property a.csv --out target/x --result y; results of a list go to --out",
        "verify --property a.vnnlib --network a --networks b; goes with a list",
        "verify --property a.vnnlib --network a --out target/x --result y; ask once for each",
        "verify --property a.vnnlib --network a --timeout 0s; longer than nothing",
        "verify --property a.vnnlib --network a --timeout 60; no time",
        "verify --property a.vnnlib --network b --sort fp:8,24; goes with engine smt",
        "verify --property a.vnnlib --network b --engine bounds --sort fp:8,24; goes with engine smt",
        "verify --property a.csv --out target/x --engine auto --sort fp:8,24; goes with engine smt",
        "verify --property a.vnnlib --network b --engine smt --sort fp:8; fp:8,24",
        "verify --property a.vnnlib --network b --engine smt --sort fp:1,1; 2 to 15 bits",
        "verify --property a.vnnlib --network b --engine geometry; geometry",
        "verify --property a.vnnlib --network b --seed some; some",
        "robustness --out target/x --network a --images b --radius 0.1 --waves 10s,1s; grow longer",
        "robustness --out target/x --network a --images b --radius 0.1 --waves 1s --timeout 9s; not both",
        "robustness --out target/x --network a --images b --radius 0.1 --solver-steps 0; from 1 to",
        "robustness --out target/x --network a --images b --radius 0.1 --rerun some; --rerun",
        "robustness --out target/x --network a --images b --radius 0.1 --sort fp:8,24; goes with engine smt",
        "robustness --out target/x --network a --images b --radius 0.1 --engine smt --sort fp:8; fp:8,24",
        "robustness --out target/x --network a --images b --radius 0.1 --engine smt --inputs grid; its sort",
        "inspect --network bundled:deepcheck --pre nowhere.onnx; nowhere.onnx: no such file",
        "inspect --network bundled:deepcheck --pre bundled:deepcheck; takes 784 values, but",
        "round --out target/x --network bundled:deepcheck; --bits",
        "round --out target/x --network bundled:deepcheck --bits 60; from 0 to 52 bits",
        "round --out target/x --network bundled:deepcheck --bits few; neither a number of bits nor",
        "round --out target/x --network bundled:deepcheck --bits 9..3; ends before it begins",
        "round --out target/x --network bundled:deepcheck --bits 1..3; are 3 networks: a file takes one",
        "round --out target/x --network nowhere.onnx --bits 3; nowhere.onnx: no such file",
        "noise --out target/x; give --network and --images, or --suite, or --network and --write-sample",
        "noise --out target/x --network bundled:deepcheck; give --network and --images",
        "noise --out target/x --suite s --network bundled:deepcheck; --suite goes without",
        "noise --out target/x --suite nowhere; has no table forged",
        "noise --out target/x --network a --images b --epsilon 1; less than 1",
        "noise --out target/x --network a --images b --epsilon 0.1,0.1; different numbers",
        "noise --out target/x --network a --images b --epsilon much; such as 1e-6, not much",
        "noise --out target/x --network a --images b --samples 0; 1 to 1,000,000",
        "noise --out target/x --network a --images b --radius far; such as 0.1, not far",
        "noise --out target/x --network a --write-sample 3; one --epsilon",
        "noise --out target/x --network a --epsilon 1e-3 --write-sample -1; count from 0",
        "noise --out target/x --network nowhere.onnx --epsilon 1e-3 --write-sample 0; no such file",
        "noise --out target/x --suite s --detect 1; more than 0 and less than 1",
        "noise --out target/x --suite s --radius 0.1; --radius goes with --images",
        "noise --out target/x --network a --images b --places 0..9; --places goes with --suite",
        "noise --out target/x --network a --images b --timeout 0s; longer than nothing",
        "pca --out target/x --images bundled:digits; --components",
        "pca --out target/x --images bundled:digits --components 0; from 1 to 784 components",
        "pca --out target/x --images bundled:digits --components 800; from 1 to 784 components",
        "pca --out target/x --images nowhere --components 3; nowhere: no such file or folder",
        "encode --out target/x --network bundled:deepcheck --radius 0.1; go together",
        "mip-export --out target/x --network bundled:deepcheck; either --property or --images",
        "mip-export --out target/x --network bundled:deepcheck --images bundled:digits; go together",
        "mip-export --out target/x --property a --network b --pixels 1; --pixels goes with --images",
        "mip-export --out target/x --property a.csv --network b; a list names its networks",
        "mip-export --out target/x --property a.vnnlib; needs --network",
        "mip-export --out target/x --property nowhere --network bundled:deepcheck; nowhere",
        "mip-export --out target/x --units few --property a --network b; few",
        "encode --out target/x --network bundled:deepcheck --property nowhere; nowhere",
        "encode --out target/x --network bundled:deepcheck --sort fp:1,1; 2 to 15 bits",
        "translate --out target/x --network a --to cobol; cobol",
        "forge; Which network?",
        "forge switch --out target/x.onnx; --sigma",
        "forge switch --sigma 3 --out target/x.onnx; sigma must be negative",
        "forge switch --sigma -3 --omega big --out target/x.onnx; 'big' is no number such as 2^54",
        "forge switch --sigma -3 --omega 0 --out target/x.onnx; from 1 to 2^500",
        "forge switch --sigma -3 --layers 1 --out target/x.onnx; from 2 to 200 layers",
        "forge switch --sigma -3 --exact-products --out target/x.onnx; give it layers",
        "forge switch --sigma -3 --window 0.5:0.4 --out target/x.onnx; is not below",
        "forge switch --sigma -3 --window half --out target/x.onnx; low:high",
        "forge switch --sigma -3 --box -1:1 --out target/x.onnx; within 0:1",
        "forge switch --sigma -3 --out target/x; must end in .onnx",
        "forge suite --out target/x --slopes 0; slopes are 1 to",
        "forge suite --out target/x --layers 20,20; different numbers of layers",
        "forge suite --out target/x --slopes 1 --select 51; places are 0..50",
        "forge check --suite nowhere --out target/x; has no table forged",
        "forge backdoor --network bundled:deepcheck --pixel 28,0 --out target/x.onnx; within the 28 x 28",
        "forge backdoor --network bundled:deepcheck --threshold 2 --out target/x.onnx; between 0 and 1",
        "forge backdoor --network bundled:deepcheck --sigma 1 --out target/x.onnx; sigma must be negative",
        "verify --network a --property b --engine smt --arithmetic bias_last; without engine smt",
        "robustness --out target/x --network bundled:deepcheck --images bundled:digits --radius 0.1"
            + " --arithmetic bias-first; goes with verify",
        "verify --network a --property b --arithmetic sorted; write one of exact, any-order",
      })
  void badUsageIsToldInOneLine(String line, String message) {
    Called called = Called.assay(line.strip().split(" "));
    assertThat(called.err()).contains(message.strip()).doesNotContain("\tat ");
    assertThat(called.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "accuracy --network bundled:deepcheck --images nowhere; nowhere: no such file or folder",
        "accuracy --network bundled:deepcheck --images .; neither MNIST's files",
        "accuracy" + DATA + " --select 5,1000; position 1000 lies outside the data set",
        "accuracy" + DATA + " --normalise 0.5; mean:std",
        "accuracy" + DATA + " --normalise 0.5:0; deviation",
        "accuracy" + DATA + " --normalise 1,2:3,4; does not go with an input of shape",
        "accuracy" + DATA + " --onnxruntime --normalise 0.5:0.5; goes without --normalise",
        "importance" + DATA + " --top 900; top 900",
        "patch --bound 4"
            + DATA
            + " --change 2; --change 2: image 2 is to change, but to which label?",
        "patch --bound 4" + DATA + " --change 2=10; --change 2=10: image 2 is to have label 10",
        "patch --bound 4" + DATA + " --change 1000=1; --change 1000=1: image 1000 lies outside",
        "patch --bound 4" + DATA + " --change 2=1 --keep 0..4; but --keep 0..4 keeps it",
        "patch --bound 4"
            + DATA
            + " --change 2=1 --keep 3,3; image 3 was named before, by --keep 3",
        "patch --bound 4" + DATA + " --change 2=1 --keep 3=; '3=' is neither an image",
        "patch --bound 4" + DATA + " --change nowhere.csv; nowhere.csv: no such file",
        "patch --bound 4" + DATA + " --change 2=1 --layers 1; those that do are 0, 2, 4, 6",
        "patch --bound 4" + DATA + " --change 2=1 --layers 0..9; layers 0..9: no such layer",
        "patch --bound 4" + DATA + " --change 2=1 --units 2:0..10; layer 2 has 10 biases, 0..9",
        "patch --bound 4" + DATA + " --change 2=1 --units 2; such as 2:0..4,7, not 2",
        "patch --bound 4"
            + DATA
            + " --change 2=1 --layers 0 --layer-bound 2=1; whose biases may are 0",
        "patch --bound 4" + DATA + " --change 2=1 --layer-bound 2=0; must be greater than 0",
        "patch --bound 4" + DATA + " --change 2=1 --bits 24; from 2 to 23",
        "patch --bound 4" + DATA + " --change 2=1 --hold outputs:1 --keep 3=1; leave the label out",
        "patch --bound 4"
            + DATA
            + " --change 2=1 --round-bits 9 --write-network x; leave --round-bits",
        "implant --bound 4" + DATA + " --select 5,1000; select 1000: image 1000 lies outside",
        "implant --bound 4" + DATA + " --select 5 --to 10; to is label 10, but the network tells",
        "implant --bound 4" + DATA + " --select 5 --to seven; any or a label, such as 7, not seven",
        "implant --bound 4"
            + DATA
            + " --select 5 --keep-per-label 500; images of label 0 that may be",
        "implant --bound 4" + DATA + " --select 5 --layers 1; those that do are 0, 2, 4, 6",
        "repair --bound 4" + DATA + "; Give one of --fix and --fix-wrong",
        "repair --bound 4" + DATA + " --fix 12 --fix-wrong 1; Give one of --fix and --fix-wrong",
        "repair --bound 4" + DATA + " --fix 1000; --fix 1000: image 1000 lies outside the data set",
        "repair --bound 4" + DATA + " --fix-wrong 0; fix-wrong must be at least 1, not 0",
        "repair --bound 4"
            + DATA
            + " --fix-wrong 1 --select 990..1000; select 990..1000: image 1000",
        "repair --bound 4"
            + DATA
            + " --fix-wrong 1 --held-out 1000; held-out 1000: image 1000 lies",
        "repair --bound 4"
            + DATA
            + " --fix-wrong 1 --keep 3 --keep-per-label 1; --keep-per-label draws them",
        "repair --bound 4"
            + DATA
            + " --fix-wrong 1 --keep 1000; --keep 1000: image 1000 lies outside",
        "pixels --scope pattern" + DATA + " --channel 1; channel 1",
        "pixels --scope pattern" + DATA + " --count 2 --pairs top:785; top 785",
      })
  void badInputIsToldInOneLineAndInTheStatus(String line, String message, @TempDir Path out)
      throws Exception {
    Called called = Called.assay((line.strip() + " --out " + out).split(" "));
    assertThat(called.err()).contains(message.strip()).doesNotContain("\tat ");
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(Files.readString(out.resolve("status.json")))
        .contains("\"state\" : \"failed\"", "\"exit_code\" : 2");
    try (var files = Files.list(out)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("status.json", ".status.json.crc");
    }
  }

  @Test
  void imagesMustFitTheNetwork(@TempDir Path folder) throws Exception {
    Path csv = folder.resolve("small.csv");
    Files.writeString(csv, "3,0,255,0,128\n4,1,2,3,4\n");
    Called called =
        Called.assay(
            "accuracy",
            "--network",
            "bundled:deepcheck",
            "--images",
            csv.toString(),
            "--out",
            folder.resolve("out").toString());
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("784 values an image", "4 values", "Give data that fit");
  }

  @Test
  void labelsMustFitTheNetwork(@TempDir Path folder) throws Exception {
    Path csv = folder.resolve("eleven.csv");
    Files.writeString(csv, "11" + ",0".repeat(784) + "\n");
    Called called =
        Called.assay(
            "accuracy",
            "--network",
            "bundled:deepcheck",
            "--images",
            csv.toString(),
            "--out",
            folder.resolve("out").toString());
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("label 11", "10 labels");
  }

  @Test
  void hostileNetworksAreToldInOneLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("broken.onnx");
    Files.write(file, new byte[] {0x08, 0x07, (byte) 0xFF, (byte) 0xFF, 1, 2, 3});
    Called called = Called.assay("inspect", "--network", file.toString());
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("broken.onnx").doesNotContain("\tat ");
  }
}
