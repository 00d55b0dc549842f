package dev.heal.spring.actuate;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The {@link Door} before WebFlux. */
public final class HealWebFilter implements WebFilter, Ordered {

    private final Door door;
    private final int order;

    public HealWebFilter(Door door, int order) {
        this.door = door;
        this.order = order;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().pathWithinApplication().value();
        if (door.isBefore(path)) {
            ServerHttpResponse response = exchange.getResponse();
            Door.headers(path, request.getURI().getRawQuery()).forEach(response.getHeaders()::set);
            CrossSiteRule.Refusal refusal = door.judge(read(request), path);
            if (refusal != null) {
                byte[] body = Door.body(refusal).getBytes(StandardCharsets.UTF_8);
                response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
                response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
                response.getHeaders().setContentLength(body.length);
                return response.writeWith(
                        Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
            }
        }
        return chain.filter(exchange);
    }

    private static CrossSiteRule.Request read(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        InetSocketAddress local = request.getLocalAddress();
        // HTTP/2 need not say Host, and which protocol it is nobody tells here. Browsers leave it out over HTTP/2 only.
        List<String> host = headers.getOrEmpty("Host");
        String authority = request.getURI().getRawAuthority();
        return new CrossSiteRule.Request(
                request.getMethod().name(),
                request.getSslInfo() != null || "https".equals(request.getURI().getScheme()),
                local != null
                        && local.getAddress() != null
                        && local.getAddress().isLoopbackAddress(),
                request.getURI().getRawQuery(),
                host.isEmpty() && authority != null ? List.of(authority) : host,
                authority,
                headers.getOrEmpty("Origin"),
                headers.getOrEmpty("Sec-Fetch-Site"),
                headers.getOrEmpty("Content-Type"),
                headers.getContentLength());
    }
}
