package dev.heal.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** What a mapping of WebMvc wants, asked of Spring itself before the request's body is read. */
record ServletTerms(RequestMappingInfo mapped) implements Terms {

    @Override
    public Fit fit(Incoming incoming) {
        if (isPlain()) {
            return Fit.YES;
        }
        if (mapped.getCustomCondition() != null
                || mapped.getVersionCondition().getVersion() != null
                || !(incoming.source() instanceof HttpServletRequest request)
                || (isForm(request) && !mapped.getParamsCondition().isEmpty())) {
            return Fit.UNKNOWN;
        }
        try {
            return mapped.getMatchingCondition(new RequestHead(request)) == null ? Fit.NO : Fit.YES;
        } catch (RuntimeException unreadable) {
            return Fit.UNKNOWN;
        }
    }

    private boolean isPlain() {
        return mapped.getParamsCondition().isEmpty()
                && mapped.getHeadersCondition().isEmpty()
                && mapped.getConsumesCondition().isEmpty()
                && mapped.getProducesCondition().isEmpty()
                && mapped.getVersionCondition().getVersion() == null
                && mapped.getCustomCondition() == null;
    }

    /** Its parameters stand in the body as well. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        String lower = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/");
    }

    @Override
    public int compare(Terms other, Incoming incoming) {
        if (!(other instanceof ServletTerms theirs) || !(incoming.source() instanceof HttpServletRequest request)) {
            return 0;
        }
        RequestHead head = new RequestHead(request);
        RequestMappingInfo mine = mapped.getMatchingCondition(head);
        @Nullable RequestMappingInfo another = theirs.mapped.getMatchingCondition(head);
        return mine == null || another == null ? 0 : mine.compareTo(another, head);
    }
}
