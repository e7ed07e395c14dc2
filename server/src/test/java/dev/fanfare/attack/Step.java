package dev.fanfare.attack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One attack of a run.
 *
 * @param size how many connections or calls
 */
record Step(Attack attack, Store store, int size) {

  /** Each with the first of its numbers, where it belongs to the short run. */
  static List<Step> brief() {
    List<Step> steps = new ArrayList<>();
    for (Attack attack : Attack.values()) {
      if (attack.is(Attack.Trait.BRIEF)) {
        steps.add(new Step(attack, attack.stores().getFirst(), attack.sizes().getFirst()));
      }
    }
    return inOrder(steps);
  }

  /** All of these attacks, with every number of connections and every store. */
  static List<Step> all(List<Attack> attacks) {
    List<Step> steps = new ArrayList<>();
    for (Attack attack : attacks) {
      for (Store store : attack.stores()) {
        attack.sizes().forEach(size -> steps.add(new Step(attack, store, size)));
      }
    }
    return inOrder(steps);
  }

  /** By stores: a server is started for each. */
  private static List<Step> inOrder(List<Step> steps) {
    return steps.stream().sorted(Comparator.comparing(Step::store)).toList();
  }

  @Override
  public String toString() {
    return attack + " (" + size + ")" + (store == Store.REDIS ? ", Redis" : "");
  }
}
