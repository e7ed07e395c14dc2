package dev.fanfare.attack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One attack of a run.
 *
 * @param size how many connections or calls the attack uses
 */
record Step(Attack attack, Setup setup, int size) {

  /** The attacks of the short run, each with its first number. */
  static List<Step> brief() {
    List<Step> steps = new ArrayList<>();
    for (Attack attack : Attack.values()) {
      if (attack.is(Trait.BRIEF)) {
        steps.add(new Step(attack, attack.setups().getFirst(), attack.sizes().getFirst()));
      }
    }
    return inOrder(steps);
  }

  /** All of these attacks, with every number of connections and every setup. */
  static List<Step> all(List<Attack> attacks) {
    List<Step> steps = new ArrayList<>();
    for (Attack attack : attacks) {
      for (Setup setup : attack.setups()) {
        attack.sizes().forEach(size -> steps.add(new Step(attack, setup, size)));
      }
    }
    return inOrder(steps);
  }

  /** Sorted by setup, because a server is started for each. */
  private static List<Step> inOrder(List<Step> steps) {
    return steps.stream().sorted(Comparator.comparing(Step::setup)).toList();
  }

  @Override
  public String toString() {
    return attack + " (" + size + ")" + (setup.hasRedis() ? ", Redis" : "");
  }
}
