package dev.fanfare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The instances of a test class. An instance that was started before all tests lives until the end
 * of the class, one of a single test until the end of that test. If a test fails, their output is
 * shown.
 */
public final class Instances implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final List<InstanceProcess> running = new ArrayList<>();
  private int startedBeforeTest;

  /** Starts one and waits until it serves. */
  public InstanceProcess start(String name, String... options) {
    return launch(name, options).awaitReady();
  }

  /** Starts two that share a Redis, and waits until both serve. */
  public List<InstanceProcess> startPair(RedisTopology redis, String first, String second) {
    return Stream.of(first, second)
        .map(name -> launch(name, "--redis", redis.uri()))
        .toList()
        .stream()
        .map(InstanceProcess::awaitReady)
        .toList();
  }

  /** Starts one without waiting for it. */
  public InstanceProcess launch(String name, String... options) {
    InstanceProcess instance = InstanceProcess.launch(name, options);
    running.add(instance);
    return instance;
  }

  /** Starts another one at the port of a killed one, and waits until it serves. */
  public InstanceProcess restart(InstanceProcess killed, String... options) {
    InstanceProcess instance = killed.again(options);
    running.add(instance);
    return instance.awaitReady();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    startedBeforeTest = running.size();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (test.getExecutionException().isPresent()) {
      running.forEach(it -> System.err.printf("--- %s said:%n%s%n", it, it.log()));
    }
    end(startedBeforeTest);
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    end(0);
  }

  private void end(int kept) {
    List<InstanceProcess> ended = running.subList(kept, running.size());
    ended.forEach(InstanceProcess::close);
    ended.clear();
  }
}
