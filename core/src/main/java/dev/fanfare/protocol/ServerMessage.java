package dev.fanfare.protocol;

/** Whatever a server sends: a frame of its own, or a delta of a topic. */
public sealed interface ServerMessage permits ServerFrame, DeltaPart {}
