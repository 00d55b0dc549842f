package dev.heal.spring.web;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.result.condition.ProducesRequestCondition;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.server.ServerWebExchange;

/** What a mapping of WebFlux wants, asked of Spring itself; parameters are those of the query there. */
record ReactiveTerms(RequestMappingInfo mapped, boolean isPlain) implements Terms {

    ReactiveTerms(RequestMappingInfo mapped) {
        this(mapped, isPlain(mapped));
    }

    @Override
    public Fit fit(Incoming incoming) {
        if (isPlain) {
            return Fit.YES;
        }
        if (mapped.getCustomCondition() != null
                || mapped.getVersionCondition().getVersion() != null
                || !(incoming.source() instanceof ServerWebExchange exchange)) {
            return Fit.UNKNOWN;
        }
        try {
            return matching(mapped, exchange) == null ? Fit.NO : Fit.YES;
        } catch (RuntimeException unreadable) {
            return Fit.UNKNOWN;
        }
    }

    private static boolean isPlain(RequestMappingInfo mapped) {
        return mapped.getParamsCondition().isEmpty()
                && mapped.getHeadersCondition().isEmpty()
                && mapped.getConsumesCondition().isEmpty()
                && mapped.getProducesCondition().isEmpty()
                && mapped.getVersionCondition().getVersion() == null
                && mapped.getCustomCondition() == null;
    }

    @Override
    public int compare(Terms other, Incoming incoming) {
        if (!(other instanceof ReactiveTerms theirs) || !(incoming.source() instanceof ServerWebExchange exchange)) {
            return 0;
        }
        try {
            RequestMappingInfo mine = matching(mapped, exchange);
            RequestMappingInfo another = matching(theirs.mapped, exchange);
            return mine == null || another == null ? 0 : mine.compareTo(another, exchange);
        } catch (RuntimeException unreadable) {
            return 0;
        } finally {
            ProducesRequestCondition.clearMediaTypesAttribute(exchange);
        }
    }

    /** Spring keeps what it has read of the media types, and a filter behind this one may change these. */
    private static @Nullable RequestMappingInfo matching(RequestMappingInfo mapped, ServerWebExchange exchange) {
        try {
            return mapped.getMatchingCondition(exchange);
        } finally {
            ProducesRequestCondition.clearMediaTypesAttribute(exchange);
        }
    }
}
