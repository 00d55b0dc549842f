package dev.heal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    private static final String CANARY = "c4n4ry";

    @ParameterizedTest
    @MethodSource
    void noSecretIsKept(String text) {
        assertThat(SafeText.of(text)).doesNotContain(CANARY);
        assertThat(SafeText.lines(text)).doesNotContain(CANARY);
        assertThat(SafeText.of(new IOException(text)))
                .startsWith("IOException: ")
                .doesNotContain(CANARY);
        assertThat(SafeText.of("it failed: " + text + ", was said")).doesNotContain(CANARY);
    }

    static List<String> noSecretIsKept() {
        return List.of(
                "jdbc:postgresql://db:5432/shop?user=shop&password=c4n4ry",
                "Driver claims not to accept jdbcUrl, jdbc:mysql://shop:c4n4ry@db/shop",
                "jdbc:sqlserver://db;databaseName=shop;password=<c4n4ry>;encrypt=true",
                "JDBC:oracle:thin:shop/c4n4ry@db:1521/shop",
                "https://shop:c4n4ry@registry.example/path",
                "https://c4n4ry@registry.example/path",
                "redis://:c4n4ry@cache:6379/0",
                "amqp://shop:p@c4n4ry@queue/vhost",
                "amqp://shop:p/c4n4ry@queue/vhost",
                "amqp://shop:p:c4n4ry@queue/vhost",
                "Authorization: Bearer c4n4ry",
                "authorization=Basic c4n4ry",
                "Authorization: Basic\tc4n4ry==",
                "Authorization: token c4n4ry",
                "Authorization: c4n4ry",
                "Authorization: Digest username=\"shop\", realm=\"x\", response=\"c4n4ry\"",
                "Proxy-Authorization: Negotiate c4n4ry",
                "{\"Authorization\": \"Bearer c4n4ry\"}",
                "sent bearer c4n4ry to the server",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjNG40cnkifQ.c4n4ry-signature_x",
                "eyJhbGciOiJIUzI1NiJ9.c4n4ry",
                "-----BEGIN PRIVATE KEY-----\nc4n4ry\nc4n4ry\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\r\nc4n4ry\r\n",
                "-----BEGIN SSH2 ENCRYPTED PRIVATE KEY-----\nc4n4ry",
                "aws_secret_access_key = c4n4ry/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "password=c4n4ry",
                "Password : c4n4ry",
                "spring.datasource.password=c4n4ry",
                "password=\"two words c4n4ry\"",
                "host=db password='two words c4n4ry' user=shop",
                "{\"password\":\"c4n4ry\"}",
                "{'passwd': 'c4n4ry'}",
                "password=s3;c4n4ry",
                "password=s3&c4n4ry",
                "password=s3,c4n4ry",
                "PGPASSWORD=c4n4ry",
                "pwd=c4n4ry;",
                "passphrase: c4n4ry",
                "client_secret=c4n4ry&grant_type=x",
                "access_token=c4n4ry",
                "api-key: c4n4ry",
                "X-Api-Key: c4n4ry",
                "private_key=c4n4ry",
                "ghp_c4n4ryc4n4ryc4n4ryc4n4ry",
                "glpat-c4n4ryc4n4ry",
                "xoxb-1234567890-c4n4ry",
                "sk_live_c4n4ryc4n4ryc4n4ry",
                "GET /login?next=https%3A%2F%2Fshop%3Ac4n4ry%40db%2Fx",
                "q=password%3Dc4n4ry",
                "q=Authorization%3A+Bearer+c4n4ry",
                "about=jdbc%3apostgresql%3a%2f%2fdb%2fshop%3fpassword%3dc4n4ry",
                "about=-----BEGIN+PRIVATE+KEY-----%0Ac4n4ry",
                "password\u0000=c4n4ry",
                "Bearer\u0000c4n4ry",
                "Authorization: Bearer\r\n c4n4ry");
    }

    @Test
    void anAwsKeyIsNotKept() {
        assertThat(SafeText.of("denied for AKIAIOSFODNN7EXAMPLE in eu-1")).isEqualTo("denied for [key] in eu-1");
        assertThat(SafeText.of("ASIAIOSFODNN7EXAMPLE")).isEqualTo("[key]");
    }

    @Test
    void whatIsNoSecretStays() {
        String text =
                "FATAL: the database system is in recovery mode (SQLState 57P03) at https://db.example:5432/a?b=c#d for 100%25 + x";

        assertThat(SafeText.of(text)).isEqualTo(text);
    }

    @Test
    void theRestOfTheSentenceStaysReadable() {
        assertThat(SafeText.of("login of shop failed: password=c4n4ry user=shop"))
                .isEqualTo("login of shop failed: password=[hidden] user=shop");
        assertThat(SafeText.of("GET https://shop:c4n4ry@api.example/items gave 503"))
                .isEqualTo("GET https://[credentials]@api.example/items gave 503");
        assertThat(SafeText.of("no route for {\"password\": \"c4n4ry\", \"user\": \"shop\"}"))
                .isEqualTo("no route for {\"password\": [hidden], \"user\": \"shop\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb",
                "a\nb",
                "a\u001bb",
                "a\u0000b",
                "a\tb",
                "a\u0085b",
                "a\u007fb",
                "a\u2028b",
                "a\u2029b",
                "a\u202eb",
                "a\u2066b",
                "a\u200fb",
                "a\u200bb",
                "a\ufeffb",
                "a\ud800b"
            })
    void whatForgesOrTurnsALineBecomesASpace(String text) {
        assertThat(SafeText.of(text)).isEqualTo("a b");
    }

    @Test
    void linesKeepTheirBreaksAndNothingElse() {
        assertThat(SafeText.lines("at a.B.c(B.java:1)\r\n\u001b[31mat d\u2028e"))
                .isEqualTo("at a.B.c(B.java:1) \n [31mat d e");
    }

    @Test
    void otherAlphabetsAndEmojiStay() {
        assertThat(SafeText.of("Größe 大小 حجم 🙂")).isEqualTo("Größe 大小 حجم 🙂");
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        assertThat(SafeText.of("x".repeat(300))).isEqualTo("x".repeat(300));
        assertThat(SafeText.of("x".repeat(301))).isEqualTo("x".repeat(300) + "...");
        assertThat(SafeText.of("🙂".repeat(300))).isEqualTo("🙂".repeat(300));
        assertThat(SafeText.of("🙂".repeat(301))).isEqualTo("🙂".repeat(300) + "...");
        assertThat(SafeText.of("x".repeat(10_000_000))).isEqualTo("x".repeat(300) + "...");
        assertThat(SafeText.lines("x".repeat(10_000_000))).isEqualTo("x".repeat(4096) + "...");
        assertThat(SafeText.of("a" + " ".repeat(5_000) + "b")).isEqualTo("a...");
    }

    @Test
    void aSecretThatIsCutInHalfIsNotKept() {
        String key = "-----BEGIN KEY-----" + "k".repeat(4_000) + "-----END KEY----- ";
        String halfOfAUrl = key + " ".repeat(4_085 - key.length()) + "https://shop:c4n4ry@example " + "x".repeat(500);

        assertThat(SafeText.of(halfOfAUrl)).isEqualTo("[key]...");
    }

    @Test
    void nothingIsSaidAsNothing() {
        assertThat(SafeText.of((String) null)).isEqualTo("null");
        assertThat(SafeText.of("")).isEmpty();
        assertThat(SafeText.of(" \n ")).isEmpty();
    }

    @Test
    void aFailureWithoutAMessageIsItsClass() {
        assertThat(SafeText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(SafeText.of(new IllegalStateException(" "))).isEqualTo("IllegalStateException");
        assertThat(SafeText.of(new RuntimeException("x") {})).isEqualTo(SafeTextTest.class.getName() + "$1: x");
    }

    @Test
    void aFailureThatCannotGiveItsMessageIsItsClass() {
        assertThat(SafeText.of(new Mute(new IllegalStateException("no")))).isEqualTo("Mute");
        assertThat(SafeText.of(new Mute(new StackOverflowError()))).isEqualTo("Mute");
        assertThat(SafeText.of(new Mute(new NoClassDefFoundError("no")))).isEqualTo("Mute");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                "://",
                "password",
                "eyJ",
                "-----BEGIN A",
                "-----BEGIN A----- ",
                "a=",
                "authorization: a,b=",
                "'\"",
                "token = ",
                "bearer ",
                "@:/",
                "\"",
                "gh_",
                "xoxa-"
            })
    void aHostileTextCostsNoMoreThanALongOne(String part) {
        String hostile = part.repeat(2_000_000 / part.length());

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> SafeText.of(hostile));
    }

    @Test
    void whatIsSafeStaysAsItIs() {
        Random random = new Random(20260101);
        List<String> parts = noSecretIsKept();
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String part = parts.get(random.nextInt(parts.size()));
                text.append(part, 0, random.nextInt(part.length() + 1)).append(random.nextBoolean() ? " " : "");
            }
            String once = SafeText.of(text.toString());

            assertThat(SafeText.of(once)).as("of <%s>", text).isEqualTo(once);
        }
    }

    /** Throws when it is asked what is wrong. */
    private static final class Mute extends RuntimeException {
        private final transient Throwable instead;

        Mute(Throwable instead) {
            this.instead = instead;
        }

        @Override
        public String getMessage() {
            if (instead instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) instead;
        }
    }
}
