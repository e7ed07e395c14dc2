package dev.fanfare.performance;

import java.util.Locale;

/** Formats figures. */
final class Digits {
  private Digits() {}

  /** Three digits, because no measurement here is more precise. A dash if nothing was measured. */
  static String three(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    int before = value < 1 ? 0 : (int) Math.log10(value) + 1;
    return String.format(Locale.ROOT, "%,." + Math.max(0, 3 - before) + "f", value);
  }
}
