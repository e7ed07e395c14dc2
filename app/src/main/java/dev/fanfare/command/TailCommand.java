package dev.fanfare.command;

import dev.fanfare.client.Change;
import dev.fanfare.client.Fanfare;
import dev.fanfare.client.PublishLimits;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fanfare tail}: prints the state of topics, then every change. */
@Command(
    name = "tail",
    description = {
      "Prints the state of topics, then every change as it happens, until Ctrl-C. If the connection"
          + " is lost, tail reconnects and continues. Standard error says so, and says whether"
          + " something may have been missed."
    },
    footer = {
      "",
      "Exit: 0 the output was closed (as by head), 1 failure, 2 wrong command line, 130 Ctrl-C.",
      "Colours are printed on a terminal only, and not if NO_COLOR is set.",
      "",
      "  fanfare tail poc board:demo",
      "  fanfare tail poc --json | jq .data"
    },
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class TailCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "TOPIC",
      arity = "1..*",
      converter = Converters.OfTopic.class,
      description = "The topics to follow, e.g. board:demo.")
  private Set<TopicName> topics = new LinkedHashSet<>();

  @Mixin private final ServersOption servers = new ServersOption();

  @Option(
      names = "--json",
      description = "Prints every event as a line of JSON: the protocol's event and its topic.")
  private boolean json;

  private final Output out = Output.standard();
  private final PrintStream err = System.err;

  @Override
  public Integer call() {
    EventFormat format = json ? new JsonFormat() : screen(Terminal.here());
    Outages outages = new Outages(servers.count(), this::tell);
    try (Fanfare fanfare = Fanfare.connect(servers.options(PublishLimits.DEFAULT))) {
      Runtime.getRuntime().addShutdownHook(new Thread(fanfare::close, "interrupted"));
      Completable printed =
          Flowable.merge(topics.stream().map(fanfare::follow).toList(), topics.size(), 1)
              .takeWhile(change -> print(change, format))
              .ignoreElements();
      Completable seen = fanfare.statuses().doOnNext(outages::see).ignoreElements();
      Completable unread = Completable.fromCompletionStage(OutputReader.gone());
      Completable.ambArray(printed, seen, unread).blockingAwait();
    }
    return CommandLine.ExitCode.OK;
  }

  private EventFormat screen(Terminal terminal) {
    int topicWidth = topics.stream().mapToInt(topic -> topic.value().length()).max().orElse(0);
    String noColor = System.getenv("NO_COLOR");
    boolean colours = terminal.isOut() && (noColor == null || noColor.isEmpty());
    return new ScreenFormat(
        terminal.isOut() ? terminal.columns() : Integer.MAX_VALUE,
        colours,
        topicWidth,
        ZoneId.systemDefault(),
        InstantSource.system());
  }

  private boolean print(Change change, EventFormat format) {
    if (change.missed()) {
      tell(change.topic() + ": something may have been missed; its whole state follows");
    }
    List<String> lines =
        change.events().stream().map(event -> format.line(change.topic(), event)).toList();
    return out.print(lines);
  }

  private void tell(String what) {
    err.println("fanfare: " + what);
  }
}
