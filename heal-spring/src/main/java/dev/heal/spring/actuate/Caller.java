package dev.heal.spring.actuate;

import dev.heal.spring.binding.AccessSettings;
import dev.heal.text.SafeText;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who asks, and what they may. Without Spring Security there is nobody to have a role, so nobody may order.
 *
 * @param name as the application's security knows it; null for anybody
 */
record Caller(@Nullable String name, boolean mayOrder, boolean mayRead) {

    static Caller of(SecurityContext context, AccessSettings access) {
        Principal principal = context.getPrincipal();
        String name = principal == null ? null : principal.getName();
        boolean operator = name != null && context.isUserInRole(access.operatorRole());
        boolean reader = name != null && context.isUserInRole(access.readerRole());
        return new Caller(name, operator, operator || reader || access.anonymousRead());
    }

    /** The name for logs and notebooks. */
    String shown() {
        String safe = SafeText.of(name);
        return safe.isBlank() ? "(no name)" : safe;
    }
}
