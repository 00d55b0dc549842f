package dev.heal.spring.web;

import dev.heal.spring.web.PathPriorities.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** What the controllers of WebFlux say of their requests. */
public final class ReactiveHandlers {

    private ReactiveHandlers() {}

    /** Tells them to those paths, in place of what they have been told before. */
    public static void tell(PathPriorities paths, Stream<RequestMappingHandlerMapping> mappings) {
        List<Handler> handlers = new ArrayList<>();
        mappings.forEach(mapping -> mapping.getHandlerMethods()
                .forEach((mapped, method) -> handlers.addAll(Annotated.handlers(
                        mapped.getPatternsCondition().getPatterns(),
                        mapped.getMethodsCondition().getMethods(),
                        method,
                        new ReactiveTerms(mapped)))));
        paths.handlers(handlers);
    }
}
