package dev.fanfare.attack;

/** Properties of attacks. */
enum Trait {
  /** It is part of the short run. */
  BRIEF,
  /** The server has to hold almost nothing for it. */
  LIGHT,
  /** It needs more time than others. */
  LONG,
  /** The events that it stores stay there. */
  STORES,
  /** It needs a time limit to pass. */
  TIMEOUT
}
