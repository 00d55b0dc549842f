package dev.heal.spring.web;

import dev.heal.spring.web.PathPriorities.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the controllers of WebMvc say of their requests. */
public final class ServletHandlers {

    private ServletHandlers() {}

    /** Tells them to those paths, in place of what they have been told before. */
    public static void tell(PathPriorities paths, Stream<RequestMappingHandlerMapping> mappings) {
        List<Handler> handlers = new ArrayList<>();
        mappings.forEach(mapping -> mapping.getHandlerMethods().forEach((mapped, method) -> {
            PathPatternsRequestCondition patterns = mapped.getPathPatternsCondition();
            if (patterns != null) {
                handlers.addAll(Annotated.handlers(
                        patterns.getPatterns(),
                        mapped.getMethodsCondition().getMethods(),
                        method,
                        new ServletTerms(mapped)));
            }
        }));
        paths.handlers(handlers);
    }
}
