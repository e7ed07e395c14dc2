package dev.fanfare.performance;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One table of the document.
 *
 * @param name of its place in the document
 * @param rows one for each workload
 */
record Table(String name, List<Column> columns, List<Row> rows) {
  record Row(String title, String workload) {}

  static List<Table> all() {
    return List.of(
        new Table(
            "fanout",
            List.of(
                Column.DELIVERIES,
                Column.DELIVERIES_CPU,
                Column.CPU_DELIVERY,
                Column.USER_DELIVERY,
                Column.P50,
                Column.P99,
                Column.CORES,
                Column.OWN,
                Column.OTHERS,
                Column.MISSING),
            List.of(
                new Row("8 publications on their way", "fanout"),
                new Row("1 on its way", "fanout-each"),
                new Row("8, of 1,024 bytes", "fanout-1k"),
                new Row("8, server on all cores", "fanout-cores"),
                new Row("1,000 topics of 10, 64", "groups"))),
        new Table(
            "steady",
            List.of(
                Column.DELIVERIES,
                Column.P50,
                Column.P99,
                Column.P999,
                Column.CORES,
                Column.OWN,
                Column.OTHERS,
                Column.MISSING),
            List.of(new Row("10 events/s to 10,000", "steady"))),
        new Table(
            "sockets",
            List.of(Column.CONNECTS, Column.BYTES, Column.CORES, Column.OTHERS),
            List.of(
                new Row("19,000 idle, all of one topic", "idle"),
                new Row("19,000 idle, each of a topic of its own", "idle-topics"))),
        new Table(
            "storm",
            List.of(
                Column.CAME_BACK,
                Column.CONNECTS_WARM,
                Column.BACK_P50,
                Column.BACK_P99,
                Column.OTHERS),
            List.of(new Row("10,000 sockets, 100 keys", "storm"))),
        new Table(
            "publish",
            List.of(
                Column.PUBLISHED,
                Column.PUBLISHED_CPU,
                Column.ANSWER_P50,
                Column.ANSWER_P99,
                Column.P50,
                Column.P99,
                Column.CORES,
                Column.OWN,
                Column.OTHERS,
                Column.MISSING),
            List.of(
                new Row("memory, single events", "publish"),
                new Row("memory, 100 at a time", "publish-batch"),
                new Row("Redis, single events", "publish-redis"),
                new Row("Redis, 100 at a time", "publish-redis-batch"),
                new Row("Redis, 100 events/s", "latency-redis"))));
  }

  List<String> workloads() {
    return rows.stream().map(Row::workload).toList();
  }

  String markdown(Results results) {
    String head = columns.stream().map(Column::title).collect(Collectors.joining(" | "));
    String rule = "---|".repeat(columns.size() + 1);
    String lines =
        rows.stream()
            .map(row -> "| " + row.title() + " | " + cells(results, row) + " |\n")
            .collect(Collectors.joining());
    return "| | " + head + " |\n|" + rule + "\n" + lines;
  }

  private String cells(Results results, Row row) {
    return columns.stream()
        .map(column -> column.shown(column.of(results, row.workload())))
        .collect(Collectors.joining(" | "));
  }
}
