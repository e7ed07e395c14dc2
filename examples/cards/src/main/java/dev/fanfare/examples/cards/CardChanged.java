package dev.fanfare.examples.cards;

/** A card was changed, in a transaction that may yet be undone. */
record CardChanged(String id) {}
