package dev.fanfare.fanout;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists that are not changed but replaced. Where most have one member, and there are many of them,
 * each takes less than half of one with room for more.
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
