package dev.heal.observe;

import static dev.heal.detect.Detectors.failureRate;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.detect.JdbcProbe;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.journal.Journal;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.FailoverRegion;
import dev.heal.signal.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/** One incident as logs, metrics and traces tell it. */
class ToldTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T09:30:00Z");

    private Incident incident = Incident.open("inventory-1", "inventory", OPENED, ofMillis(750));

    @Test
    void eachEventIsOneLogLineWithItsTargetAndIncident() {
        try (LogLines log = LogLines.of("dev.heal")) {
            heal(new LoggingObserver());

            assertThat(log.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "inventory +0s detected stalled: 8 callers wait",
                            "inventory +250ms started restart: restart the pool orders",
                            "inventory +292ms note: 4 hung connections freed",
                            "inventory +300ms applied restart: done",
                            "inventory +3.3s verified restart: the steady state held for 3s",
                            "inventory +3.3s resolved HEALED: healed by restart");
            assertThat(log.events())
                    .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                            .containsEntry("heal.target", "inventory")
                            .containsEntry("heal.incident", "inventory-1"));
            assertThat(MDC.get("heal.target")).isNull();
            assertThat(MDC.get("heal.incident")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void whatNeedsAttentionIsAWarning(Type type) {
        try (LogLines log = LogLines.of("dev.heal")) {
            tell(new LoggingObserver(), 0, type, null, "x", Map.of());

            boolean warning = List.of(
                            Type.DETECTED, Type.FAILED, Type.TIMED_OUT, Type.NOT_VERIFIED, Type.ESCALATED, Type.EXPIRED)
                    .contains(type);
            assertThat(log.events())
                    .extracting(ILoggingEvent::getLevel)
                    .containsExactly(warning ? Level.WARN : Level.INFO);
        }
    }

    @Test
    void aHostileTextForgesNoLogLine() {
        try (LogLines log = LogLines.of("dev.heal")) {
            tell(
                    new LoggingObserver(),
                    0,
                    Type.NOTE,
                    null,
                    "ok\r\n2026-01-01 INFO all is well\u001b[2J {} password=c4n4ry",
                    Map.of());

            assertThat(log.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("inventory +0s note: ok  2026-01-01 INFO all is well [2J {} password=[hidden]");
        }
    }

    @Test
    void theMetersOfARouterTellWhichPartOfTheTrafficEachRegionGets() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        RegionRouter<String> router = RegionRouter.<String>named("inventory")
                .region("east", "E")
                .standby("west", "W")
                .probe(resource -> new JdbcProbe(new HikariDataSource()))
                .build();
        Heal heal = Heal.builder()
                .journal(Journal.memory())
                .metrics(registry)
                .regions(
                        router,
                        (target, region) ->
                                target.detect("errors", failureRate()).step("move", FailoverRegion.of(region)))
                .assemble();
        assertThat(active(registry, "east")).isEqualTo(1);
        assertThat(active(registry, "west")).isZero();

        router.move("east", List.of("west"));
        router.admit("east", 0.25);

        assertThat(active(registry, "east")).isEqualTo(0.25);
        assertThat(active(registry, "west")).isEqualTo(0.75);
        heal.close();
    }

    private static double active(SimpleMeterRegistry registry, String region) {
        return registry.get("heal.region.active")
                .tags("target", "inventory", "region", region)
                .gauge()
                .value();
    }

    @Test
    void theMetersOfATargetReadItAsItIs() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        FakeTarget target = new FakeTarget();
        new HealMetrics(registry).bind(target, List.of("watching", "remediating"));

        assertThat(meters(registry))
                .containsOnly(
                        Map.entry("heal.calls{outcome=success,target=inventory}", 0.0),
                        Map.entry("heal.calls{outcome=failure,target=inventory}", 100.0),
                        Map.entry("heal.calls{outcome=ignored,target=inventory}", 200.0),
                        Map.entry("heal.calls{outcome=rejected,target=inventory}", 300.0),
                        Map.entry("heal.in.flight{target=inventory}", 7.0),
                        Map.entry("heal.target.state{state=watching,target=inventory}", 1.0),
                        Map.entry("heal.target.state{state=remediating,target=inventory}", 0.0));

        target.state = "remediating";
        target.calls = 5;

        assertThat(meters(registry))
                .containsEntry("heal.calls{outcome=success,target=inventory}", 5.0)
                .containsEntry("heal.target.state{state=watching,target=inventory}", 0.0)
                .containsEntry("heal.target.state{state=remediating,target=inventory}", 1.0);
        assertThat(registry.get("heal.calls").functionCounters()).hasOnlyElementsOfType(FunctionCounter.class);
    }

    @Test
    void anIncidentIsCountedAndItsTimesAreMeasured() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HealMetrics metrics = new HealMetrics(registry);
        tell(metrics, 0, Type.DENIED, "restart", "the budget is spent", Map.of("gate", "budget"));

        heal(metrics);

        assertThat(meters(registry))
                .containsOnly(
                        Map.entry("heal.denials{gate=budget,target=inventory}", 1.0),
                        Map.entry("heal.remediations{remediation=restart-pool,result=applied,target=inventory}", 1.0),
                        Map.entry("heal.remediations{remediation=restart-pool,result=verified,target=inventory}", 1.0),
                        Map.entry("heal.incidents{resolution=healed,target=inventory}", 1.0),
                        Map.entry("heal.time.to.detect{target=inventory}", 1.0),
                        Map.entry("heal.time.to.heal{target=inventory}", 1.0));
        assertThat(registry.get("heal.time.to.detect").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(750);
        assertThat(registry.get("heal.time.to.heal").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3_300);
    }

    @Test
    void whatWasNotHealedHasNoTimeToHeal() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HealMetrics metrics = new HealMetrics(registry);
        tell(metrics, 100, Type.TIMED_OUT, "restart", "hangs", Map.of("remediation", "restart-pool"));
        incident = incident.resolved(Resolution.RECOVERED_ALONE);
        tell(metrics, 900, Type.RESOLVED, null, "well again", Map.of("resolution", "RECOVERED_ALONE"));

        assertThat(meters(registry))
                .containsOnly(
                        Map.entry("heal.remediations{remediation=restart-pool,result=timed_out,target=inventory}", 1.0),
                        Map.entry("heal.incidents{resolution=recovered_alone,target=inventory}", 1.0),
                        Map.entry("heal.time.to.detect{target=inventory}", 1.0));
    }

    @Test
    void foreignTextsNeverBecomeTags() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HealMetrics metrics = new HealMetrics(registry);
        for (Type type : Type.values()) {
            tell(metrics, 0, type, "subject from-a-call", "text from-a-call", Map.of("user", "from-a-call"));
        }

        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .extracting(Tag::getValue)
                        .noneMatch(value -> value.contains("from-a-call")));
    }

    @Test
    void anIncidentIsASpanWithAChildForEachRemediationAndVerification() {
        List<SpanData> spans = traced(this::heal);

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("heal remediation", "heal verification", "heal incident");
        SpanData root = spans.get(2);
        assertThat(root.getParentSpanContext().isValid()).as("has a parent").isFalse();
        assertThat(spans.subList(0, 2)).allSatisfy(child -> {
            assertThat(child.getParentSpanId()).isEqualTo(root.getSpanId());
            assertThat(child.getTraceId()).isEqualTo(root.getTraceId());
            assertThat(child.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(text(child, "heal.step")).isEqualTo("restart");
            assertThat(text(child, "heal.remediation")).isEqualTo("restart-pool");
        });
        assertThat(text(root, "heal.target")).isEqualTo("inventory");
        assertThat(text(root, "heal.incident")).isEqualTo("inventory-1");
        assertThat(text(root, "heal.resolution")).isEqualTo("HEALED");
        assertThat(root.getEvents())
                .extracting(EventData::getName)
                .containsExactly(
                        "DETECTED: 8 callers wait", "NOTE: 4 hung connections freed", "RESOLVED: healed by restart");
        assertThat(millis(spans.get(0))).containsExactly(250, 300);
        assertThat(millis(spans.get(1))).containsExactly(300, 3_300);
        assertThat(millis(root)).containsExactly(0, 3_300);
    }

    @Test
    void aRemediationThatFailedIsAnErrorAndHasNoVerification() {
        List<SpanData> spans = traced(observer -> {
            tell(observer, 0, Type.DETECTED, "stalled", "8 callers wait", Map.of());
            tell(observer, 250, Type.STARTED, "restart", "restart", Map.of("remediation", "restart-pool"));
            tell(observer, 400, Type.FAILED, "restart", "no connection", Map.of());
            incident = incident.resolved(Resolution.ESCALATED);
            tell(observer, 900, Type.RESOLVED, null, "a human did it", Map.of());
        });

        assertThat(spans).extracting(SpanData::getName).containsExactly("heal remediation", "heal incident");
        assertThat(spans.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.get(0).getStatus().getDescription()).isEqualTo("no connection");
        assertThat(text(spans.get(1), "heal.resolution")).isEqualTo("ESCALATED");
    }

    @Test
    void whatIsStillUnderWayWhenAnIncidentEndsEndsWithIt() {
        List<SpanData> spans = traced(observer -> {
            tell(observer, 250, Type.STARTED, "restart", "restart", Map.of());
            tell(observer, 300, Type.APPLIED, "restart", "done", Map.of());
            incident = incident.resolved(Resolution.STOPPED);
            tell(observer, 900, Type.RESOLVED, null, "heal was shut down", Map.of());
        });

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("heal remediation", "heal verification", "heal incident");
        assertThat(millis(spans.get(1))).containsExactly(300, 900);
    }

    @Test
    void whatIsSaidToAClosedIncidentOpensNoSpanThatNobodyWouldEnd() {
        AtomicInteger begun = new AtomicInteger();
        Sampler counting = new Sampler() {
            @Override
            public SamplingResult shouldSample(
                    Context parent, String trace, String name, SpanKind kind, Attributes with, List<LinkData> links) {
                begun.incrementAndGet();
                return SamplingResult.drop();
            }

            @Override
            public String getDescription() {
                return "counts";
            }
        };
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
                .setSampler(counting)
                .build();
        TracingObserver observer = new TracingObserver(
                OpenTelemetrySdk.builder().setTracerProvider(provider).build());
        heal(observer);

        tell(observer, 9_000, Type.COMMENTED, null, "by ada: it was the switch", Map.of());

        assertThat(begun).as("an incident, a remediation, a verification").hasValue(3);
    }

    @Test
    void whatObserversWereNotToldIsAMeter() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Observers observers = Observers.on(List.of((one, event) -> {}), one -> task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        new HealMetrics(registry).bind(observers);

        observers.tell(incident, new IncidentEvent(OPENED, ofMillis(0), Type.NOTE, null, "x", Map.of()));

        assertThat(meters(registry)).containsOnly(Map.entry("heal.observers.dropped{}", 1.0));
    }

    /** A whole incident: detected, remediated, verified, healed. */
    private void heal(Observer observer) {
        Map<String, String> remediation = Map.of("remediation", "restart-pool");
        tell(observer, 0, Type.DETECTED, "stalled", "8 callers wait", Map.of("pending", "8"));
        tell(observer, 250, Type.STARTED, "restart", "restart the pool orders", remediation);
        tell(observer, 292, Type.NOTE, null, "4 hung connections freed", Map.of());
        tell(observer, 300, Type.APPLIED, "restart", "done", remediation);
        tell(observer, 3_300, Type.VERIFIED, "restart", "the steady state held for 3s", remediation);
        incident = incident.resolved(Resolution.HEALED);
        tell(observer, 3_300, Type.RESOLVED, null, "healed by restart", Map.of("resolution", "HEALED"));
    }

    private void tell(
            Observer observer,
            int millis,
            Type type,
            @Nullable String subject,
            String text,
            Map<String, String> figures) {
        IncidentEvent event =
                new IncidentEvent(OPENED.plusMillis(millis), ofMillis(millis), type, subject, text, figures);
        incident = incident.with(event);
        observer.onEvent(incident, event);
    }

    private interface Story {
        void tellTo(Observer observer);
    }

    private static List<SpanData> traced(Story story) {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        try (OpenTelemetrySdk sdk =
                OpenTelemetrySdk.builder().setTracerProvider(provider).build()) {
            story.tellTo(new TracingObserver(sdk));
            return exporter.getFinishedSpanItems();
        }
    }

    private static @Nullable String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }

    private static List<Integer> millis(SpanData span) {
        long opened = TimeUnit.MILLISECONDS.toNanos(OPENED.toEpochMilli());
        return List.of((int) TimeUnit.NANOSECONDS.toMillis(span.getStartEpochNanos() - opened), (int)
                TimeUnit.NANOSECONDS.toMillis(span.getEndEpochNanos() - opened));
    }

    /** Each meter with its tags, and its value; of a timer how often it was recorded. */
    private static Map<String, Double> meters(SimpleMeterRegistry registry) {
        return registry.getMeters().stream()
                .collect(Collectors.toMap(
                        meter -> meter.getId().getName() + "{"
                                + meter.getId().getTags().stream()
                                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                                        .collect(Collectors.joining(","))
                                + "}",
                        ToldTest::value));
    }

    private static double value(Meter meter) {
        return meter instanceof Timer timer
                ? timer.count()
                : meter.measure().iterator().next().getValue();
    }

    private static final class FakeTarget implements TargetView {
        String state = "watching";
        long calls;

        @Override
        public String name() {
            return "inventory";
        }

        @Override
        public long calls(Outcome outcome) {
            return calls + 100L * outcome.ordinal();
        }

        @Override
        public long inFlight() {
            return 7;
        }

        @Override
        public String state() {
            return state;
        }
    }
}
