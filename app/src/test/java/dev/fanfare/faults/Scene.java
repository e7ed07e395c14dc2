package dev.fanfare.faults;

import dev.fanfare.RedisServer;
import dev.fanfare.check.Check;
import java.util.List;
import java.util.Random;

/**
 * Where a fault happens. The victim is chosen at random, and a seed always gives the same victims.
 *
 * @param victim any number, from which a fault derives what it needs
 */
record Scene(Stage stage, Check check, int victim) {
  /** The topic whose server is hit. */
  String topic() {
    return check.topics().get(victim % check.topics().size());
  }

  RedisServer master() {
    return stage.redis().master(topic());
  }

  /** A server that is not the master of the topic. */
  RedisServer other() {
    RedisServer master = master();
    List<RedisServer> others =
        stage.redis().nodes().stream().filter(node -> node != master).toList();
    return others.get(new Random(victim).nextInt(others.size()));
  }
}
