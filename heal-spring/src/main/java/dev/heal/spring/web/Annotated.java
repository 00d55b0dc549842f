package dev.heal.spring.web;

import dev.heal.spring.RequestPriority;
import dev.heal.spring.web.PathPriorities.Handler;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.pattern.PathPattern;

/** Reads {@link RequestPriority}. */
final class Annotated {

    private Annotated() {}

    static List<Handler> handlers(
            Collection<PathPattern> patterns, Set<RequestMethod> methods, HandlerMethod method, Terms terms) {
        RequestPriority said = said(method);
        Set<String> names = methods.stream().map(RequestMethod::name).collect(Collectors.toUnmodifiableSet());
        return patterns.stream()
                .map(pattern -> new Handler(pattern, names, said == null ? null : said.value(), terms))
                .toList();
    }

    private static @Nullable RequestPriority said(HandlerMethod method) {
        RequestPriority ofMethod =
                AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestPriority.class);
        return ofMethod != null
                ? ofMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), RequestPriority.class);
    }
}
