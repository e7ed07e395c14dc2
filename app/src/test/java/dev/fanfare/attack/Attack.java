package dev.fanfare.attack;

import static dev.fanfare.attack.Setup.ALONE;
import static dev.fanfare.attack.Setup.BOTH;
import static dev.fanfare.attack.Setup.BOTH_FULL;
import static dev.fanfare.attack.Setup.FULL;
import static dev.fanfare.attack.Setup.SHARED;
import static dev.fanfare.attack.Trait.BRIEF;
import static dev.fanfare.attack.Trait.LIGHT;
import static dev.fanfare.attack.Trait.LONG;
import static dev.fanfare.attack.Trait.STORES;
import static dev.fanfare.attack.Trait.TIMEOUT;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The attacks on a server. Each is the smallest form that ever did harm, repeated often. */
enum Attack {
  PINGS("pings, nothing read", ALONE, Frames::pings, List.of(1, 20), BRIEF, LIGHT),
  PINGS_SIPPED("pings, a byte a second read", ALONE, Frames::sippedPings, List.of(1, 20), LIGHT),
  PONGS("pongs", ALONE, Frames::pongs, List.of(1, 20), LIGHT),
  BINARY("binary frames, nothing read", ALONE, Frames::binary, List.of(1, 20), LIGHT),
  TYPES("texts of no type, nothing read", ALONE, Frames::unknownTypes, List.of(1, 20), LIGHT),
  FRAGMENTS("fragments without end", ALONE, Frames::fragments, List.of(1, 20), LIGHT),
  OVERFLOW("an overflow, then data", ALONE, Frames::overflow, List.of(1), LIGHT),
  LENGTHS("lengths near the edges", ALONE, LengthProbes::new, List.of(1), BRIEF, LONG),
  POSTS("POSTs, no answer read", BOTH, Requests::posts, List.of(1, 3, 30), BRIEF, LIGHT),
  PAGES("POSTs of a page, no answer read", BOTH, Requests::postsOfPages, List.of(3, 30), LIGHT),
  READS("GETs of 1 MiB, no answer read", BOTH, Requests::reads, List.of(3, 30)),
  FILES("GETs of a file, no answer read", ALONE, Requests::files, List.of(3, 30)),
  SCRIPTS("GETs of 1.5 MB, no answer read", ALONE, Requests::scripts, List.of(3, 30)),
  METRICS("GETs of metrics, no answer read", ALONE, Requests::metrics, List.of(3, 30), LIGHT),
  REFUSALS("GETs of nothing, no answer read", ALONE, Requests::refusals, List.of(3, 30), LIGHT),
  LARGE_READS("GETs of 15 MiB, no answer read", BOTH, Requests::largeReads, List.of(20)),
  JOINS("joins of 15 MiB that moves", ALONE, UnreadJoins::new, List.of(35), BRIEF, LONG),
  BODIES("POSTs of 8 MB, no answer read", ALONE, Requests::bodies, List.of(3, 30)),
  BATCHES("1 MiB batches, not read", BOTH, BigBatches::new, List.of(10)),
  DROPPED_FILES("files, dropped unread", ALONE, DroppedFiles::new, List.of(400), BRIEF, LONG),
  SILENCE("silent connections", ALONE, Slowness::silence, List.of(1500)),
  SLOW_HEADS("heads of a byte a second", ALONE, Slowness::heads, List.of(1500), BRIEF, TIMEOUT),
  SLOW_BODIES("bodies of a byte a second", ALONE, Slowness::bodies, List.of(1500), TIMEOUT),
  NAMES("equal hashes, depth, digits", SHARED, Clashes::new, List.of(1), LONG),
  STATES("topics of 15 MiB", FULL, Fill::states, List.of(30), BRIEF, STORES),
  OPENINGS("joins of topics of 15 MiB in Redis", SHARED, Openings::new, List.of(30), STORES),
  LATEST("64 KiB a user on one key", FULL, Fill::latest, List.of(7000), STORES),
  ANSWERS("batches with keys", FULL, Fill::answers, List.of(18_000), LONG, STORES),
  TOPICS("128 topics a socket", BOTH_FULL, Tourists::new, List.of(5000), LONG, STORES);

  /** Prepares and connects. */
  interface Opening {
    Assault at(Scene scene) throws IOException;
  }

  /** A long attack may take this many times as long, unless it is done before. */
  private static final int LONG_TIMES = 4;

  /** Longer than the time limit of a head or a body. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(14);

  private final String description;

  /** Immutable: the lists come from List.of, and the opening is a method. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Setup> setups;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Opening opening;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Integer> sizes;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Trait> traits;

  Attack(
      String description,
      List<Setup> setups,
      Opening opening,
      List<Integer> sizes,
      Trait... traits) {
    this.description = description;
    this.setups = setups;
    this.opening = opening;
    this.sizes = sizes;
    this.traits = List.of(traits);
  }

  Assault begin(Scene scene) throws IOException {
    return opening.at(scene);
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** The time of this attack, if each attack has this time. */
  Duration lasting(Duration each) {
    if (is(TIMEOUT) && each.compareTo(LONGEST_REQUEST) < 0) {
      return LONGEST_REQUEST;
    }
    return is(LONG) ? each.multipliedBy(LONG_TIMES) : each;
  }

  List<Setup> setups() {
    return setups;
  }

  /** How many connections or calls the attack uses; the first number is for the short run. */
  List<Integer> sizes() {
    return sizes;
  }

  @Override
  public String toString() {
    return description;
  }
}
