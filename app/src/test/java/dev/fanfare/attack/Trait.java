package dev.fanfare.attack;

/** What is true of an attack. */
enum Trait {
  /** It is part of the short run. */
  BRIEF,
  /** The server has to hold next to nothing of it. */
  LIGHT,
  /** It needs more time than others. */
  LONG,
  /** What it leaves in the store stays there. */
  STORES,
  /** It is about a time that has to pass. */
  TIMEOUT
}
