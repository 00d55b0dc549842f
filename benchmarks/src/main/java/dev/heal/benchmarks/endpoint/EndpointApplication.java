package dev.heal.benchmarks.endpoint;

import dev.heal.spring.Healed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The server: a controller, a service behind it, and a guard between the two where heal is on the class path. Where it is
 * not, the JVM drops the annotation and all else is the same. Ends when its standard input ends.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class EndpointApplication {

    static final String PORT = "port ";

    /** Starts on a port of the system's choice on the loopback, and says on standard output which. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) SpringApplication.run(
                EndpointApplication.class,
                Stream.concat(Stream.of("--spring.config.name=endpoint"), Stream.of(arguments))
                        .toArray(String[]::new));
        System.out.println(PORT
                + Objects.requireNonNull(context.getWebServer(), "a servlet container")
                        .getPort());
        System.out.flush();
        long ignored = System.in.transferTo(OutputStream.nullOutputStream());
        context.close();
        System.exit(0);
    }

    /** What callers ask. */
    @RestController
    static class Endpoint {

        private final Prices prices;

        Endpoint(Prices prices) {
            this.prices = prices;
        }

        @GetMapping("/price/{item}")
        String price(@PathVariable("item") long item) {
            return prices.of(item);
        }

        /** What the server has cost so far, as {@link ServerFigures} reads it. */
        @GetMapping("/figures")
        String figures() {
            return ServerFigures.now().line();
        }
    }

    /** About 20 us of work, as a service that finds its answer in memory. */
    @Service
    static class Prices {

        private static final int STEPS = 4_000;

        @Healed(name = "prices")
        public String of(long item) {
            long hash = item;
            for (int i = 0; i < STEPS; i++) {
                hash = (hash ^ i) * 0x100000001b3L;
            }
            return "{\"item\":" + item + ",\"cents\":" + (hash >>> 50) + "}";
        }
    }

    static long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException notThatSystem) {
            // Then nobody knows.
        }
        return -1;
    }
}
