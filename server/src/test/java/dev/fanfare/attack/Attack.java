package dev.fanfare.attack;

import java.io.IOException;
import java.util.List;

/** What is done to a server, each in the smallest form that was ever seen to do harm, and often. */
enum Attack {
  PINGS("pings, nothing read", List.of(1, 20), Frames::pings, Trait.BRIEF, Trait.LIGHT),
  PINGS_SIPPED("pings, a byte a second read", List.of(1, 20), Frames::sippedPings, Trait.LIGHT),
  PONGS("pongs", List.of(1, 20), Frames::pongs, Trait.LIGHT),
  BINARY("binary frames, nothing read", List.of(1, 20), Frames::binary, Trait.LIGHT),
  TYPES("texts of no type, nothing read", List.of(1, 20), Frames::unknownTypes, Trait.LIGHT),
  FRAGMENTS("fragments without end", List.of(1, 20), Frames::fragments, Trait.BRIEF, Trait.LIGHT),
  OVERFLOW("an overflow, then data", List.of(1), Frames::overflow, Trait.BRIEF, Trait.LIGHT),
  LENGTHS("lengths near the edges", List.of(1), LengthProbes::new, Trait.BRIEF, Trait.SLOW),

  POSTS("POSTs, no answer read", List.of(1, 3, 30), Requests::posts, Trait.BRIEF, Trait.REDIS),
  PAGES("POSTs of a page, no answer read", List.of(3, 30), Requests::postsOfPages),
  READS("GETs of 1 MiB, no answer read", List.of(3, 30), Requests::reads, Trait.BRIEF),
  FILES("GETs of a file, no answer read", List.of(3, 30), Requests::files),
  SCRIPTS("GETs of 1.5 MB, no answer read", List.of(3, 30), Requests::scripts, Trait.BRIEF),
  METRICS("GETs of metrics, no answer read", List.of(3, 30), Requests::metrics),
  REFUSALS("GETs of nothing, no answer read", List.of(3, 30), Requests::refusals),
  LARGE_READS("GETs of 15 MiB, no answer read", List.of(20), Requests::largeReads, Trait.REDIS),

  JOINS("joins of 15 MiB that moves", List.of(35), UnreadJoins::new, Trait.BRIEF, Trait.SLOW),
  BATCHES("8 MiB batches, not read", List.of(10), BigBatches::new, Trait.BRIEF, Trait.REDIS),

  DROPPED_FILES("files, dropped unread", List.of(400), DroppedFiles::new, Trait.BRIEF),
  SILENCE("silent connections", List.of(1500), Slowness::silence, Trait.BRIEF),
  SLOW_HEADS("heads of a byte a second", List.of(1500), Slowness::heads, Trait.BRIEF),
  SLOW_BODIES("bodies of a byte a second", List.of(1500), Slowness::bodies),

  NAMES(
      "equal hashes, depth, digits",
      List.of(1),
      Clashes::new,
      Trait.BRIEF,
      Trait.SLOW,
      Trait.REDIS),

  LATEST(
      "64 KiB a user on one key",
      List.of(7000),
      Fill::latest,
      Trait.BRIEF,
      Trait.SLOW,
      Trait.STORES),
  STATES("topics of 15 MiB", List.of(30), Fill::states, Trait.BRIEF, Trait.SLOW, Trait.STORES),
  ANSWERS("batches with keys", List.of(18_000), Fill::answers, Trait.SLOW, Trait.STORES),
  TOPICS(
      "128 topics a socket", List.of(5000), Tourists::new, Trait.SLOW, Trait.STORES, Trait.REDIS);

  /** What is true of an attack. */
  enum Trait {
    /** It is part of the short run. */
    BRIEF,
    /** It is made on a server with Redis, too. */
    REDIS,
    /** What the server has to hold of it is next to nothing. */
    LIGHT,
    /** What it leaves in the store stays there. */
    STORES,
    /** It needs more time than others. */
    SLOW
  }

  /** Prepares what it needs and connects. */
  interface Opening {
    Assault at(Scene scene) throws IOException;
  }

  private final String description;

  /** Immutable, all three: List.of made the lists, and the opening is a method. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Integer> sizes;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Opening opening;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Trait> traits;

  Attack(String description, List<Integer> sizes, Opening opening, Trait... traits) {
    this.description = description;
    this.sizes = sizes;
    this.opening = opening;
    this.traits = List.of(traits);
  }

  Assault begin(Scene scene) throws IOException {
    return opening.at(scene);
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  List<Store> stores() {
    return is(Trait.REDIS) ? List.of(Store.MEMORY, Store.REDIS) : List.of(Store.MEMORY);
  }

  List<Integer> sizes() {
    return sizes;
  }

  @Override
  public String toString() {
    return description;
  }
}
