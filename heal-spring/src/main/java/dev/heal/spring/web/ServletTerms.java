package dev.heal.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** What a mapping of WebMvc wants, asked of Spring itself before the request's body is read. */
record ServletTerms(RequestMappingInfo mapped, boolean isPlain) implements Terms {

    private static final Set<String> WITHOUT_FORM = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    ServletTerms(RequestMappingInfo mapped) {
        this(mapped, isPlain(mapped));
    }

    @Override
    public Fit fit(Incoming incoming) {
        if (isPlain) {
            return Fit.YES;
        }
        if (mapped.getCustomCondition() != null
                || mapped.getVersionCondition().getVersion() != null
                || !(incoming.source() instanceof RequestHead head)
                || (isForm(head) && !mapped.getParamsCondition().isEmpty())) {
            return Fit.UNKNOWN;
        }
        try {
            return mapped.getMatchingCondition(head) == null ? Fit.NO : Fit.YES;
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

    /** Its parameters stand in the body as well; with these methods nobody looks for a form there, but for one of many parts. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        String lower = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("multipart/")
                || (lower.startsWith("application/x-www-form-urlencoded")
                        && !WITHOUT_FORM.contains(request.getMethod()));
    }

    @Override
    public int compare(Terms other, Incoming incoming) {
        if (!(other instanceof ServletTerms theirs) || !(incoming.source() instanceof RequestHead head)) {
            return 0;
        }
        try {
            RequestMappingInfo mine = mapped.getMatchingCondition(head);
            @Nullable RequestMappingInfo another = theirs.mapped.getMatchingCondition(head);
            return mine == null || another == null ? 0 : mine.compareTo(another, head);
        } catch (RuntimeException unreadable) {
            return 0;
        }
    }
}
