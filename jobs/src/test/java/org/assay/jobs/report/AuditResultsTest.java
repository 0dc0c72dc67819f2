package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.assay.jobs.report.AuditResults.Audit;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.FigureRow;
import org.assay.jobs.table.GateRow;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class AuditResultsTest {

  /** What files cannot name without harm: markup, quotes, and characters that XML cannot hold. */
  private static final String HOSTILE = "a<b>&\"'\u0000\u001b]]>\ud83d\ude00\ufffe\ud800.onnx";

  private static GateRow gate(String text, boolean holds, String network) {
    return new GateRow(
        "plan.conf",
        "plan.conf:7: gates[0]",
        text,
        holds,
        9,
        10,
        0.9,
        "4/5",
        0.55,
        0.99,
        "accuracy",
        network,
        "ab".repeat(32),
        "mnist, 0..9",
        "20260101T000000-abcd",
        null,
        holds ? null : "image 7 first");
  }

  private static AuditResults results() {
    FigureRow figure =
        new FigureRow(
            "plan.conf",
            "2026-01-01T00:00:00.123Z",
            "accuracy",
            "accuracy",
            HOSTILE,
            "ab".repeat(32),
            "mnist, 0..9",
            "images",
            9,
            9,
            10,
            0.55,
            0.99,
            "20260101T000000-abcd");
    Audit audit =
        new Audit(
            "20260101T000000-abcd-2",
            Samples.run("audit", 1, 0),
            List.of(
                gate("accuracy >= 80%", true, "net.onnx"),
                gate("accuracy >= 80% & more", false, HOSTILE)),
            List.of(figure));
    return new AuditResults(
        "out",
        List.of(new StoredTables.FinishedRun("20260101T000000-abcd", Samples.run("pixels", 1, 10))),
        List.of(audit));
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void junitIsValidWhateverFilesAreCalled() throws Exception {
    String xml = results().junit();
    SchemaFactory.newDefaultInstance()
        .newSchema(AuditResultsTest.class.getResource("/junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    NodeList cases = parsed(xml).getElementsByTagName("testcase");
    assertThat(cases.getLength()).isEqualTo(2);
    assertThat(((Element) cases.item(1)).getAttribute("name"))
        .contains("accuracy >= 80% & more", "a<b>&\"'??]]>\ud83d\ude00??.onnx");
  }

  @Test
  void aTestCaseIsAGateAndABreachAFailure() throws Exception {
    Document document = parsed(results().junit());
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    NodeList failures = document.getElementsByTagName("failure");
    assertThat(failures.getLength()).isEqualTo(1);
    assertThat(((Element) failures.item(0)).getAttribute("message"))
        .isEqualTo("accuracy >= 80% & more, but is 9 of 10, 90.00 %");
    assertThat(failures.item(0).getTextContent())
        .contains("plan.conf:7: gates[0]", "image 7 first");
  }

  @Test
  void jsonHasRunsGatesAndFigures() throws Exception {
    JsonNode all = new ObjectMapper().readTree(results().json());
    assertThat(all.path("out").asText()).isEqualTo("out");
    assertThat(all.path("runs")).hasSize(1);
    assertThat(all.at("/runs/0/command").asText()).isEqualTo("pixels");
    assertThat(all.at("/audits/0/gates_breached").asInt()).isEqualTo(1);
    assertThat(all.at("/audits/0/gates/1/holds").asBoolean(true)).isFalse();
    assertThat(all.at("/audits/0/gates/1/network_hash").asText()).isEqualTo("ab".repeat(32));
    assertThat(all.at("/audits/0/figures/0/whole").asInt()).isEqualTo(10);
  }

  @Test
  void breachedGatesStandFirstOnThePage() {
    Sheet sheet = results().sheets().get(0);
    assertThat(sheet.title()).contains("1 of 2 breached");
    assertThat(sheet.rows().get(0)).contains("BREACHED", "9 of 10, 90.00 %", "55.00 to 99.00 %");
    assertThat(sheet.rows().get(1)).contains("holds");
  }

  @Test
  void withoutAnAuditThereIsNothingForACiSystem() {
    assertThatThrownBy(() -> new AuditResults("out", List.of(), List.of()).junit())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no plan was audited here");
  }
}
