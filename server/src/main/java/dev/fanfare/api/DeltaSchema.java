package dev.fanfare.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape of a delta in the API's document; the codec writes it. */
@Schema(name = "Delta")
record DeltaSchema(
    @Schema(example = "board:42") String topic,
    @Schema(description = "Null for a reset, or for the start of the topic") @Nullable String from,
    @Schema(
            description = "The reader's position after the events; null if the topic has none yet",
            example = "17.k3f9a2b7c1dqz")
        @Nullable String to,
    @Schema(description = "True: drop what you hold, the events are all live state")
        @Nullable Boolean reset,
    @Schema(description = "True: the store cannot be reached, this may be out of date")
        @Nullable Boolean stale,
    List<EventSchema> events) {}
