package dev.fanfare.check;

/** What has happened, in numbers. Written by the check's loop. */
final class CheckTally {
  long accepted;
  long unknown;
  long retries;
  long deltas;
  long events;
  long resets;
  long forgeriesRefused;
  long connects;
  long pauses;
  long stored;
  long lostAndTold;
  long undecided;
}
