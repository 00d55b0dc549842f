package dev.heal.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Notebook;
import dev.heal.loop.Rig.FakeDetector;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Mode;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("No secret reaches the journal")
class RedactionTest {

    private static final String TOKEN = "eyJhbGciOiJub25lIn0.c4n4ryPayload.c4n4rySignature";

    @TempDir
    Path directory;

    private String secret = "";
    private int tries;

    private final FakeRemediation remediation = new FakeRemediation("") {
        @Override
        public String name() {
            return "restart " + secret;
        }

        @Override
        public String plan() {
            return "log in with " + secret;
        }

        @Override
        public Readiness ready(RemediationContext context) {
            return tries++ == 0 ? Readiness.notReady("cannot log in with " + secret) : Readiness.ready();
        }

        @Override
        public Undo apply(RemediationContext context) {
            context.note("logging in with " + secret);
            applied++;
            if (applied == 1) {
                throw new IllegalStateException("could not log in with " + secret);
            }
            return undoing -> {
                throw new IllegalStateException("could not log out with " + secret);
            };
        }
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=c4n4ry",
                "jdbc:postgresql://db/shop?user=shop&password=c4n4ry",
                "https://shop:c4n4ry@db.example/",
                "Authorization: Bearer c4n4ry",
                "Bearer c4n4ry.c4n4ry",
                TOKEN,
                "AKIAC4N4RYC4N4RYC4N4",
                "api-key: \"c4n4ry c4n4ry\""
            })
    void throughWhateverDoorItComes(String canary) throws IOException {
        secret = canary;
        Rig rig = new Rig();
        rig.onDisk = Rig.journalIn(directory, rig.clock);
        FakeDetector tells = new FakeDetector() {
            @Override
            public List<Gauge> gauges() {
                return List.of(new Gauge("gauge " + secret, () -> 7));
            }
        };
        FakeDetector fails = new FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                throw new IllegalArgumentException("cannot look with " + secret);
            }
        };
        FakeDetector unknown = new FakeDetector();
        rig.detectors.put("tells", tells);
        rig.detectors.put("fails", fails);
        rig.detectors.put("unknown", unknown);
        String[] stop = {""};
        rig.stopSwitch = () -> stop[0];
        rig.cooldown(ofSeconds(1)).step(Rig.step("restart", remediation, "tells"));
        rig.step(Rig.step("again", remediation, "tells")).begin();

        rig.loop.changed("deploy " + secret, "with " + secret);
        rig.loop.stop("orders", "ada " + secret, "since " + secret);
        unknown.verdict = Verdict.inconclusive("no calls of " + secret);
        tells.verdict = Verdict.unhealthy(
                Evidence.of("bad: " + secret).with("figure", secret).with("named " + secret, "a\n" + secret));
        rig.run(ofSeconds(5));
        rig.loop.mode("orders", Mode.PROPOSE, "ada " + secret);
        rig.loop.release("orders", "ada " + secret);
        rig.run(ofSeconds(40));
        assertThat(rig.incident().plan()).isNotNull();
        String id = rig.incident().id();
        rig.loop.decide(
                id, new Decision(Decision.Kind.APPROVE, rig.incident().plan().hash(), "ada " + secret, "go " + secret));
        rig.run(ofSeconds(2));
        rig.loop.mode("orders", null, "ada " + secret);
        rig.run(ofSeconds(60));
        stop[0] = "the file says " + secret;
        rig.run(ofSeconds(2));
        rig.loop.decide(id, Decision.acknowledge("ada " + secret, "seen " + secret));
        rig.loop.decide(
                id, new Decision(Decision.Kind.ABORT, "plan " + secret, "ada " + secret, "enough of " + secret));
        rig.run(ofSeconds(2));
        tells.verdict = Verdict.healthy();
        rig.run(ofSeconds(40));
        rig.loop.decide(id, Decision.comment("ada " + secret, "it was " + secret));
        rig.run(ofSeconds(1));
        rig.loop.stop("ada " + secret, "since " + secret);
        String notebook = Notebook.markdown(rig.loop.story(id).orElseThrow());
        rig.loop.close();

        assertThat(rig.types())
                .contains(
                        Type.DETECTED,
                        Type.PROPOSED,
                        Type.APPROVED,
                        Type.STARTED,
                        Type.FAILED,
                        Type.NOTE,
                        Type.ORDERED,
                        Type.ACKNOWLEDGED,
                        Type.ABORTED,
                        Type.COMMENTED);
        String bytes = journal();
        assertThat(bytes)
                .contains(
                        "log in with",
                        "could not log in",
                        "cannot log in",
                        "it was",
                        "the file says",
                        "gauge",
                        "deploy",
                        "since");
        assertThat(bytes).doesNotContainIgnoringCase("c4n4ry");
        assertThat(notebook).doesNotContainIgnoringCase("c4n4ry");
    }

    private String journal() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
