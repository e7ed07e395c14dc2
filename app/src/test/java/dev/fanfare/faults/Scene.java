package dev.fanfare.faults;

import dev.fanfare.RedisServer;
import dev.fanfare.check.Check;
import java.util.List;
import java.util.Random;

/**
 * Where a fault happens: it chooses whom it hits by chance, the same at every run of a seed.
 *
 * @param victim any number, of which a fault makes what it needs
 */
record Scene(Stage stage, Check check, int victim) {
  /** The topic whose keeper is hit. */
  String topic() {
    return check.topics().get(victim % check.topics().size());
  }

  RedisServer master() {
    return stage.redis().master(topic());
  }

  /** A server that is no master of the topic. */
  RedisServer other() {
    RedisServer master = master();
    List<RedisServer> others =
        stage.redis().nodes().stream().filter(node -> node != master).toList();
    return others.get(new Random(victim).nextInt(others.size()));
  }
}
