package dev.fanfare.backplane.redis;

import dev.fanfare.RedisServer;
import org.junit.jupiter.api.Tag;

/** Like {@link HalfDoneScriptTest}, on the oldest supported version. */
@Tag("long")
final class HalfDoneScriptOldestTest extends HalfDoneScriptTest {
  @Override
  RedisServer startRedis() {
    return RedisServer.startOldest();
  }
}
