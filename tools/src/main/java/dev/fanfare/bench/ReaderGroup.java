package dev.fanfare.bench;

import dev.fanfare.socket.Endpoint;
import dev.fanfare.socket.Sockets;
import dev.fanfare.timing.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All sockets, each of which follows one topic. At most {@code atATime} of them are being opened at
 * once. Runs on the loop.
 */
final class ReaderGroup implements LoadReader.Watcher {
  private final Sockets sockets;
  private final List<Endpoint> servers;
  private final BenchTally tally;
  private final int atATime;
  private final List<LoadReader> readers = new ArrayList<>();
  private final Durations joins = new Durations();

  private int begun;
  private int underWay;
  private int open;
  private int joined;
  private int failed;
  private int lost;
  private int cut;
  private boolean cutting;
  private long begunNanos;
  private long openedNanos;
  private long joinedNanos;

  ReaderGroup(Sockets sockets, List<Endpoint> servers, int atATime, BenchTally tally) {
    this.sockets = sockets;
    this.servers = servers;
    this.atATime = atATime;
    this.tally = tally;
  }

  /** Adds this many sockets, over these topics in turn. */
  void enter(int count, List<BenchTopic> courses) {
    for (int i = 0; i < count; i++) {
      BenchTopic course = courses.get(i % courses.size());
      course.enter();
      readers.add(new LoadReader(course, this, tally));
    }
  }

  /** Opens all sockets, without a position. */
  void open(long nowNanos) {
    begunNanos = nowNanos;
    openedNanos = nowNanos;
    joinedNanos = nowNanos;
    begun = 0;
    open = 0;
    joined = 0;
    failed = 0;
    cutting = false;
    joins.reset();
    openMore();
  }

  /** Cuts all sockets at once. */
  void cut() {
    cutting = true;
    cut = 0;
    readers.forEach(LoadReader::cut);
  }

  boolean isCut() {
    return cut == open - lost;
  }

  /** Whether every socket has received its topic's state, or has failed. */
  boolean isComplete() {
    return joined + failed + lost >= readers.size();
  }

  Arrival arrival() {
    return new Arrival(
        readers.size(),
        open,
        joined,
        failed,
        (openedNanos - begunNanos) / 1e9,
        (joinedNanos - begunNanos) / 1e9,
        Percentiles.of(joins));
  }

  /** The progress, for people. */
  String shown() {
    return String.format(Locale.ROOT, ", %,d of %,d sockets have joined", joined, readers.size());
  }

  /** The number of open sockets that the server, or the network, has closed. */
  int lost() {
    return lost;
  }

  List<LoadReader> readers() {
    return readers;
  }

  @Override
  public void onOpen() {
    open++;
    underWay--;
    openedNanos = System.nanoTime();
    openMore();
  }

  @Override
  public void onJoined(long tookNanos) {
    joined++;
    joins.record(tookNanos);
    joinedNanos = System.nanoTime();
  }

  @Override
  public void onClosed(boolean wasOpen, String why) {
    if (wasOpen && cutting) {
      cut++;
    } else if (wasOpen) {
      lost++;
      tally.complain("a socket was closed: " + why);
    } else {
      failed++;
      underWay--;
      tally.complain("a socket could not be opened: " + why);
      openMore();
    }
  }

  private void openMore() {
    while (underWay < atATime && begun < readers.size()) {
      LoadReader reader = readers.get(begun);
      Endpoint server = servers.get(begun++ % servers.size());
      underWay++;
      reader.begin(System.nanoTime());
      sockets.open(server, "/v1/ws?topic=" + reader.course().topic(), 0, reader);
    }
  }
}
