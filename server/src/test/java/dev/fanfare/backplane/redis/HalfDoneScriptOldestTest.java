package dev.fanfare.backplane.redis;

import dev.fanfare.RedisServer;

/** The same on the oldest version that is promised to do. */
final class HalfDoneScriptOldestTest extends HalfDoneScriptTest {
  @Override
  RedisServer startRedis() {
    return RedisServer.startOldest();
  }
}
