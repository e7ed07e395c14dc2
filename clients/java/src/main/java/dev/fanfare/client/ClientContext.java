package dev.fanfare.client;

import dev.fanfare.client.http.TopicsApi;
import java.util.random.RandomGenerator;

/**
 * What every call needs.
 *
 * @param options for the token and the limits
 * @param measurements receives the outcomes and the retries
 */
record ClientContext(
    Loop loop,
    TopicsApi api,
    FanfareOptions options,
    Measurements measurements,
    Servers servers,
    RandomGenerator random) {}
