package dev.fanfare.performance;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The CPU time that a deployment needs, calculated from measured costs in microseconds.
 *
 * @param delivery cost of one event for one socket, if nothing can be merged
 * @param publication cost of one event at the instance that accepts it
 * @param told cost of one event at every other instance that follows its topic
 * @param redis cost of one event in Redis
 * @param bytes memory of one idle socket with a topic
 */
record Model(double delivery, double publication, double told, double redis, double bytes) {
  static final int TOPICS = 100;
  static final int RATE = 300;

  /** The options of the run that the model is compared with. */
  static final String OPTIONS = "--topics " + TOPICS + " --rate " + RATE;

  /** The workloads that the model is calculated from, and the one that it is compared with. */
  static final List<String> WORKLOADS = List.of("steady", "publish-redis", "told", "idle", "model");

  private static final double MICROS = 1e6;

  /** Calculates the model from single runs; NaN for a value that was not measured. */
  static Model of(Results results) {
    return new Model(
        value(results, "steady", "load.cpuMicrosOfDelivery"),
        value(results, "publish-redis", "load.cpuMicrosOfPublished"),
        value(results, "told", "load.servers.0.cpuSeconds")
            / value(results, "told", "load.seconds")
            / value(results, "told", "load.publishedPerSecond")
            * MICROS,
        value(results, "publish-redis", "redis.cpuSeconds")
            / value(results, "publish-redis", "load.published")
            * MICROS,
        value(results, "idle", "load.servers.0.rssBytesOfSocket"));
  }

  /** Cores of all instances together. */
  double cores(double eventsPerSecond, double instances, double socketsOfTopic) {
    double event = publication + (instances - 1) * told + socketsOfTopic * delivery;
    return eventsPerSecond * event / MICROS;
  }

  double redisCores(double eventsPerSecond) {
    return eventsPerSecond * redis / MICROS;
  }

  String table() {
    return """
    | constant | measured as | value |
    |---|---|---|
    | d | a delivery to one of 10,000 sockets (`steady`) | %s us |
    | p | a publication at the instance that accepts it (`publish-redis`) | %s us |
    | t | an event told to another instance that follows the topic (`told`) | %s us |
    | r | a publication in Redis (`publish-redis`) | %s us |
    | m | an idle socket that follows a topic (`idle`) | %s bytes |
    """
        .formatted(
            Digits.three(delivery),
            Digits.three(publication),
            Digits.three(told),
            Digits.three(redis),
            Digits.three(bytes));
  }

  private static double value(Results results, String workload, String path) {
    OptionalDouble median = results.median(workload, path);
    return median.orElse(Double.NaN);
  }
}
