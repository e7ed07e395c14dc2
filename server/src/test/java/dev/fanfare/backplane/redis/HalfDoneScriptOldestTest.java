package dev.fanfare.backplane.redis;

import dev.fanfare.RedisServer;

/** Like {@link HalfDoneScriptTest}, on the oldest supported version. */
final class HalfDoneScriptOldestTest extends HalfDoneScriptTest {
  @Override
  RedisServer startRedis() {
    return RedisServer.startOldest();
  }
}
