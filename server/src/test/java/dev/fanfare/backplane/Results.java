package dev.fanfare.backplane;

/** What a test expects of the results of publications. */
public final class Results {
  private Results() {}

  /** The answer of a publication that is stored, by itself or by an earlier one with its key. */
  public static PublishResult.Stored stored(PublishResult result) {
    return switch (result) {
      case PublishResult.Stored stored -> stored;
      case PublishResult.Replayed replayed -> replayed.before();
      case PublishResult.Full _, PublishResult.Mismatch _ ->
          throw new AssertionError(result + ": expected it to be stored");
    };
  }
}
