package org.assay.jobs.report;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.assay.jobs.report.AuditResults.Audit;
import org.assay.jobs.table.GateRow;

/**
 * Gates in the format that Ant's JUnit task writes and CI systems read: {@code testsuites}, {@code
 * testsuite}, {@code testcase}, {@code failure}.
 */
record JunitText(List<Audit> audits) {

  /** How long an ISO 8601 time is to the second. */
  private static final int SECOND_END = 19;

  JunitText {
    audits = List.copyOf(audits);
  }

  /** XML 1.0, with a declaration. */
  String text() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      line(xml, 0);
      xml.writeStartElement("testsuites");
      attribute(xml, "name", "assay");
      attribute(xml, "tests", audits.stream().mapToLong(a -> a.gates().size()).sum());
      attribute(xml, "failures", audits.stream().mapToLong(Audit::breached).sum());
      for (Audit audit : audits) {
        suite(xml, audit);
      }
      line(xml, 0);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text can be written", e);
    }
    return text + "\n";
  }

  private static void suite(XMLStreamWriter xml, Audit audit) throws XMLStreamException {
    line(xml, 1);
    xml.writeStartElement("testsuite");
    attribute(xml, "name", audit.plan());
    attribute(xml, "tests", audit.gates().size());
    attribute(xml, "failures", audit.breached());
    attribute(xml, "errors", 0);
    attribute(xml, "skipped", 0);
    attribute(xml, "time", String.format(Locale.ROOT, "%.3f", audit.row().seconds()));
    String started = audit.row().started();
    attribute(xml, "timestamp", started.substring(0, Math.min(SECOND_END, started.length())));
    line(xml, 2);
    xml.writeStartElement("properties");
    property(xml, "run", audit.run());
    property(xml, "plan_hash", audit.row().networkHash());
    property(xml, "version", audit.row().version());
    line(xml, 2);
    xml.writeEndElement();
    for (GateRow gate : audit.gates()) {
      gate(xml, audit, gate);
    }
    line(xml, 1);
    xml.writeEndElement();
  }

  private static void property(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    line(xml, 3);
    xml.writeEmptyElement("property");
    attribute(xml, "name", name);
    attribute(xml, "value", value);
  }

  private static void gate(XMLStreamWriter xml, Audit audit, GateRow gate)
      throws XMLStreamException {
    line(xml, 2);
    xml.writeStartElement("testcase");
    attribute(
        xml,
        "name",
        "%s: %s of %s on %s"
            .formatted(gate.gate(), gate.question(), gate.network(), gate.images()));
    attribute(xml, "classname", audit.plan());
    attribute(xml, "time", "0");
    String told = AuditResults.figure(gate);
    if (!gate.holds()) {
      line(xml, 3);
      xml.writeStartElement("failure");
      attribute(xml, "type", "gate breached");
      attribute(xml, "message", "%s, but is %s".formatted(gate.gate(), told));
      xml.writeCharacters(
          allowed(
              "%s%nrun %s of network %s%n%s"
                  .formatted(
                      gate.place(),
                      gate.measured(),
                      gate.networkHash(),
                      Numbers.orNone(gate.remark()))));
      xml.writeEndElement();
    } else {
      line(xml, 3);
      xml.writeStartElement("system-out");
      xml.writeCharacters(allowed(told));
      xml.writeEndElement();
    }
    line(xml, 2);
    xml.writeEndElement();
  }

  private static void line(XMLStreamWriter xml, int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private static void attribute(XMLStreamWriter xml, String name, long value)
      throws XMLStreamException {
    xml.writeAttribute(name, Long.toString(value));
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, allowed(value));
  }

  /** A text without the characters that XML 1.0 cannot hold, which become question marks. */
  static String allowed(String text) {
    return text.codePoints()
        .map(c -> isAllowed(c) ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
