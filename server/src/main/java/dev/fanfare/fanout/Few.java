package dev.fanfare.fanout;

import java.util.ArrayList;
import java.util.List;

/**
 * Immutable lists that are replaced at each change. Most of them have one element, and there are
 * many of them; an immutable list of one takes less than half the memory of a growable list.
 */
final class Few {
  private Few() {}

  static <T> List<T> with(List<T> list, T another) {
    if (list.isEmpty()) {
      return List.of(another);
    }
    List<T> longer = new ArrayList<>(list);
    longer.add(another);
    return List.copyOf(longer);
  }

  static <T> List<T> without(List<T> list, T one) {
    List<T> shorter = new ArrayList<>(list);
    shorter.remove(one);
    return List.copyOf(shorter);
  }
}
