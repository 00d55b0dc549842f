package dev.heal.spring.web;

import dev.heal.admission.Priority;
import dev.heal.spring.RequestPriority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that have their path and their method in common; each answers with its name. */
@RestController
class Stock {

    @GetMapping(path = "/stock", params = "urgent")
    @RequestPriority(Priority.CRITICAL)
    String urgent() {
        return "urgent";
    }

    @GetMapping(path = "/stock", headers = "X-Human")
    @RequestPriority(Priority.HIGH)
    String human() {
        return "human";
    }

    @GetMapping(path = "/stock")
    String plain() {
        return "plain";
    }

    /** Only a pattern: nobody can send that. */
    @GetMapping("/sale/100%")
    String sale() {
        return "sale";
    }

    @GetMapping(path = "/prices", produces = "text/csv")
    @RequestPriority(Priority.BULK)
    String table() {
        return "table";
    }

    @GetMapping(path = "/prices", produces = "text/plain")
    @RequestPriority(Priority.HIGH)
    String text() {
        return "text";
    }

    @PostMapping(path = "/orders", consumes = "application/json")
    @RequestPriority(Priority.CRITICAL)
    String order(@RequestBody String body) {
        return "order " + body;
    }

    @PostMapping(path = "/orders", consumes = "text/csv")
    @RequestPriority(Priority.BULK)
    String batch(@RequestBody String body) {
        return "batch " + body;
    }

    @PostMapping(path = "/forms", params = "kind=urgent")
    @RequestPriority(Priority.CRITICAL)
    String urgentForm() {
        return "urgent";
    }

    @PostMapping(path = "/forms")
    @RequestPriority(Priority.BULK)
    String form() {
        return "plain";
    }
}
