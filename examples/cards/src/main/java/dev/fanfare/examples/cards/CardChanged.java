package dev.fanfare.examples.cards;

/** A card was changed, in a transaction that may still be rolled back. */
record CardChanged(String id) {}
