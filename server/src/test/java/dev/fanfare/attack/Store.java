package dev.fanfare.attack;

/** Where the attacked server keeps its topics. */
enum Store {
  MEMORY,
  REDIS
}
