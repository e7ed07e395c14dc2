package dev.fanfare.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of a submitted card in the API's document; the codec reads and writes it. */
@Schema(name = "Card")
record CardSchema(
    @Schema(description = "Who: 1 to 200 characters", example = "alice") String username,
    @Schema(description = "The key: 1 to 200 characters", example = "id_123") String cardId,
    @Schema(description = "Any JSON of at most 64 KiB", type = "object", example = "\"...\"")
        Object data,
    @Schema(
            description = "Only in the answer: the event's position",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable String id,
    @Schema(
            description = "Only in the answer: when it was stored, ms since 1970 UTC",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long at) {}
