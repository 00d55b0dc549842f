package dev.heal.spring.actuate;

import dev.heal.spring.binding.AccessSettings;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/** What goes back: plain maps, lists, numbers and safe texts, the same under any JSON library. */
final class Answer {

    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final MimeType JSON = MimeType.valueOf("application/json");

    private Answer() {}

    static WebEndpointResponse<Object> ok(Map<String, ?> body) {
        return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_OK, JSON);
    }

    static WebEndpointResponse<Object> ok(Object body, MimeType type) {
        return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_OK, type);
    }

    static WebEndpointResponse<Object> mayNotRead(AccessSettings access) {
        return told(
                FORBIDDEN,
                "to read this you need the role " + access.readerRole() + " or " + access.operatorRole()
                        + "; the roles are named by heal.access.reader-role and heal.access.operator-role, and"
                        + " heal.access.anonymous-read: true lets anybody read");
    }

    static WebEndpointResponse<Object> mayNotOrder(AccessSettings access) {
        return told(
                FORBIDDEN,
                "to order or decide anything you need the role " + access.operatorRole()
                        + "; it is named by heal.access.operator-role, and without Spring Security nobody has it");
    }

    static WebEndpointResponse<Object> forbidden(String message) {
        return told(FORBIDDEN, message);
    }

    static WebEndpointResponse<Object> bad(String message) {
        return told(WebEndpointResponse.STATUS_BAD_REQUEST, message);
    }

    static WebEndpointResponse<Object> notFound(String message) {
        return told(WebEndpointResponse.STATUS_NOT_FOUND, message);
    }

    static WebEndpointResponse<Object> conflict(String message) {
        return told(CONFLICT, message);
    }

    private static WebEndpointResponse<Object> told(int status, String message) {
        return new WebEndpointResponse<>(Map.of("message", Plain.text(message)), status, JSON);
    }
}
