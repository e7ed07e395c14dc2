package dev.fanfare.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody meant who wrote an unknown one. Pure. */
final class NearestName {
  /** A longer name is no misspelling of a field; comparing it would only take time. */
  private static final int MAX_CHARS = 40;

  private NearestName() {}

  /** The known name that this one misspells; empty if it resembles none of them. */
  static Optional<String> of(String name, List<String> known) {
    if (name.isEmpty() || name.length() > MAX_CHARS) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> resembles(name, candidate))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** One is the beginning of the other, or at most a third of the characters differ. */
  private static boolean resembles(String name, String candidate) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = candidate.toLowerCase(Locale.ROOT);
    boolean isPart = Math.min(a.length(), b.length()) > 2 && (a.startsWith(b) || b.startsWith(a));
    return isPart || 3 * distance(name, candidate) <= Math.max(a.length(), b.length());
  }

  /**
   * The number of characters to insert, remove or replace, or of neighbours to swap, that makes one
   * name the other. Upper and lower case are the same.
   */
  private static int distance(String name, String candidate) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = candidate.toLowerCase(Locale.ROOT);
    int[][] distances = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : next(distances, i, j, a, b);
      }
    }
    return distances[a.length()][b.length()];
  }

  private static int next(int[][] distances, int i, int j, String a, String b) {
    int replaced = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
    boolean isSwap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwap ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
  }
}
