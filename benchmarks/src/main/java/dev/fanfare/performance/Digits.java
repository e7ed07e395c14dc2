package dev.fanfare.performance;

import java.util.Locale;

/** How figures are shown. */
final class Digits {
  private Digits() {}

  /** Three of them: no measurement here is good for more. A dash where nothing was measured. */
  static String three(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    int before = value < 1 ? 0 : (int) Math.log10(value) + 1;
    return String.format(Locale.ROOT, "%,." + Math.max(0, 3 - before) + "f", value);
  }
}
