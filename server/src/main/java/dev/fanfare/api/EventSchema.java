package dev.fanfare.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of an event in the API's document; the codec reads and writes it. */
@Schema(name = "Event")
record EventSchema(
    @Schema(description = "state, gone or notice", example = "state") String kind,
    @Schema(description = "1 to 200 characters; a notice may have none", example = "card:123")
        @Nullable String key,
    @Schema(
            description = "Any JSON of at most 64 KiB; not in a gone",
            type = "object",
            example = "\"...\"")
        @Nullable Object data,
    @Schema(description = "How long a state lives, 1 to 86,400,000 ms; for ever if absent")
        @Nullable Long ttlMs,
    @Schema(description = "Who: 1 to 200 characters", example = "alice") @Nullable String user,
    @Schema(description = "Its position", accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable String id,
    @Schema(
            description = "When it was stored, ms since 1970 UTC",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long at,
    @Schema(
            description = "Why it is gone: cleared, expired or left",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable String reason) {}
