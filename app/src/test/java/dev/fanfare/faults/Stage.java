package dev.fanfare.faults;

import dev.fanfare.FreePort;
import dev.fanfare.InstanceProcess;
import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import dev.fanfare.TcpProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The deployment in which faults happen: instances as processes, each on a port that it keeps when
 * it is restarted, and the store that they share.
 *
 * <p>Only a standalone Redis has proxies in front of it. With Sentinel and in a Cluster an instance
 * connects to the addresses that these announce, past every proxy.
 */
final class Stage implements AutoCloseable {
  private final Topology topology;
  private final Optional<RedisTopology> redis;
  private final List<TcpProxy> proxies;
  private final List<Integer> ports;
  private final List<InstanceProcess> instances = new ArrayList<>();

  private Stage(Topology topology) {
    this.topology = topology;
    redis = topology.start();
    proxies =
        topology == Topology.REDIS
            ? IntStream.range(0, topology.instances())
                .mapToObj(_ -> TcpProxy.to(((RedisServer) redis()).port()))
                .toList()
            : List.of();
    ports = IntStream.range(0, topology.instances()).mapToObj(_ -> FreePort.find()).toList();
    for (int i = 0; i < topology.instances(); i++) {
      instances.add(launch(i));
    }
  }

  /** Starts everything, and waits until it serves. */
  static Stage open(Topology topology) {
    Stage stage = new Stage(topology);
    stage.instances.forEach(InstanceProcess::awaitReady);
    return stage;
  }

  List<URI> urls() {
    return instances.stream().map(it -> URI.create(it.url())).toList();
  }

  InstanceProcess instance(int number) {
    return instances.get(number % instances.size());
  }

  /** Restarts a killed instance on its port, and waits until it serves. */
  void restart(int number) {
    int index = number % instances.size();
    instances.get(index).close();
    instances.set(index, launch(index));
    instances.get(index).awaitReady();
  }

  TcpProxy proxy(int number) {
    return proxies.get(number % proxies.size());
  }

  RedisTopology redis() {
    return redis.orElseThrow();
  }

  /** Waits until Redis has recovered completely. */
  void heal() {
    redis.ifPresent(RedisTopology::awaitHealthy);
  }

  @Override
  public void close() {
    instances.forEach(InstanceProcess::close);
    proxies.forEach(TcpProxy::close);
    redis.ifPresent(RedisTopology::close);
  }

  private InstanceProcess launch(int index) {
    List<String> options = new ArrayList<>(List.of("--port", String.valueOf(ports.get(index))));
    redis.ifPresent(it -> {
      String uri = proxies.isEmpty() ? it.uri() : "redis://127.0.0.1:" + proxy(index).port();
      options.addAll(List.of("--redis", uri));
    });
    String name = topology.name().toLowerCase(Locale.ROOT) + "-" + index;
    return InstanceProcess.launch(name, options.toArray(String[]::new));
  }
}
