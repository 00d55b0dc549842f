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

    public static List<Handler> in(Stream<RequestMappingHandlerMapping> mappings) {
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
        return handlers;
    }
}
