package dev.heal.examples.regions;

import dev.heal.region.WriteRefusedException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /items/{id}}: 200 with the item, and the region that it came from in {@code Served-By}. {@code POST
 * /items/{id}/orders}: 201, likewise, or 409 with a reason while only a place that must not be written to serves. Both: 503 while
 * nobody serves.
 */
@RestController
public class StockController {

    /** PostgreSQL: cannot be done in a read-only transaction. */
    private static final String READ_ONLY = "25006";

    private final Stock stock;

    StockController(Stock stock) {
        this.stock = stock;
    }

    @GetMapping("/items/{id}")
    ResponseEntity<Item> item(@PathVariable long id) {
        return stock.find(id)
                .map(item ->
                        ResponseEntity.ok().header("Served-By", item.servedBy()).body(item))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    @PostMapping("/items/{id}/orders")
    ResponseEntity<Void> order(@PathVariable long id) {
        String servedBy = stock.order(id);
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Served-By", servedBy)
                .build();
    }

    @ExceptionHandler
    ResponseEntity<String> unavailable(Exception failure) {
        String refusal = refusal(failure);
        return refusal != null
                ? ResponseEntity.status(HttpStatus.CONFLICT).body(refusal)
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(failure.getClass().getSimpleName());
    }

    /** Why a write was refused; null if that is not what has happened. */
    private static @Nullable String refusal(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean isReadOnly = cause instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState());
            if (cause instanceof WriteRefusedException || isReadOnly) {
                return cause.getMessage();
            }
        }
        return null;
    }
}
