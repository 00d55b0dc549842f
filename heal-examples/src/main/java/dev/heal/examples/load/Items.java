package dev.heal.examples.load;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.function.LongFunction;

/** What the customers of a shop ask it for. */
public final class Items {

    private static final int ITEMS = 100;

    private Items() {}

    /** One item after the other. @param shop such as {@code http://127.0.0.1:8080} */
    public static LongFunction<HttpRequest.Builder> looked(URI shop) {
        return number -> HttpRequest.newBuilder(shop.resolve("/items/" + item(number)));
    }

    /** One order after the other, of one item each. */
    public static LongFunction<HttpRequest.Builder> ordered(URI shop) {
        return number -> HttpRequest.newBuilder(shop.resolve("/items/" + item(number) + "/orders"))
                .POST(HttpRequest.BodyPublishers.noBody());
    }

    private static long item(long number) {
        return number % ITEMS + 1;
    }
}
