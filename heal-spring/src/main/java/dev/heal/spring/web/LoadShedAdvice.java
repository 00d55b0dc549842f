package dev.heal.spring.web;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers with the load shedder's own status where a controller fails because a server behind it turns calls away, so that its
 * clients hear of it in place of a 500. The last of all advices: an application's own handler of this exception, or of all, goes
 * before it.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class LoadShedAdvice {

    private final int status;

    /** @param status 503 or 429 */
    public LoadShedAdvice(int status) {
        this.status = status;
    }

    @ExceptionHandler(LoadShedException.class)
    ResponseEntity<Void> turnedAway(LoadShedException rejection) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.RETRY_AFTER, Hints.retryAfter(rejection))
                .header(CutOff.HEADER, rejection.cutOff().text())
                .build();
    }
}
