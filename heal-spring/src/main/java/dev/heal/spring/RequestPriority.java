package dev.heal.spring;

import dev.heal.admission.Priority;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The class of the requests that a controller, or one method of it, answers: what the load shedder before the web application
 * (<code>heal.load-shedding.web</code>) lets in first. The method's own word goes before its type's; it may also stand on an
 * annotation of yours. Of several handlers for one path and method it is the one that serves the request that counts; where only
 * the request's body or a condition of yours would tell which, the most important of them.
 *
 * <pre>{@code
 * @PostMapping("/orders")
 * @RequestPriority(Priority.CRITICAL)
 * Receipt order(@RequestBody Order order) { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequestPriority {

    Priority value();
}
