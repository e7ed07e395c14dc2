package dev.fanfare.command;

import dev.fanfare.client.Fanfare;
import dev.fanfare.client.PublishLimits;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.TopicName;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fanfare publish}: publishes one event from the options, or many from standard input. */
@Command(
    name = "publish",
    description = {
      "Publishes one event and prints its position. Without --kind, --key, --data, --ttl and --user"
          + " it publishes the events of standard input in their order, a line of JSON each, such"
          + " as {\"kind\":\"state\",\"key\":\"a\",\"data\":1}. It accepts the output of tail"
          + " --json.",
      "A refused line ends the command. The lines before it are stored, and their number is"
          + " printed. With --keep-going the lines after it are published, too."
    },
    footer = {
      "",
      "Exit: 0 all events are stored, 1 an event is not, 2 wrong command line.",
      "",
      "  fanfare publish poc --key 101 --data '{\"subtitle\":\"Hello\",\"column\":\"doing\"}'",
      "  fanfare publish board:demo --kind notice --key 102 --data '\"stale\"'",
      "  fanfare publish board:demo --kind gone --key editing:101:alice",
      "  fanfare publish poc < events.jsonl"
    },
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class PublishCommand implements Callable<Integer> {

  // picocli refuses a command line without a topic.
  @SuppressWarnings("NullAway.Init")
  @Parameters(
      paramLabel = "TOPIC",
      converter = Converters.OfTopic.class,
      description = "The topic to publish to, e.g. board:demo.")
  private TopicName topic;

  @Mixin private final EventOptions event = new EventOptions();

  @Mixin private final ServersOption servers = new ServersOption();

  @Option(
      names = "--within",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Converters.OfDuration.class,
      description = "How long to try to publish an event while no server answers (default: 10s).")
  private Duration within = PublishLimits.DEFAULT.deadline();

  @Option(
      names = "--keep-going",
      description = "Continues after a refused line; the exit code is 1 nevertheless.")
  private boolean keepGoing;

  @Option(
      names = "--json",
      description =
          "Prints {\"position\":...} for every event, with \"line\" if it is from standard input.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    Draft draft = event.isGiven() ? given() : null;
    if (within.isZero()) {
      throw new ParameterException(spec.commandLine(), "--within 0: expected more than 0");
    }
    try (Fanfare fanfare =
        Fanfare.connect(servers.options(PublishLimits.DEFAULT.withDeadline(within)))) {
      return publish(fanfare, draft);
    }
  }

  private Draft given() {
    try {
      return event.draft();
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private int publish(Fanfare fanfare, @Nullable Draft draft) {
    Output out = Output.standard();
    if (draft == null) {
      return publishLines(fanfare, out);
    }
    String position = fanfare.publish(topic, draft).blockingGet().toString();
    out.print(json ? "{\"position\":\"" + position + "\"}" : position);
    return CommandLine.ExitCode.OK;
  }

  private int publishLines(Fanfare fanfare, Output out) {
    PrintStream err = System.err;
    Terminal terminal = Terminal.here();
    if (terminal.isIn()) {
      err.println("fanfare: reading events, a line of JSON each; Ctrl-D ends the input");
    }
    Lines lines = new Lines(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    long begunNanos = System.nanoTime();
    Progress progress = new Progress(err, terminal.isErr(), begunNanos);
    LinePublisher publisher = new LinePublisher(fanfare, topic, keepGoing, progress, err);
    int exitCode = publisher.publish(lines, json ? out : null);
    if (!json && publisher.stored() > 0) {
      out.print(publisher.summary() + progress.rate(publisher.stored(), System.nanoTime()));
    }
    return exitCode;
  }
}
