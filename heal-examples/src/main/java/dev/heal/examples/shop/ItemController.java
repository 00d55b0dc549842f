package dev.heal.examples.shop;

import dev.heal.guard.CallRejectedException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /items/{id}}: 200 with the item, 404, or 503 while the inventory cannot be read. */
@RestController
class ItemController {

    private final Inventory inventory;

    ItemController(Inventory inventory) {
        this.inventory = inventory;
    }

    @GetMapping("/items/{id}")
    ResponseEntity<Item> item(@PathVariable long id) {
        Optional<Item> item = inventory.find(id);
        return ResponseEntity.of(item);
    }

    @ExceptionHandler({DataAccessException.class, CallNotPermittedException.class, CallRejectedException.class})
    ResponseEntity<String> unavailable(Exception cause) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(cause.getClass().getSimpleName());
    }
}
