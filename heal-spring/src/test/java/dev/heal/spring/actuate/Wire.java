package dev.heal.spring.actuate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** HTTP by hand: what proper clients normalise or forbid goes over the wire as it is written here. */
final class Wire {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What came back. */
    record Answer(int status, String head, String body) {

        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            return JSON.readValue(body, Map.class);
        }

        String all() {
            return head + "\n\n" + body;
        }

        @Nullable
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    private Wire() {}

    /** A request under way of being written. */
    static final class Call {
        private final int port;
        private final String method;
        private final String path;
        private final List<String> headers = new ArrayList<>();
        private @Nullable String host;
        private byte[] body = new byte[0];
        private boolean says = true;
        private String version = "HTTP/1.1";

        private Call(int port, String method, String path) {
            this.port = port;
            this.method = method;
            this.path = path;
            this.host = "localhost:" + port;
        }

        Call as(Person person) {
            if (person != Person.ANONYMOUS) {
                String login = person.login() + ":" + Person.PASSWORD;
                header("Authorization: Basic "
                        + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
            }
            return this;
        }

        Call host(@Nullable String host) {
            this.host = host;
            return this;
        }

        Call header(String line) {
            headers.add(line);
            return this;
        }

        Call http10() {
            version = "HTTP/1.0";
            return this;
        }

        Call json(String json) {
            return body("application/json", json);
        }

        Call body(@Nullable String type, String text) {
            if (type != null) {
                header("Content-Type: " + type);
            }
            body = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /** Without Content-Length. */
        Call silentOnLength() {
            says = false;
            return this;
        }

        Answer send() {
            StringBuilder head = new StringBuilder(method + " " + path + " " + version + "\r\n");
            if (host != null) {
                head.append("Host: ").append(host).append("\r\n");
            }
            headers.forEach(line -> head.append(line).append("\r\n"));
            if (says && (body.length > 0 || method.equals("POST"))) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            head.append("Connection: close\r\n\r\n");
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(10_000);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
                socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
                try {
                    socket.getOutputStream().write(body);
                    socket.getOutputStream().flush();
                } catch (IOException refusedBeforeItWasRead) {
                    // The answer is there all the same.
                }
                return parse(read(socket.getInputStream()));
            } catch (IOException broken) {
                throw new AssertionError(method + " " + path + ": " + broken, broken);
            }
        }
    }

    static Call call(int port, String method, String path) {
        return new Call(port, method, path);
    }

    static Call get(int port, String path) {
        return call(port, "GET", path);
    }

    static Call post(int port, String path) {
        return call(port, "POST", path);
    }

    private static byte[] read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.write(some, 0, n);
            }
        } catch (IOException reset) {
            // What had come before is the answer.
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, text, "");
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            body = dechunk(body);
        }
        String utf8 = new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head, utf8);
    }

    private static String dechunk(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int line = body.indexOf("\r\n", at);
            int size = line < 0 ? 0 : Integer.parseInt(body.substring(at, line).strip(), 16);
            if (size == 0) {
                break;
            }
            whole.append(body, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
        return whole.toString();
    }
}
