package dev.heal.examples.regions.services;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Clients with time limits: a careful team has them, with heal and without. */
final class Clients {

    private static final Duration CONNECT_WITHIN = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

    private Clients() {}

    static RestClient withTimeouts() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build());
        requests.setReadTimeout(ANSWER_WITHIN);
        return RestClient.builder().requestFactory(requests).build();
    }
}
