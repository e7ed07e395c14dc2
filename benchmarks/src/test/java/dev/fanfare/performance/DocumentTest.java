package dev.fanfare.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

final class DocumentTest {
  @Test
  void newTextReplacesTheOldText() {
    String text = "a\n<!-- t -->\nold\n<!-- /t -->\nb";
    String put = Document.put(text, "t", "new\n");
    assertThat(put).isEqualTo("a\n<!-- t -->\nnew\n<!-- /t -->\nb");
    assertThat(Document.put(put, "t", "new\n")).isEqualTo(put);
  }

  @Test
  void nameWithoutPlaceIsRefused() {
    assertThatThrownBy(() -> Document.put("a", "t", "new"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no place for t");
  }

  @Test
  void everyTableHasItsPlace() throws Exception {
    String text = Files.readString(Path.of("../docs/PERFORMANCE.md"));
    Stream<String> names =
        Stream.concat(
            Table.all().stream().map(Table::name), Stream.of("machine", "redis", "model", "check"));
    assertThat(names).allMatch(name -> Document.put(text, name, "").contains(name));
  }

  @Test
  void everyRowHasWorkloadThatIsRun() {
    List<String> run = Workload.all().stream().map(Workload::name).toList();
    List<List<String>> shown = new ArrayList<>(List.of(Redis.WORKLOADS, Model.WORKLOADS));
    Table.all().forEach(table -> shown.add(table.workloads()));
    assertThat(shown).isNotEmpty().allMatch(run::containsAll);
    assertThat(run).doesNotHaveDuplicates();
  }

  @Test
  void plotIsDrawnToScale() throws Exception {
    var line = new Plot.Series("p50", List.of(new Plot.Point(10, 1), new Plot.Point(100, 100)));
    String svg = new Plot("title", "x", "y", List.of(line)).svg();
    var xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    var way = xml.getElementsByTagName("polyline").item(0).getAttributes().getNamedItem("points");
    assertThat(way.getNodeValue()).isEqualTo("80.0,280.0 620.0,50.0");
  }

  @Test
  void plotOfNothingIsEmpty() {
    assertThat(new Plot("title", "x", "y", List.of(new Plot.Series("p50", List.of()))).svg())
        .contains("</svg>")
        .doesNotContain("polyline");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.01234 | 0.012", "1.5 | 1.50", "99.94 | 99.9", "1755.4 | 1,755", "NaN | -"})
  void figuresHaveThreeDigits(double value, String shown) {
    assertThat(Digits.three(value)).isEqualTo(shown);
  }

  @Test
  void modelAddsUpTheCostsOfEvents() {
    Model model = new Model(5, 60, 20, 50, 3_000);
    assertThat(model.cores(1_000, 3, 10)).isCloseTo(0.15, within(1e-9));
    assertThat(model.cores(1_000, 1, 0)).isCloseTo(0.06, within(1e-9));
    assertThat(model.redisCores(1_000)).isCloseTo(0.05, within(1e-9));
  }
}
