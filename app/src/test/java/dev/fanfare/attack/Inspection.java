package dev.fanfare.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Inspects a server during and after an attack, and records everything that is not as it should be.
 */
final class Inspection {
  /** The heap that attackers may hold, be there one or thirty: each holds a part of an answer. */
  private static final int ALLOWED_HELD_MIB = 48;

  /** The heap that attackers may hold if answers are tiny. */
  private static final int ALLOWED_LIGHT_MIB = 12;

  /** The memory that attackers may hold outside the heap. */
  private static final int ALLOWED_OFF_HEAP_MIB = Victim.DIRECT_MIB / 4;

  /** The heap that pools, caches and the bystander's log may keep. */
  private static final int ALLOWED_AFTER_MIB = 24;

  /** The share of the heap that stored data may fill. */
  private static final double ALLOWED_STORED = 0.75;

  /**
   * Files besides the attack's connections: those of honest callers, and those that are read for
   * them.
   */
  private static final int ALLOWED_FILES = 32;

  private static final int ALLOWED_LOG_LINES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Level UNKNOWN = new Level(-1, -1, -1, -1);

  private final Attacked target;
  private final Attack attack;
  private final Level quiet;
  private final List<String> findings = new ArrayList<>();
  private boolean lost;

  /** An inspection that begins before the attack, with the present values. */
  Inspection(Attacked target, Attack attack) throws IOException {
    this.target = target;
    this.attack = attack;
    quiet = target.victim().level();
  }

  Level quiet() {
    return quiet;
  }

  void add(List<String> found) {
    findings.addAll(found);
  }

  List<String> findings() {
    return List.copyOf(findings);
  }

  /** The memory and files in use while the attackers are still connected. */
  Level held(Crowd crowd) {
    // Counted before a garbage collection, which would close forgotten files.
    awaitFiles(crowd.open().size());
    Level held = level();
    boolean light = attack.is(Trait.LIGHT);
    long allowed = allowedMiB(light ? ALLOWED_LIGHT_MIB : ALLOWED_HELD_MIB);
    expect(held.heapMiB() <= allowed, "holds " + held.heapMiB() + " MiB of heap");
    long offHeap = held.offHeapMiB() - quiet.offHeapMiB();
    int allowedOffHeap = light ? 2 * ALLOWED_LIGHT_MIB : ALLOWED_OFF_HEAP_MIB;
    expect(offHeap <= allowedOffHeap, "holds " + offHeap + " MiB off the heap");
    return held;
  }

  /**
   * The memory and files in use when the attackers have gone. Checks that the server works as
   * before.
   */
  Level after(Crowd crowd, Peak.Values peak) {
    int allowed = quiet.files() + crowd.mostOpen() + ALLOWED_FILES;
    expect(peak.files() <= allowed, "has " + peak.files() + " files open at a time");
    awaitFiles(0);
    Level after = settled();
    target.victim().ailment().ifPresent(this::lost);
    if (!lost) {
      Honest.join(target.victim().port(), Bystander.TOPIC).ifPresent(findings::add);
      findings.addAll(target.slow().findings());
    }
    findings.addAll(target.bystander().findings());
    readLog();
    return after;
  }

  private void awaitFiles(int connections) {
    int allowed = quiet.files() + connections + ALLOWED_FILES;
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (target.victim().files() > allowed && System.nanoTime() < endNanos) {
      Pace.rest(PERIOD);
    }
    int files = target.victim().files();
    expect(files <= allowed, "keeps " + files + " files open");
  }

  /** Waits until the server has released what it held. */
  private Level settled() {
    long allowed = allowedMiB(ALLOWED_AFTER_MIB);
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    Level level = level();
    while (level.heapMiB() > allowed && System.nanoTime() < endNanos) {
      Pace.rest(PERIOD);
      level = level();
    }
    expect(level.heapMiB() <= allowed, "keeps " + level.heapMiB() + " MiB of heap");
    return level;
  }

  private long allowedMiB(int more) {
    long stored = (long) (target.victim().setup().heapMiB() * ALLOWED_STORED);
    return attack.is(Trait.STORES) ? stored : quiet.heapMiB() + more;
  }

  private void readLog() {
    String news = target.victim().news();
    Optional<String> complaint = Victim.complaint(news);
    complaint.ifPresent(it -> findings.add("logs \"" + it.strip() + "\""));
    long lines = news.lines().count();
    expect(lines <= ALLOWED_LOG_LINES, "logs " + lines + " lines");
  }

  private Level level() {
    if (lost) {
      return UNKNOWN;
    }
    try {
      return target.victim().level();
    } catch (IOException e) {
      lost(e.getMessage());
      return UNKNOWN;
    }
  }

  private void lost(String why) {
    lost = true;
    findings.add(why);
  }

  private void expect(boolean so, String otherwise) {
    if (!so) {
      findings.add(otherwise);
    }
  }
}
