package dev.fanfare.performance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines in SVG, with both axes in powers of ten.
 *
 * @param x label of the horizontal axis
 * @param y label of the vertical axis
 */
record Plot(String title, String x, String y, List<Series> lines) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int MARGIN = 80;
  private static final List<String> COLOURS = List.of("#1f5fa8", "#c2541b", "#3c8c4a");

  record Point(double x, double y) {}

  record Series(String title, List<Point> points) {
    Series {
      points = points.stream().filter(point -> point.x() > 0 && point.y() > 0).toList();
    }
  }

  String svg() {
    List<String> parts = new ArrayList<>();
    parts.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">"
            .formatted(WIDTH, HEIGHT));
    parts.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(WIDTH, HEIGHT));
    parts.add(text(WIDTH / 2.0, 20, "middle", title));
    parts.add(text(WIDTH / 2.0, HEIGHT - 8.0, "middle", x));
    parts.add(text(8, 38, "start", y));
    if (lines.stream().anyMatch(line -> !line.points().isEmpty())) {
      parts.addAll(grid());
      for (int i = 0; i < lines.size(); i++) {
        parts.addAll(drawn(lines.get(i), COLOURS.get(i % COLOURS.size()), i));
      }
    }
    parts.add("</svg>\n");
    return String.join("\n", parts);
  }

  private List<String> grid() {
    List<String> grid = new ArrayList<>();
    for (double power : powers(low(false), high(false))) {
      double height = y(power);
      grid.add(stroke(MARGIN, height, WIDTH - 20.0, height));
      grid.add(text(MARGIN - 6.0, height + 4, "end", shown(power)));
    }
    for (double power : powers(low(true), high(true))) {
      double at = x(power);
      grid.add(stroke(at, 50, at, HEIGHT - (double) MARGIN));
      grid.add(text(at, HEIGHT - MARGIN + 16.0, "middle", shown(power)));
    }
    return grid;
  }

  private List<String> drawn(Series line, String colour, int index) {
    List<String> parts = new ArrayList<>();
    String way =
        line.points().stream()
            .map(point -> "%.1f,%.1f".formatted(x(point.x()), y(point.y())))
            .collect(Collectors.joining(" "));
    parts.add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
            .formatted(way, colour));
    for (Point point : line.points()) {
      parts.add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %s</title></circle>"
              .formatted(x(point.x()), y(point.y()), colour, shown(point.x()), shown(point.y())));
    }
    parts.add(
        text(WIDTH - 24.0, 66 + 16.0 * index, "end", line.title())
            .replace("<text", "<text fill=\"" + colour + "\""));
    return parts;
  }

  private double x(double value) {
    return MARGIN + share(value, low(true), high(true)) * (WIDTH - 20 - MARGIN);
  }

  private double y(double value) {
    return HEIGHT - MARGIN - share(value, low(false), high(false)) * (HEIGHT - MARGIN - 50);
  }

  private static double share(double value, double low, double high) {
    return (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
  }

  private double low(boolean ofX) {
    return Math.pow(
        10, Math.floor(Math.log10(values(ofX).stream().min(Double::compare).orElse(1.0))));
  }

  private double high(boolean ofX) {
    double most = values(ofX).stream().max(Double::compare).orElse(1.0);
    return Math.max(Math.pow(10, Math.ceil(Math.log10(most))), low(ofX) * 10);
  }

  private List<Double> values(boolean ofX) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .map(point -> ofX ? point.x() : point.y())
        .toList();
  }

  private static List<Double> powers(double low, double high) {
    List<Double> powers = new ArrayList<>();
    for (double power = low; power <= high * 1.001; power *= 10) {
      powers.add(power);
    }
    return powers;
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2g" : "%,.0f", value);
  }

  private static String text(double x, double y, String anchor, String text) {
    return "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>".formatted(x, y, anchor, text);
  }

  private static String stroke(double x1, double y1, double x2, double y2) {
    return "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
        .formatted(x1, y1, x2, y2);
  }
}
