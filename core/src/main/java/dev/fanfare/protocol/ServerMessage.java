package dev.fanfare.protocol;

/** Any message from the server: a delta of a topic, or another frame. */
public sealed interface ServerMessage permits ServerFrame, DeltaPart {}
